/** A module of the house, as the apps see it: what the one list of modules holds. */
import type { Command, Follower } from './command.ts';
import type { Figure } from './figure.ts';
import { dayHistogram, rollups } from './figure.ts';
import type { Table } from './table.ts';

export interface Module {
  readonly name: string;
  readonly tables: readonly Table[];
  readonly commands: readonly Command[];
  readonly followers: readonly Follower[];
  readonly figures: readonly Figure[];
}

type Erased<T> = { readonly [K in keyof T]: unknown };

export function defineModule(definition: {
  name: string;
  tables: readonly Erased<Table>[];
  commands: readonly Erased<Command>[];
  followers?: readonly Follower[];
  figures?: readonly Figure[];
}): Module {
  return {
    name: definition.name,
    // Lists mix rows and inputs of different types; each entry parses its own before use.
    tables: definition.tables as readonly Table[],
    commands: definition.commands as readonly Command[],
    followers: definition.followers ?? [],
    figures: definition.figures ?? [],
  };
}

/** The module with what only the office side carries: commands that no phone may give, tables that none receives. */
export function withOffice(
  module: Module,
  commands: readonly Erased<Command>[],
  tables: readonly Erased<Table>[] = [],
): Module {
  return {
    ...module,
    tables: [...module.tables, ...(tables as readonly Table[])],
    commands: [...module.commands, ...(commands as readonly Command[])],
  };
}

/** All modules put together: looked up by name by engine, stores and wire. */
export class Catalogue {
  readonly #modules: Module[] = [];
  readonly tables = new Map<string, Table>();
  readonly commands = new Map<string, Command>();
  readonly figures = new Map<string, Figure>();
  readonly #followers = new Map<string, Follower[]>();
  readonly #figuresBySource = new Map<string, Figure[]>();

  constructor(modules: readonly Module[]) {
    for (const table of [rollups, dayHistogram]) this.tables.set(table.name, table as unknown as Table);
    for (const module of modules) this.add(module);
  }

  get modules(): readonly Module[] {
    return this.#modules;
  }

  /** A phone fetches some modules after its first list stands (ADR 30); whoever runs commands with it must be told. */
  add(module: Module): void {
    this.#modules.push(module);
    for (const table of module.tables) addOnce(this.tables, table.name, table);
    for (const command of module.commands) addOnce(this.commands, command.name, command);
    for (const figure of module.figures) {
      addOnce(this.figures, figure.name, figure);
      push(this.#figuresBySource, figure.source.name, figure);
    }
    for (const follower of module.followers) push(this.#followers, follower.table.name, follower);
  }

  followersOf(table: string): readonly Follower[] {
    return this.#followers.get(table) ?? [];
  }

  figuresOf(table: string): readonly Figure[] {
    return this.#figuresBySource.get(table) ?? [];
  }

  table(name: string): Table {
    const table = this.tables.get(name);
    if (table === undefined) throw new Error(`no table ${name}`);
    return table;
  }
}

function addOnce<T>(map: Map<string, T>, name: string, value: T): void {
  if (map.has(name)) throw new Error(`${name} is declared twice`);
  map.set(name, value);
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
