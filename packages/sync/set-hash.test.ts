/** Law S3: kept by deltas, the hash of a set equals the hash of a recount, in whatever order rows come and go. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { emptyHash, hashText, parseHash, shift } from './set-hash.ts';

const rows = fc.uniqueArray(fc.record({ id: fc.uuid(), version: fc.integer({ min: 1, max: 1e6 }) }), {
  selector: (row) => row.id,
});

it('S3: adding rows and taking some away equals hashing those that stay, in any order', () => {
  fc.assert(
    fc.property(rows, fc.infiniteStream(fc.boolean()), (all, keep) => {
      const kept = all.filter(() => keep.next().value === true);
      const moved = emptyHash();
      for (const { id, version } of all) shift(moved, id, version, 1);
      for (const { id, version } of all.filter((row) => !kept.includes(row))) shift(moved, id, version, -1);
      const recount = emptyHash();
      for (const { id, version } of [...kept].reverse()) shift(recount, id, version, 1);
      expect(hashText(moved)).toBe(hashText(recount));
    }),
  );
});

it('S3: another version of one row gives another hash, and the text form keeps all of it', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.integer({ min: 1, max: 1e6 }), (id, version) => {
      const one = emptyHash();
      const other = emptyHash();
      shift(one, id, version, 1);
      shift(other, id, version + 1, 1);
      expect(hashText(one)).not.toBe(hashText(other));
      expect(parseHash(hashText(one))).toEqual(one);
    }),
  );
});
