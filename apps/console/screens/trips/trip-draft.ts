/** The module's drafts of trips over what the desk's board holds. */
import type { DraftAround, Hours, Proposal, TripDraft, TripRule } from '@yimi/services';
import { commandOfDraft, hoursOfDraft, placeOf, waysOf } from '@yimi/services';
import { newId } from '../../core/send.ts';
import type { TripBoard } from './trip-api.ts';

export function draftOfProposal({ day, memberIds, stops }: Proposal, { seats, leaveAt, backBy }: TripRule): TripDraft {
  return {
    tripId: newId(),
    revision: null,
    day,
    memberIds,
    car: 'station',
    ...{ seats, leaveAt, backBy },
    stops: stops.map(({ roomId, clientIds, errandIds }) => ({ stopId: newId(), roomId, clientIds, errandIds })),
    supplies: [],
    note: '',
  };
}

function aroundOf(board: TripBoard): DraftAround {
  const facts = new Map(board.facts.map((one) => [one.id, one]));
  const places = board.rooms.map((room) => placeOf(room, facts.get(room.id)));
  return {
    stationId: board.stationId,
    ways: waysOf(board.stationId, places, board.drives),
    rule: board.rule,
    pairs: new Set(board.people.filter((one) => one.pairReason !== null).map((one) => one.id)),
  };
}

export function hoursOf(board: TripBoard, draft: TripDraft): Hours {
  return hoursOfDraft(aroundOf(board), draft);
}

export function commandOf(board: TripBoard, draft: TripDraft) {
  return commandOfDraft(aroundOf(board), draft);
}
