/** The browser's date-time field speaks in the phone's own zone; records are kept in the county's (UTC+8). */
const zoneMs = 8 * 3_600_000;

export function toLocalInput(at: number): string {
  return new Date(at + zoneMs).toISOString().slice(0, 16);
}

/** Null when the field is empty or half typed. */
export function fromLocalInput(text: string): number | null {
  const at = Date.parse(`${text}:00Z`);
  return Number.isNaN(at) ? null : at - zoneMs;
}
