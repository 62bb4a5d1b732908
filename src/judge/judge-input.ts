import type { FactKey } from '../config/fact-key.ts'
import type { Model, Rule } from '../config/model.ts'
import type { Day, Millis } from '../core/time.ts'
import type { Cause, Compared, Evidence } from '../core/transition.ts'
import type { Entity, PersonEntity } from '../fold/entity.ts'
import type { FoldInput } from '../fold/fold-input.ts'
import type { PersonFoldInput } from '../fold/fold-person.ts'
import type { FoldSpace } from '../fold/fold-space.ts'
import type { RowSpan } from '../fold/people/join-rows.ts'
import type { FactsOfLog } from '../store/analytic/analytic-store.ts'
import type { EventRow } from '../store/analytic/rows.ts'
import type { SignalState } from './signal-state.ts'
import type { Change } from './step-signal.ts'

/** An account with its members is judged over its rows, a person over theirs. */
export type JudgeInput = JudgeInputOf<FoldInput> & {
  /** null or absent: whatever the members did names its account. */
  readonly unclaimed?: Unclaimed | null
}
export type PersonJudgeInput = JudgeInputOf<PersonFoldInput>
export type AnyJudgeInput = JudgeInput | PersonJudgeInput

/** What may be of the account: of members who did not say for which of their accounts. With buffers of the plan, for folding beside the account. */
export type Unclaimed = RowSpan & { readonly space: FoldSpace }

type JudgeInputOf<Fold extends FoldInput | PersonFoldInput> = {
  readonly model: Model
  /** The rows and the days to judge; its `view` is the decision view wherever something may be sent. */
  readonly fold: Fold
  /** Buffers of their own for judging within a day; null when no event signal exists. */
  readonly momentSpace: FoldSpace | null
  /** States before the first judged day; undefined: default. `person` null: the account's. */
  readonly stateOf: (signal: string, person: number | null) => SignalState | undefined
  /** All events known on the days on which an event of an event signal became known, in order of the log. */
  readonly events: readonly EventRow[]
  /** Whether an event was judged before: its day is judged in several goes while it is open. Absent: none was. */
  readonly judged?: ((event: EventRow) => boolean) | undefined
  readonly factId: (key: FactKey) => number | undefined
  readonly actorKey: (id: number) => string
  /** Judge only the events: the day is not over. */
  readonly dayOpen?: boolean
  /** The states are those of the close before the first judged day, and tell what was reached until then. */
  readonly goesOn?: boolean
  /** What became known on the open day before these events, added up; it stands in the rows too. Absent: the events are all of the day, and rows known on it are left out. */
  readonly earlier?: readonly FactsOfLog[] | undefined
}

/** A change of a rule's state with what explains it. `person` null: of the account. The run layer adds names, config hash and cause. */
export type JudgedTransition = {
  readonly signal: Rule
  readonly person: number | null
  readonly what: Change
  readonly ordinal: number
  /** The triggering event's time, or the close of the judged day. */
  readonly at: Millis
  readonly asOf: Day
  readonly position: { readonly log: string; readonly n: number } | null
  readonly values: readonly Compared[]
  /** Found in the account's rows when first read: before the next account is judged. */
  readonly evidence: readonly Evidence[]
  /** Absent: to be decided. Where two became one it is known at once. */
  readonly cause?: Cause
}

export type JudgedState = {
  /** As in `stateName`. */
  readonly signal: string
  readonly person: number | null
  readonly state: SignalState | null
}

export type SignalCase = {
  readonly signal: Rule
  readonly entity: Entity | PersonEntity
  /** The entity with all that is unclaimed; null: nothing is. */
  readonly claimed: Entity | null
  readonly state: SignalState
}
export type SignalOutcome = {
  readonly state: SignalState
  readonly open: Uint8Array
  readonly transitions: readonly JudgedTransition[]
}
