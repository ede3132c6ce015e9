/** Finds the village that a ledger means by 木桥, 木桥村委会, 清河乡木桥村民委员会上屯3号 (并, with what is left: the hamlet). */
import type { Setting, Village } from '../target.ts';
import { plainText } from '../understanding/plain.ts';

const endings = '(?:社区居民委员会|村民委员会|居民委员会|社区居委会|村委会|居委会|行政村|村委|社区|街道|嘎查|村|寨)';
const ending = new RegExp(`${endings}$`, 'u');

export type FoundVillage = { readonly village: Village; readonly rest: string } | 'unknown' | 'several';

/** The name without what kind of place it is; 村 alone would be nothing. */
function core(name: string): string {
  const bare = name.replace(ending, '');
  return [...bare].length >= 1 ? bare : name;
}

export class Villages {
  readonly #named: readonly { village: Village; name: string; core: string; within: RegExp }[];

  constructor(villages: readonly Village[]) {
    this.#named = villages.map((village) => {
      const name = plainText(village.name).replace(/\s/g, '');
      const bare = core(name);
      return { village, name, core: bare, within: new RegExp(`${escaped(bare)}${endings}`, 'u') };
    });
  }

  /** @param text a village's name or a whole address */
  find(text: string): FoundVillage {
    const said = plainText(text).replace(/\s/g, '');
    if (said === '') return 'unknown';
    const exact = this.#named.filter((one) => one.name === said);
    if (exact.length > 0) return only(exact, '');
    const bare = core(said);
    const alike = this.#named.filter((one) => one.core === bare);
    if (alike.length > 0) return only(alike, '');
    return this.#within(said);
  }

  /** The village named inside an address: the longest name that fits; 大木桥村 is not 木桥村. */
  #within(said: string): FoundVillage {
    const found = this.#named
      .flatMap((one) => {
        const match = one.within.exec(said);
        return match === null ? [] : [{ ...one, at: match.index, end: match.index + match[0].length }];
      })
      .sort((one, other) => other.core.length - one.core.length);
    const [best] = found;
    if (best === undefined) return 'unknown';
    const rest = said.slice(best.end).replace(/^(?:的|,|，)/, '');
    const rivals = found.filter((one) => one.core.length === best.core.length && one.village.id !== best.village.id);
    return rivals.length > 0 ? 'several' : { village: best.village, rest };
  }
}

function only(found: readonly { village: Village }[], rest: string): FoundVillage {
  const [first] = found;
  if (first === undefined) return 'unknown';
  return found.length > 1 ? 'several' : { village: first.village, rest };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** 木桥, 木桥村 and 木桥村民委员会 are one village. */
export function sameVillage(one: string, other: string): boolean {
  const plain = (name: string) => core(plainText(name).replace(/\s/g, ''));
  return plain(one) === plain(other);
}

type Station = Setting['stations'][number];

/** Finds the station that a ledger means by 清河乡, 清河乡社工站, 清河, or by a village's code. */
export class Stations {
  readonly #named: readonly { station: Station; township: string; core: string }[];

  constructor(stations: readonly Station[]) {
    this.#named = stations.map((station) => {
      const township = townshipOf(station.name);
      return { station, township, core: township.replace(/(?:民族乡|乡|镇|街道)$/u, '') };
    });
  }

  /** A cell that holds nothing but its name. */
  named(text: string): Station | null {
    const said = townshipOf(text);
    const exact = this.#named.filter((one) => one.township === said);
    const alike = exact.length > 0 ? exact : this.#named.filter((one) => one.core === said);
    return alike.length === 1 ? (alike[0]?.station ?? null) : null;
  }

  /** The one that a title speaks of. */
  within(text: string): Station | null {
    const said = plainText(text).replace(/\s/g, '');
    const found = this.#named.filter((one) => one.township !== '' && said.includes(one.township));
    return found.length === 1 ? (found[0]?.station ?? null) : null;
  }

  /** By the nine digits of its township. */
  ofCode(code: string): Station | null {
    const found = this.#named.filter((one) => code.length === 12 && one.station.code.startsWith(code.slice(0, 9)));
    return found.length === 1 ? (found[0]?.station ?? null) : null;
  }
}

function townshipOf(text: string): string {
  return plainText(text)
    .replace(/\s/g, '')
    .replace(/(?:社会工作服务站|社会工作站|社工站|人民政府|政府)$/u, '');
}
