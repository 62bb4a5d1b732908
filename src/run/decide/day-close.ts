import type { Reference } from '../../fold/entity.ts'
import type { AccountTimeline, DayRange } from '../../store/analytic/rows.ts'
import type { Planned } from '../planned.ts'
import type { LearnOf } from './decide-causes.ts'
import type { JudgedOne } from './judge-accounts.ts'
import type { JudgedPersonOne } from './judge-persons.ts'

/** A day close under way: its accounts, and then the persons across them, are judged in any order, each once, and committed a few at a time. */
export type DayClose = {
  readonly days: DayRange
  /** Accounts that were known when it began: those with a higher id came later, and there is nothing to close for them. */
  readonly accounts: number
  /** The same of actors. */
  readonly actors: number
  /** Planned for this alone: ticks fold between two accounts of it, in buffers of their own. */
  readonly planned: Planned
  /** What became known on the days, read once for all its pieces. */
  readonly learn: LearnOf
  /** Timelines of accounts that may be closed before their turn: other parts than ticks ask for. */
  readonly hot: Map<number, AccountTimeline>
  /** Every account up to this id is closed: its judgement is committed. */
  reached: number
  /** Ids of accounts that were closed before their turn. */
  readonly closed: Set<number>
  /** Ids that closed persons went by on the days. */
  readonly closedPersons: Set<number>
  /** Of the days being closed; null: not worked out yet. */
  reference: Reference | null
  /** The way through the accounts, as far as it got; null: not begun, or broken off. */
  walk: CloseWalk<WalkStep> | null
  /** The last account is closed: what is left are persons. */
  accountsDone: boolean
  /** The way through the persons. */
  personWalk: CloseWalk<JudgedPersonOne> | null
}

/** null: an account was folded for the references; nothing is judged by that. */
export type WalkStep = JudgedOne | null

export type CloseWalk<T> = {
  readonly steps: AsyncGenerator<T>
  /** The step that is being worked out while something else goes on. */
  next: Promise<IteratorResult<T>> | null
}
