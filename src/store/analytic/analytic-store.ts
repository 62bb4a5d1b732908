import type { FactKey } from '../../config/fact-key.ts'
import type { Measure } from '../../config/model.ts'
import type { Day, Millis } from '../../core/time.ts'
import type { ControlHeader, PositionVector } from '../log/log-record.ts'
import type { Sql } from '../sql.ts'
import type { AttributionMove } from './attribution-move.ts'
import type { AttributionPart } from './attribution-rows.ts'
import type { CountsOfAll } from './counts-of-all.ts'
import type { Dialect } from './dialect.ts'
import type { AttributedColumns, EventColumns } from './event-columns.ts'
import type { Reason, RefusedMessage, SubscriptionMessage, TraitValue } from './message.ts'
import type { NoAccountReason } from './no-account-reason.ts'
import type { AccountTimeline, DayRange, EventRow, FactBlock, FactColumn, PersonRows, TimelineNeeds } from './rows.ts'

/** One stretch of one log, ready to be stored in one transaction. Keys are text; the store turns them into its integers. */
export type ApplyBatch = {
  readonly log: string
  readonly after: number
  readonly upTo: number
  readonly events: AttributedColumns
  readonly links: readonly {
    readonly n: number
    readonly actor: string
    readonly person: string
    readonly knownAt: Millis
  }[]
  readonly memberships: readonly {
    readonly n: number
    readonly account: string
    readonly person: string
    readonly from: Millis
    readonly to: Millis | null
    readonly knownAt: Millis
    readonly role: string | null
  }[]
  readonly traits: readonly {
    readonly n: number
    readonly of: 'account' | 'person'
    readonly subject: string
    readonly key: string
    readonly value: TraitValue
    readonly from: Millis
    readonly knownAt: Millis
  }[]
  readonly subscriptions: readonly SubscriptionMessage[]
  readonly moves: readonly AttributionMove[]
  readonly refused: readonly RefusedMessage[]
  readonly controls: readonly ControlHeader[]
}

/** What tells an event from a copy of another. */
export type EventIds = Pick<EventColumns, 'rows' | 'ts' | 'hash' | 'source' | 'messageId'>

export type ApplyOutcome = {
  readonly kept: number
  readonly duplicates: number
  /** Accounts (dictionary ids) whose members, traits, joins, subscriptions or first sight changed: what was read of their timelines is old. */
  readonly retimed: Int32Array
}

export type FactScan = {
  /** Account ids; null: all that have facts. */
  readonly accounts: Int32Array | null
  readonly days: DayRange
  /** Leave out rows known later than this day (a truncated past); null: all. */
  readonly knownUpTo: Day | null
  /** Only these facts; null: all. */
  readonly facts: readonly FactKey[] | null
  readonly columns: readonly FactColumn[]
}

/** A surviving actor with every actor that was joined to it. */
export type PersonGroup = Pick<PersonRows, 'person' | 'actors'>

export type PersonScan = Omit<FactScan, 'accounts'> & {
  /** Ascending by person; null: everybody, those without facts too. */
  readonly persons: readonly PersonGroup[] | null
  /** Persons are those of that day: joins that became known later are not seen; absent: all are. */
  readonly joinedUpTo?: Day
}

export type PersonGrouping = {
  /** Joins that became known later are not seen; null: all are. */
  readonly joinedUpTo: Day | null
  /** A range of ids, inclusive: who survives within it. Or actors, whoever they are. */
  readonly whose: { readonly from: number; readonly to: number } | { readonly actors: ArrayLike<number> }
}

export type EventScan = {
  readonly accounts: Int32Array | null
  /** Only what these actors did, each event once and in order of the log whatever its account (0: none); absent: see `accounts`. */
  readonly actors?: readonly number[] | null
  /** Also what the rules of exclusion leave out; absent: not. */
  readonly withExcluded?: boolean
  readonly names: readonly string[] | null
  /**
   * By known day (judging), or by local day of `ts` (evidence), inclusive. By known day an event belongs where it was first applied, and
   * comes again in each account it moved to, at the move's position and time.
   */
  readonly by: 'known' | 'happened'
  readonly days: DayRange
  /** Of the days only these; absent: all. */
  readonly among?: readonly Day[]
  /** Latest first and at most so many; null: all, in order of the log. */
  readonly latest: number | null
}

/** A statement over the tables of the store, and small tables that go with it. `stop` ends it wherever it is: its reason is raised. `gathered`: of many rows that a filter leaves of more, the engine holds all first, so that blocks come full, in half the time of as many small ones. */
export type ReportQuery = {
  readonly statement: Sql
  /** Whatever was at this instant or later changes nothing in the answer; left out: it may. */
  readonly upTo?: Millis
  readonly given?: readonly GivenTable[]
  readonly stop?: AbortSignal
  readonly gathered?: boolean
}

/** Tables whose rows say what happened and what was known; what reports read. */
export const CHANGING_TABLES = ['event', 'link', 'membership', 'trait', 'subscription', 'control'] as const
export type ChangingTable = (typeof CHANGING_TABLES)[number]

/** Rows handed to a statement as a table; NaN and null become NULL. */
export type GivenTable = {
  readonly name: string
  readonly rows: number
  readonly columns: readonly {
    readonly name: string
    readonly data:
      | { readonly kind: 'int' | 'bigint' | 'double'; readonly values: ArrayLike<number> }
      | { readonly kind: 'text'; readonly values: readonly (string | null)[] }
  }[]
}

/** Some rows of an answer by column. Numbers must be INTEGER or DOUBLE without NULL, and are valid until the next block. */
export type ReportBlock = {
  readonly rows: number
  readonly numbers: (column: number) => Int32Array | Float64Array
  readonly texts: (column: number) => readonly (string | null)[]
}

/** The days on which an event of an account, or of an actor, became known otherwise than as it happened. */
export type Unusual = { readonly accounts: DaysOf; readonly actors: DaysOf }
/** Of one account, of some actors, or of all. */
export type Whose = { readonly account: number } | { readonly actors: readonly number[] } | 'all'
type DaysOf = ReadonlyMap<number, ReadonlySet<Day>>
/** Events of a log count as imported when they became known after the day: what it brought of days up to then is the history that live judgement began from. */
export type ImportedAfter = { readonly log: string; readonly day: Day }

/** A merge or a split of accounts, as one of them sees it. */
export type WholeMove = {
  readonly account: number
  readonly log: string
  readonly n: number
  readonly knownAt: Millis
  readonly day: Day
}

/** Dense integers ↔ keys. Ids are given in order of first appearance and never change; 0 is "none". */
export type Dictionary = {
  readonly idOf: (key: string) => number | undefined
  readonly keyOf: (id: number) => string
  /** The last id that is stored. */
  readonly size: () => number
}

/** Refused messages, latest first: `limit` of them after `offset`, of one reason or (null) of all. */
export type QuarantineSlice = { readonly limit: number; readonly offset: number; readonly reason: Reason | null }

export type StoredQuarantine = RefusedMessage & { readonly log: string }

/** Facts that became known by one log, in ascending order of the day they are of. */
export type FactsOfLog = { readonly log: string; readonly block: FactBlock }

/**
 * Events, facts, links, memberships, traits, subscriptions of one project. Two engines implement it; nothing above `store/` knows which.
 * Reads see whole applied batches only.
 */
export type AnalyticStore = CountsOfAll & {
  readonly dictionary: { readonly account: Dictionary; readonly actor: Dictionary; readonly fact: Dictionary }
  /** Last applied position of each log. */
  readonly applied: () => PositionVector
  /** Reads into memory what applying and judging the next batches look up there; the first of them would wait for it otherwise. */
  readonly readAhead: () => Promise<void>
  /**
   * What had become known about an account on a day before the last batch of the log was applied: its facts of that known day, added up, by the log they came by.
   * null: they do not tell all (something came late, or moved), or are not at hand.
   */
  readonly factsBefore: (of: {
    readonly day: Day
    readonly log: string
    readonly account: number
  }) => readonly FactsOfLog[] | null
  /** Which of these events are copies of one stored, or of an earlier one in the list (same source and messageId within 30 days of each other). */
  readonly findDuplicates: (events: EventIds) => Promise<Uint8Array>
  /** Stores a batch and its position in one transaction. A batch at or below the applied position is ignored. Events must be free of duplicates. */
  readonly apply: (batch: ApplyBatch) => Promise<ApplyOutcome>
  /** A block is good until the next one is asked for. */
  readonly scanFacts: (scan: FactScan) => AsyncIterable<FactBlock>
  /**
   * Facts that may be of an account: of members who belonged to another one too, and did not say which they meant. In ascending order of the account, each whole
   * in one block; a row comes once for each account that it may be of.
   */
  readonly scanUnclaimed: (scan: FactScan) => AsyncIterable<FactBlock>
  /** The second pass: facts and timelines person by person, in ascending order of the surviving actor. */
  readonly groupPersons: (of: PersonGrouping) => Promise<readonly PersonGroup[]>
  readonly scanPersons: (scan: PersonScan) => AsyncIterable<PersonRows>
  readonly scanEvents: (scan: EventScan) => AsyncIterable<readonly EventRow[]>
  /** To whom something became known on the days more than a day late, by an import, or by a move. */
  readonly findUnusual: (of: {
    readonly days: DayRange
    readonly imports: readonly ImportedAfter[]
    readonly whose: Whose
  }) => Promise<Unusual>
  /** Merges and splits of accounts that became known on the days. */
  readonly findWholeMoves: (days: DayRange) => Promise<readonly WholeMove[]>
  /** Timelines of the given accounts in ascending id order; null: all, streamed in blocks. Without `needs` they are whole. */
  readonly scanTimelines: (
    accounts: Int32Array | null,
    needs?: TimelineNeeds,
  ) => AsyncIterable<readonly AccountTimeline[]>
  /** How SQL of reports is said to this engine. */
  readonly dialect: Dialect
  /** Answers a statement of `src/reports` on one committed state, in blocks. */
  readonly report: (query: ReportQuery) => AsyncIterable<ReportBlock>
  /** How many batches were stored since the store was opened. */
  readonly batches: () => number
  /** The number of the last of these batches that changed something about what was before an instant, or, of events, what they count as; 0: none did. */
  readonly lastChange: (table: ChangingTable, before: Millis) => number
  /** The number of the last of these batches that may have changed the facts or the timeline of an account; 0: none did. */
  readonly lastChangeOf: (account: number) => number
  /**
   * The number of the last of these batches that changed events stored before it, and of the last time that all tables were filled anew; 0: there was none. What was
   * added up of events goes on with those stored since, by their `seq`, as long as `rewritten` stays.
   */
  readonly rewrites: () => { readonly rewritten: number; readonly refilled: number }
  /** Computes the facts of measures that are not there yet, from the stored events, with the events' known days. */
  readonly backfillMeasures: (measures: readonly Measure[]) => Promise<void>
  /** Merges the closed days' runs into the base, sorted by (account, day), when they exceed 5 % of it (or `force`). */
  readonly compact: (options?: { readonly force?: boolean }) => Promise<void>
  /** Seals the applied messages of arrival days up to `day` into Parquet archives. */
  readonly archive: (upToDay: Day) => Promise<Archived>
  /** Throws away what is derived and computes it again from the archives (then the caller re-applies the log past `applied()`). */
  readonly rebuild: (progress?: (done: number, total: number) => void) => Promise<{ readonly events: number }>
  /** What the state of attribution is made of again at start. */
  readonly readAttribution: () => AsyncIterable<AttributionPart>
  readonly writeReference: (rows: readonly ReferenceRow[]) => Promise<void>
  readonly readReference: (day: Day) => Promise<readonly ReferenceRow[]>
  /** Adds accounts to the frame of a closed day. */
  readonly writeFrame: (rows: FrameRows) => Promise<void>
  /** Takes from the frame of a day all but these entities, those up to an id and others: what a close that did not get to its end left behind. */
  readonly trimFrame: (of: Pick<FrameRows, 'day' | 'configHash'>, kept: KeptEntities) => Promise<void>
  readonly quarantine: (page: QuarantineSlice) => Promise<readonly StoredQuarantine[]>
  /** How many messages were refused, by reason. */
  readonly countQuarantine: () => Promise<ReadonlyMap<Reason, number>>
  readonly counts: () => Promise<StoreCounts>
  readonly close: () => Promise<void>
}

/** What was sealed by this call, and up to which position of each log everything is sealed now. */
export type Archived = { readonly files: readonly string[]; readonly events: number; readonly sealed: PositionVector }

/** Closed-day distribution of a quantity among accounts of a segment value: ascending quantile points, exact when there are few. */
export type ReferenceRow = {
  readonly day: Day
  readonly segment: string
  readonly quantity: string
  readonly n: number
  readonly points: Float64Array
}

export type KeptEntities = { readonly upTo: number; readonly others: Int32Array }

/** Judged values of some entities on one closed day: derived, rebuildable, joined by reports. Row by row: `value[i]` is that of `quantity[i]` for `entity[i]`. */
export type FrameRows = {
  readonly day: Day
  readonly configHash: string
  readonly quantity: readonly string[]
  readonly entity: Int32Array
  readonly value: Float64Array
  readonly band: readonly (string | null)[] | null
}

export type StoreCounts = {
  readonly events: number
  readonly facts: number
  readonly accounts: number
  readonly persons: number
  readonly quarantined: number
  readonly excluded: number
  /** Of imports that do not say when an event arrived: it counts as known when it happened. */
  readonly arrivalAssumed: number
  readonly withoutAccount: Readonly<Record<NoAccountReason, number>>
  /** Accounts whose members did something without saying for which of their accounts, and how many such events there are; the most first, at most ten. */
  readonly unclaimed: readonly { readonly account: number; readonly events: number }[]
  /** Of the accounts with events in the last 28 days of events those that have no member now: how many, and the ten that did most. */
  readonly memberless: { readonly accounts: number; readonly of: number; readonly most: readonly number[] }
  readonly firstTs: Millis | null
  readonly lastTs: Millis | null
  readonly warnings: Readonly<Record<string, number>>
}
