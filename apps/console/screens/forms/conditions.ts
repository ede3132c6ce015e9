/**
 * Conditions as the builder says them in plain words: asked when one choice of an earlier question was ticked, or was not; a
 * number from … to …. What came in otherwise written (from a sheet) is kept as it is until somebody chooses anew.
 */
interface WhenPicked {
  readonly question: string;
  readonly choice: string;
  readonly picked: boolean;
}

const picked = /^selected\(\$\{([a-z][a-z0-9_]*)\}, '([a-z][a-z0-9_]*)'\)$/;
const notPicked = /^not\(selected\(\$\{([a-z][a-z0-9_]*)\}, '([a-z][a-z0-9_]*)'\)\)$/;

/** Null: asked always, or under a condition that has no plain words here. */
export function whenOf(text: string | null): WhenPicked | null {
  const hit = picked.exec(text ?? '') ?? notPicked.exec(text ?? '');
  const [, question = '', choice = ''] = hit ?? [];
  return hit === null ? null : { question, choice, picked: picked.test(text ?? '') };
}

export function textOfWhen({ question, choice, picked }: WhenPicked): string {
  const selected = `selected(\${${question}}, '${choice}')`;
  return picked ? selected : `not(${selected})`;
}

interface Bounds {
  readonly least: string;
  readonly most: string;
}

const between = /^(?:\. >= (\d+))?(?: and )?(?:\. <= (\d+))?$/;

export function boundsOf(text: string | null): Bounds {
  const [, least = '', most = ''] = between.exec(text ?? '') ?? [];
  return { least, most };
}

export function textOfBounds({ least, most }: Bounds): string | null {
  const parts = [least === '' ? '' : `. >= ${Number(least)}`, most === '' ? '' : `. <= ${Number(most)}`];
  const text = parts.filter((part) => part !== '').join(' and ');
  return text === '' ? null : text;
}
