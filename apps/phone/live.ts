/**
 * What the open person's phone holds, as reactive lists. The replica says only "something changed"; each list is read
 * again when it is next looked at, once for all who look at it.
 */
import type { Post, Role, Table } from '@yimi/kernel';
import { activePosts, rollups } from '@yimi/kernel';
import { posts, rooms, staff, stations } from '@yimi/network';
import { clients, households, mergeProposals, ties } from '@yimi/people';
import { cards, care, ownVisits, visits } from '@yimi/services';
import type { Entry } from '@yimi/sync';
import type { ComputedRef, EffectScope, Ref } from 'vue';
import { computed, effectScope, reactive, ref, shallowRef } from 'vue';
import type { OpenUser, SyncStatus } from './device/index.ts';
import { firstLines } from './parts/as-scrolled.ts';
import type { HeldPerson } from './people/held-person.ts';
import { heldPeople } from './people/held-person.ts';
import { SearchIndex } from './people/search-index.ts';
import { questionedVisits, refusedEntries } from './records/needs-you.ts';
import type { VisitDraft } from './visits/draft.ts';
import { draftsFound, keepDrafts } from './visits/keep-drafts.ts';

const stationRoles: readonly Role[] = ['station-worker', 'station-head'];
const workerRoles: readonly Role[] = ['village-worker', ...stationRoles];

export class Live {
  readonly user: OpenUser;
  readonly #scope: EffectScope = effectScope(true);
  readonly #tick = shallowRef(0);
  readonly #stop: (() => void)[];
  readonly today: Ref<string>;
  /** Visits begun and not saved, by person; their keeper has them on the disk, locked. */
  readonly drafts = reactive(new Map<string, VisitDraft>());
  readonly #draftKeeper: ReturnType<typeof keepDrafts>;
  /** What was last searched for. */
  readonly typed = ref('');
  /** Lines of today's list that are drawn: whoever comes back to it finds where they were. */
  readonly drawn = ref(firstLines);

  readonly status: ComputedRef<SyncStatus>;
  readonly entries: ComputedRef<readonly Entry[]>;
  readonly clients = this.#rows(clients);
  readonly cards = this.#rows(cards);
  readonly households = this.#rows(households);
  readonly ties = this.#rows(ties);
  /** Station roles only; other phones hold none. */
  readonly mergeProposals = this.#rows(mergeProposals);
  readonly care = this.#rows(care);
  readonly visits = this.#rows(visits);
  readonly ownVisits = this.#rows(ownVisits);
  readonly rooms = this.#rows(rooms);
  readonly stations = this.#rows(stations);
  readonly staff = this.#rows(staff);
  readonly rollups = this.#rows(rollups);
  readonly posts = this.#rows(posts);

  readonly #active: ComputedRef<readonly Post[]>;
  readonly roles: ComputedRef<readonly Role[]>;
  /** Refused records to mend, and questions to answer. */
  readonly needsYou: ComputedRef<number>;
  /** Holds villages; else only the cards of the people given to them. */
  readonly isWorker: ComputedRef<boolean>;
  /** Goes out from a station: trips are theirs to plan and drive. */
  readonly worksAtStation: ComputedRef<boolean>;
  readonly people: ComputedRef<readonly HeldPerson[]>;
  readonly peopleById: ComputedRef<ReadonlyMap<string, HeldPerson>>;
  readonly search: ComputedRef<SearchIndex>;
  /** The villages in which the person works, by name. */
  readonly myRooms: ComputedRef<readonly { id: string; name: string; stationId: string }[]>;
  readonly #chosenRoom: Ref<string | null>;
  readonly room: ComputedRef<{ id: string; name: string; stationId: string } | null>;

  constructor(user: OpenUser, today: Ref<string>) {
    this.user = user;
    this.today = today;
    const turn = (): void => {
      this.#tick.value += 1;
    };
    for (const draft of draftsFound(user)) this.drafts.set(draft.clientId, draft);
    this.#draftKeeper = keepDrafts(user, this.drafts);
    this.#stop = [this.#draftKeeper.stop, user.subscribe(turn), user.replica.onChange(turn)];
    this.#chosenRoom = ref(localStorage.getItem(this.#roomKey));
    const derived = <T>(read: () => T): ComputedRef<T> => this.#derive(read);
    const from = <T>(read: () => T): ComputedRef<T> => this.#from(read);
    this.status = derived(() => user.status.value);
    this.entries = derived(() => user.replica.entries);
    this.#active = derived(() => {
      // Before the first pull the phone knows the posts from the sign-in.
      const mine = this.posts.value.filter((post) => post.userId === user.me.userId);
      return activePosts(mine.length > 0 ? mine : user.me.posts, today.value);
    });
    this.roles = derived(() => this.#active.value.map((post) => post.role));
    this.needsYou = derived(
      () => refusedEntries(this.entries.value).length + questionedVisits(this.ownVisits.value).length,
    );
    this.isWorker = derived(() => this.roles.value.some((role) => workerRoles.includes(role)));
    this.worksAtStation = derived(() => this.roles.value.some((role) => stationRoles.includes(role)));
    this.people = from(() =>
      heldPeople({
        clients: this.clients.value,
        cards: this.cards.value,
        care: this.care.value,
        rooms: this.rooms.value,
        today: today.value,
      }),
    );
    this.peopleById = from(() => new Map(this.people.value.map((person) => [person.id, person])));
    this.search = from(() => new SearchIndex(this.people.value));
    this.myRooms = derived(() => this.#roomsOfPosts());
    this.room = derived(
      () => this.myRooms.value.find((room) => room.id === this.#chosenRoom.value) ?? this.myRooms.value[0] ?? null,
    );
  }

  /** Read again at each change that the replica tells of. */
  #derive<T>(read: () => T): ComputedRef<T> {
    return this.#from(() => {
      void this.#tick.value;
      return read();
    });
  }

  /** Made of lists above: anew only when one of them is another list. Five thousand people are not sorted for one visit. */
  #from<T>(read: () => T): ComputedRef<T> {
    const made = this.#scope.run(() => computed(read));
    if (made === undefined) throw new Error('the phone was locked');
    return made;
  }

  readonly #asked = new Map<string, ComputedRef<readonly { id: string }[]>>();

  /** Rows that only some screens look at, such as trips. */
  rowsOf<Row extends { id: string }>(table: Table<Row>): ComputedRef<readonly Row[]> {
    const known = this.#asked.get(table.name) ?? this.#rows(table);
    this.#asked.set(table.name, known);
    // The map is keyed by the table's name: what lies under it are rows of that table.
    return known as ComputedRef<readonly Row[]>;
  }

  #rows<Row extends { id: string }>(table: Table<Row>): ComputedRef<readonly Row[]> {
    return this.#derive(() => this.user.replica.rows(table));
  }

  /** A village's id is no personal data: it may lie in the open, so that the choice is remembered. */
  get #roomKey(): string {
    return `yimi.room.${this.user.me.userId}`;
  }

  /** Somebody's name, also of those who left the list: from one's own records; null if the phone knows none. */
  nameOf(clientId: string): string | null {
    const held = this.peopleById.value.get(clientId);
    return held?.name ?? this.ownVisits.value.find((one) => one.clientId === clientId)?.clientName ?? null;
  }

  chooseRoom(roomId: string): void {
    localStorage.setItem(this.#roomKey, roomId);
    this.#chosenRoom.value = roomId;
  }

  #roomsOfPosts(): { id: string; name: string; stationId: string }[] {
    const active = this.#active.value;
    const inStation = new Set(
      active.flatMap((post) =>
        post.role === 'station-worker' || post.role === 'station-head' ? (post.stationId ?? []) : [],
      ),
    );
    const inRoom = new Set(active.flatMap((post) => (post.role === 'village-worker' ? (post.roomId ?? []) : [])));
    return this.rooms.value
      .filter((room) => room.mergedInto === null && (inStation.has(room.stationId) || inRoom.has(room.id)))
      .sort((one, other) => one.name.localeCompare(other.name, 'zh-CN'));
  }

  /** At once: a visit was saved, or the vault is about to close. */
  keepDrafts(): void {
    this.#draftKeeper.write();
  }

  close(): void {
    this.keepDrafts();
    for (const stop of this.#stop) stop();
    this.#scope.stop();
  }
}
