/**
 * The station reads what came in (四眼: nobody their own): most is reviewed, some sent back with a question which its
 * author answers with the next upload, a few rejected, a few left for another day.
 */
import type { Envelope } from '@yimi/protocol';
import type { DayOfWork } from './calendar.ts';
import { windowDays } from './calendar.ts';
import type { Station } from './places.ts';
import type { CountyPlan } from './plan.ts';
import { Random } from './random.ts';
import type { Person } from './staff.ts';
import type { Stamp } from './stamp.ts';
import { questionFor, rejections } from './words/findings.ts';
import type { PlannedVisit } from './year.ts';

interface Paper {
  readonly visit: PlannedVisit;
  state: 'open' | 'questioned' | 'answered';
  answer: string;
}

interface Desk {
  readonly readers: readonly [Person, Person];
  readonly random: Random;
  papers: Paper[];
}

/** From here on the guide's question waits: the last four weeks. */
const toursQuestion = windowDays - 29;

export class Reading {
  readonly #stamp: Stamp;
  readonly #firstRead: number;
  readonly #desks = new Map<Station, Desk>();
  readonly #asked = new Map<Person, Paper[]>();
  readonly #random: Random;

  constructor(plan: CountyPlan, stamp: Stamp) {
    this.#stamp = stamp;
    this.#firstRead = windowDays - plan.scale.reviewedDays;
    this.#random = new Random(`answers ${plan.scale.name}`);
    for (const station of plan.stations) {
      const here = plan.staff.filter((one) => one.station === station && one.lastDay === null);
      const head = here.find((one) => one.role === 'station-head');
      const second = here.find((one) => one.role === 'station-worker');
      if (head === undefined || second === undefined) continue;
      const random = new Random(`reading ${plan.scale.name} ${station.index}`);
      this.#desks.set(station, { readers: [head, second], random, papers: [] });
    }
  }

  take(visit: PlannedVisit): void {
    if (visit.day < this.#firstRead) return;
    this.#desks.get(visit.client.village.station)?.papers.push({ visit, state: 'open', answer: '' });
  }

  /** The head reads, and a colleague what the head wrote. */
  session(work: DayOfWork, at: number): { actorId: string; envelopes: Envelope[] }[] {
    return [...this.#desks.values()].flatMap((desk) => {
      const [head, second] = desk.readers;
      const byHead: Envelope[] = [];
      const bySecond: Envelope[] = [];
      desk.papers = desk.papers.filter((paper) => {
        const envelope = this.#read(desk, paper, work, at);
        if (envelope !== null) (paper.visit.author === head ? bySecond : byHead).push(envelope);
        return envelope === null || paper.state === 'questioned';
      });
      return [
        { actorId: head.userId, envelopes: byHead },
        { actorId: second.userId, envelopes: bySecond },
      ];
    });
  }

  #read(desk: Desk, paper: Paper, work: DayOfWork, at: number): Envelope | null {
    const { visit } = paper;
    const { random } = desk;
    const reviewed = (): Envelope => {
      paper.state = 'open';
      return this.#stamp.reading('services.review-visit', visit, {}, at);
    };
    if (paper.state === 'answered') return reviewed();
    // Whoever asks and hears nothing for a quarter lets it rest.
    if (paper.state === 'questioned') return work.index - visit.day > 170 ? reviewed() : null;
    if (random.chance(0.05) && work.index - visit.day < 40) return null;
    const oneToShow = isGuide(visit.author) && visit.day >= toursQuestion && !this.#waiting(visit.author);
    if (oneToShow || (random.chance(0.021) && !isGuide(visit.author))) {
      const [question, answer] = questionFor(random, visit.needs);
      paper.state = 'questioned';
      paper.answer = answer;
      this.#asked.set(visit.author, [...(this.#asked.get(visit.author) ?? []), paper]);
      return this.#stamp.reading('services.question-visit', visit, { question }, at);
    }
    if (random.chance(0.006))
      return this.#stamp.reading('services.reject-visit', visit, { reason: random.pick(rejections) }, at);
    return reviewed();
  }

  #waiting(author: Person): boolean {
    return (this.#asked.get(author) ?? []).some((paper) => paper.state === 'questioned');
  }

  /** What the author says to the questions that have reached the phone; some wait a while. */
  answers(author: Person, at: number, index: number): Envelope[] {
    const papers = this.#asked.get(author) ?? [];
    // The newest question to the volunteer of the tour is left for the visitor to answer.
    const late = index >= toursQuestion;
    const willing = late ? (isGuide(author) ? 0 : 0.5) : 0.85;
    const now = papers.filter((paper) => paper.state === 'questioned' && this.#random.chance(willing));
    this.#asked.set(
      author,
      papers.filter((paper) => !now.includes(paper)),
    );
    return now.map((paper) => {
      paper.state = 'answered';
      return this.#stamp.reading('services.answer-question', paper.visit, { answer: paper.answer }, at);
    });
  }
}

/** The volunteer whom the README's tour follows. */
function isGuide(person: Person): boolean {
  return person.featured && person.role === 'hamlet-volunteer';
}
