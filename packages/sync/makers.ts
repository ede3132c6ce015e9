/**
 * Which pending command made a row (law C7): later commands that read the row depend on it. An entry keeps what it made from
 * the moment it was recorded, for when it is replayed the phone may no longer hold what it needs to predict it again.
 */
import type { Confirmed } from './confirmed.ts';
import type { Entry } from './persistence.ts';
import type { Workspace } from './workspace.ts';

/** Rows that the layer brings and the overlay does not know: "table/id". */
export function madeBy(layer: Workspace, overlay: Workspace): string[] {
  return [...layer.changes].flatMap(({ table, id, after }) => {
    const known = overlay.get(table, id);
    return after !== null && (known === 'absent' || known === 'not-held') ? [`${table.name}/${id}`] : [];
  });
}

/** What the server has confirmed needs no maker any more. */
export function makersOf(open: readonly Entry[], confirmed: Confirmed): Map<string, string> {
  return new Map(
    open.flatMap(({ envelope, makes = [] }) =>
      makes.filter((key) => !confirmed.holds(key)).map((key) => [key, envelope.id] as const),
    ),
  );
}
