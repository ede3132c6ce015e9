/** A file of a draft or of a record, as the strip and the viewer need it. */
export interface ShownFile {
  readonly id: string;
  readonly kind: 'photo' | 'voice' | 'file';
  readonly sha256: string;
  readonly name?: string | null | undefined;
  readonly takenAt?: number | undefined;
  readonly turned?: number | undefined;
  readonly withheld?: boolean | undefined;
}
