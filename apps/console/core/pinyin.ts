/** Proposes the reading of a name. The dictionary is heavy, so it comes with the first name that is typed. */
export async function proposePinyin(name: string): Promise<string> {
  const { pinyin } = await import('pinyin-pro');
  const text = name.trim();
  // In surname mode 单 is shàn and 覃 qín; a person still confirms it.
  return text === ''
    ? ''
    : pinyin(text, { toneType: 'none', type: 'array', surname: 'head', v: true, nonZh: 'removed' }).join(' ');
}
