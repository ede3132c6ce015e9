/**
 * A photo as it is kept: as large as the county says, JPEG, drawn anew so that nothing of the camera's metadata (place, time,
 * owner) goes along (DOMAIN.md 7: location has a purpose and can be skipped). Phone and desk keep pictures alike.
 */
export interface PhotoSize {
  /** Pixels. */
  readonly longestSide: number;
  /** Per cent of JPEG quality. */
  readonly quality: number;
}

/** @returns null for what the browser cannot read as a picture */
export async function drawPhoto(original: Blob, { longestSide, quality }: PhotoSize): Promise<Blob | null> {
  const address = URL.createObjectURL(original);
  try {
    // An image element lets the browser decode a large JPEG at a smaller scale: a 2 GB phone has no room for 48 megapixels.
    const image = await loaded(address);
    const canvas = document.createElement('canvas');
    const pen = canvas.getContext('2d');
    if (image === null || pen === null) return null;
    const scale = Math.min(1, longestSide / Math.max(image.naturalWidth, image.naturalHeight));
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
    // JPEG knows no transparency: what was clear shall be white, not black.
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality / 100));
  } finally {
    URL.revokeObjectURL(address);
  }
}

function loaded(address: string): Promise<HTMLImageElement | null> {
  return new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => resolve(null);
    image.src = address;
  });
}
