/**
 * Text as it is meant, under what typing and copying did to it: full-width digits and letters, four kinds of space, marks
 * of no width. Only for comparing and parsing; what was typed is kept as it was.
 */

/** Full-width to half-width (NFKC), spaces to one plain space, invisible characters gone. */
export function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A heading without spaces, remarks and marks: `姓 名*（必填）` is 姓名. */
export function plainHeading(text: string): string {
  return plainText(text)
    .replace(/\((?:必填|选填|可不填|如有|请填写|下拉选择|yyyy.*|年月日|元|周岁|岁|人|√|打√|是\/否|男\/女)[^)]*\)/gi, '')
    .replace(/[\s*:：、.。_\-—"'“”‘’★☆]/g, '')
    .toLowerCase();
}

/** What people write where there is nothing to say. */
export function saysNothing(text: string): boolean {
  return /^(?:|无|没有|暂无|不详|未知|空|none|null|n\/a|na|[-—－/\\.。、*×xX]+)$/i.test(plainText(text));
}

/** 是, √, 1, ✓, 有: yes. 否, ×, 0, 无 and nothing: no. Else null. */
export function saysYes(text: string): boolean | null {
  const said = plainText(text).toLowerCase();
  if (/^(?:是|有|√|✓|✔|☑|v|y|yes|true|1|对|■|●)$/.test(said)) return true;
  if (/^(?:否|不是|不|×|✗|✘|☐|□|n|no|false|0|非|○)$/.test(said) || saysNothing(said)) return false;
  return null;
}

/** 同上, 〃: the same as in the row above. */
export function saysSame(text: string): boolean {
  return /^(?:同上|同|〃|″|"|''|“|”|,,|々)$/.test(text.trim());
}
