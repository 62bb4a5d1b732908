import type { Model } from '../config/model.ts'
import type { Clock, Day, Millis, Zone } from '../core/time.ts'
import type { FoldPlan } from '../fold/plan/fold-plan.ts'
import type { AnalyticStore } from '../store/analytic/analytic-store.ts'
import type { AccountTimeline } from '../store/analytic/rows.ts'
import type { CommittedTransition } from '../store/control/commit-judgement.ts'
import type { ControlStore } from '../store/control/open-control-store.ts'
import type { Applier } from './apply/apply-logs.ts'
import type { LiveLog } from './apply/live-log.ts'
import type { ConfigInForce } from './config-in-force.ts'
import type { DataFolder } from './data-folder.ts'
import type { DayClose } from './decide/day-close.ts'
import type { JudgedMerge } from './decide/judged-merges.ts'
import type { HistoryStep } from './history-step.ts'
import type { KeptReference } from './kept-reference.ts'
import type { KeptInputs } from './read/accounts/kept-inputs.ts'
import type { KeptJudged } from './read/accounts/kept-judged.ts'
import type { KeptRows } from './read/accounts/kept-rows.ts'
import type { KeptAnswers } from './read/keep-answers.ts'
import type { KeptNames } from './read/names/kept-names.ts'
import type { Visits } from './read/note-visit.ts'
import type { StandingWork } from './standing-work.ts'

/** What was read of all accounts that a proof has to read. */
export type ProvingState = { done: number; total: number }

/** An opened data folder. What is readonly stays for its life; the rest moves on with the log. */
export type Project = {
  readonly folder: DataFolder
  readonly clock: Clock
  readonly zone: Zone
  readonly version: string
  readonly demo: boolean
  /** How many threads judge a long past, this one among them. */
  readonly threads: number
  readonly store: AnalyticStore
  readonly control: ControlStore
  readonly applier: Applier
  readonly live: LiveLog
  /** Told in one line what was found, mended or changed. */
  readonly say: (line: string) => void
  /** Told how far a history is that is judged, until the project is up to date for the first time. */
  progress: (step: HistoryStep) => void
  /** Told of every committed judgement, in order. */
  readonly listeners: Set<(transitions: readonly CommittedTransition[]) => void>
  /** Accounts that others took in, as far as judged. */
  readonly merges: JudgedMerge[]
  /** Something was applied that is not judged yet: at start, or because judging it failed. */
  judgingIsBehind: boolean
  /** Timelines of the accounts judged lately, by account id, the oldest first: the parts that judging within a day asks for. */
  readonly hot: Map<number, AccountTimeline>
  /** What all accounts together say about closed days, for the pages that ask; with the plan it goes. */
  readonly references: WeakMap<FoldPlan, KeptReference>
  /** What was read of accounts for their pages. */
  readonly inputs: KeptInputs
  /** What was judged of accounts for their pages. */
  readonly pages: KeptJudged
  /** Answers of analyses and metrics that may still hold. */
  readonly answers: KeptAnswers
  /** Whether anybody has looked since it was opened. */
  readonly visits: Visits
  /** The accounts as of the last close. */
  readonly rows: KeptRows
  /** What was counted of event names so far. */
  readonly names: KeptNames
  /** The configuration file, without the overrides. */
  readonly file: Model
  /** Proofs under way, by the name under which whoever asked wants to know how far they are. */
  readonly proving: Map<string, ProvingState>
  readonly standing: StandingWork
  config: ConfigInForce
  /** What comes into force at a record of the log that is not judged yet. */
  next: Model | null
  /** The last override that was looked at. */
  overridesSeen: number
  /** Last judged day close; null before the first. */
  judgedDay: Day | null
  /** The close of the days behind that one, while it is under way. */
  closing: DayClose | null
  state: 'ready' | 'catching_up' | 'importing'
  /** When the last applied message arrived; null before the first. */
  lastArrival: Millis | null
  /** Grows whenever closed days changed as a whole: an import, a config. */
  seeded: number
}
