/** A file that the server makes for a question: asked with a body, for a purpose is no matter for an address, then saved. */
import type { Problem } from '@yimi/kernel';
import { reachFile } from './http.ts';

export async function download(path: string, body: unknown): Promise<Problem | null> {
  const found = await reachFile(path, body);
  if ('problem' in found) return found;
  save(found.file, found.name);
  return null;
}

/** Hands a file to the browser's downloads. */
export function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the file by the next turn of the page.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
