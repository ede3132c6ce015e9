/**
 * A photo as it is kept: as large as the county says, JPEG, drawn anew so that nothing of the camera's metadata (place, time,
 * owner) goes along (DOMAIN.md 7: location has a purpose and can be skipped).
 */
import { notAPicture, Refused } from './problems.ts';

export interface PhotoSize {
  /** Pixels. */
  readonly longestSide: number;
  /** Per cent of JPEG quality. */
  readonly quality: number;
}

export async function shrinkPhoto(original: Blob, { longestSide, quality }: PhotoSize): Promise<Blob> {
  const address = URL.createObjectURL(original);
  try {
    // An image element lets the browser decode a large JPEG at a smaller scale: a 2 GB phone has no room for 48 megapixels.
    const image = await loaded(address);
    const scale = Math.min(1, longestSide / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
    const pen = canvas.getContext('2d');
    if (pen === null) throw new Refused(notAPicture());
    // JPEG knows no transparency: what was clear shall be white, not black.
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const jpeg = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality / 100));
    if (jpeg === null) throw new Refused(notAPicture());
    return jpeg;
  } finally {
    URL.revokeObjectURL(address);
  }
}

function loaded(address: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Refused(notAPicture()));
    image.src = address;
  });
}
