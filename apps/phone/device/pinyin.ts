/** Readings of names, for search by pinyin and initials. The table of readings weighs more than the app: it comes when asked for. */

/** `韦小妹` → `wei xiao mei`; surnames read as surnames (单 shan, 覃 qin), ü typed as v. */
export async function pinyinOf(name: string): Promise<string> {
  const { pinyin } = await import('pinyin-pro');
  const read = pinyin(name.trim(), {
    toneType: 'none',
    mode: 'surname',
    surname: 'head',
    nonZh: 'consecutive',
    v: true,
  });
  return read.toLowerCase().replace(/\s+/g, ' ').trim();
}
