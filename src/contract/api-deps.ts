import type { AccessDeps } from './access/access-deps.ts'
import type { AccountDetail, AsOfQuery } from './account.ts'
import type { AccountPartDeps } from './account-parts/account-part-deps.ts'
import type { AccountPage, AccountQuery } from './accounts.ts'
import type { Analyses, AnalysisKind } from './analyze/analyses.ts'
import type { BacktestAnswer, BacktestProgress, BacktestRequest } from './backtest.ts'
import type { BandChanges, BandChangesQuery } from './band-changes.ts'
import type { ChangeLog, ChangesQuery } from './changes.ts'
import type {
  ChannelList,
  Confirmed,
  ConfirmRequest,
  DeliveryDetail,
  DeliveryPage,
  DeliveryQuery,
  SuppressionList,
} from './deliveries.ts'
import type { DictionaryQuery, EventDictionary } from './dictionary.ts'
import type { Digest, DigestQuery } from './digest.ts'
import type { DiscoveryAnswer, DiscoveryRequest } from './discovery.ts'
import type { EpisodeNotice, EpisodePage, EpisodeQuery, ReplayQuery } from './episodes.ts'
import type { EventPage, EventQuery, LeftOutQuery, QuarantinePage, QuarantineQuery } from './events.ts'
import type {
  CohortsAnswer,
  CohortsQuery,
  ExperimentList,
  ExperimentRequest,
  ExperimentRow,
  Exposure,
  ExposureRequest,
  UpliftAnswer,
  UpliftQuery,
} from './experiments.ts'
import type { FitAnswer, FitQuery } from './fit.ts'
import type { ForgetDeps } from './forget.ts'
import type { IncidentList } from './incidents.ts'
import type { KeptDeps } from './kept/kept-deps.ts'
import type { KeyRequest, KeyRow, KeyScopeName, NewKeyAnswer } from './keys.ts'
import type { MessageEnded, ProductMessage } from './messages.ts'
import type { MetricAlerts } from './metric-alerts.ts'
import type { MetricWho, MetricWhoQuery } from './metric-who.ts'
import type { FirstMonth, MetricNames, MetricsAnswer, MetricsQuery, MetricTree, TreeQuery } from './metrics.ts'
import type { MergeRequest, MovedAccounts, SplitRequest } from './moved-accounts.ts'
import type { NamesAnswer, NamesRequest } from './names.ts'
import type { MemberPage, MemberQuery, PersonDetail, PersonPage, PersonQuery } from './people.ts'
import type {
  Enrolled,
  EnrolmentList,
  EnrolmentQuery,
  EnrolRequest,
  PauseRequest,
  PlaybookList,
  PlaybookResult,
  PlaybookRow,
  SimulateQuery,
  Simulation,
  TestSendRequest,
  TestSent,
} from './playbooks/playbooks.ts'
import type { PresetComparison } from './preset-comparison.ts'
import type { Pulse, PulseRequest } from './pulse.ts'
import type { RestatementList, RestatementQuery } from './restatements.ts'
import type { SettingChanged, SettingList, SettingQuery, SettingRequest } from './settings.ts'
import type { SignalList } from './signals.ts'
import type { SourceList, SourceName, SyncAnswer, SyncPreview, SyncRequest, UnmatchedList } from './sources.ts'
import type {
  Standing,
  StandingDiscovery,
  StandingDiscoveryQuery,
  StandingSignals,
  StandingWarnings,
} from './standing.ts'
import type { ProductState, StateQuery } from './state.ts'
import type { ServerStatus } from './status.ts'
import type { StorageAnswer } from './storage.ts'
import type { AbsenceRequest, AbsenceRow, Team, Untouched, UntouchedQuery } from './team.ts'
import type { VerdictList } from './verdicts.ts'
import type { WhatIfAnswer, WhatIfRequest } from './what-if.ts'
import type {
  TaskAct,
  TaskRequest,
  TaskRow,
  TasksAbout,
  TasksAboutRequest,
  UndoRequest,
  Worklist,
  WorklistQuery,
} from './worklist.ts'

/**
 * All that the API asks of the program: plain async functions over the wire types. A question about an unknown entity answers null
 * (the API makes it `not_found`); a bad cursor or a day out of range is raised as `bad_argument`.
 */
export type ApiDeps = KeptDeps &
  AccountPartDeps &
  ForgetDeps & {
    readonly listAccounts: (query: AccountQuery) => Promise<AccountPage>
    readonly getAccount: (key: string, query: AsOfQuery) => Promise<AccountDetail | null>
    readonly listMembers: (account: string, query: MemberQuery) => Promise<MemberPage | null>
    readonly listAccountEvents: (account: string, query: EventQuery) => Promise<EventPage | null>
    readonly listPeople: (query: PersonQuery) => Promise<PersonPage>
    readonly getPerson: (key: string, query: AsOfQuery) => Promise<PersonDetail | null>
    readonly listPersonEvents: (person: string, query: EventQuery) => Promise<EventPage | null>
    /** What accounts and people are called now. */
    readonly getNames: (request: NamesRequest) => Promise<NamesAnswer>
    /** What the product itself may know of a user, as of now. null: no such user, or not in that account. */
    readonly getState: (user: string, query: StateQuery) => Promise<ProductState | null>
    /** What the product is to show to a user now. */
    readonly listMessages: (user: string, query: StateQuery) => Promise<ProductMessage[]>
    /** Notes that a user has seen to a message; null: there is none for them. */
    readonly endMessage: (
      asking: { readonly user: string } & StateQuery,
      end: { readonly id: number; readonly what: MessageEnded['ended'] },
    ) => Promise<MessageEnded | null>
    readonly listSignals: () => Promise<SignalList>
    /** The numbers of the business. */
    readonly getMetrics: (query: MetricsQuery, stop: AbortSignal) => Promise<MetricsAnswer>
    readonly listMetricNames: () => Promise<MetricNames>
    /** Who is behind one of them. @throws unknown_name */
    readonly getMetricWho: (metric: string, query: MetricWhoQuery, stop: AbortSignal) => Promise<MetricWho>
    /** The North Star and the metrics that move it. */
    readonly getMetricTree: (query: TreeQuery, stop: AbortSignal) => Promise<MetricTree>
    /** The revenue metrics as several books count them. */
    readonly compareMetrics: (query: TreeQuery, stop: AbortSignal) => Promise<PresetComparison>
    /** What moved, for whom, and whose next step it is. */
    readonly getDigest: (query: DigestQuery, stop: AbortSignal) => Promise<Digest>
    /** Metrics that crossed their thresholds, the newest alert first. */
    readonly listMetricAlerts: () => Promise<MetricAlerts>
    /** Numbers of periods that were over and came out otherwise later. */
    readonly listRestatements: (query: RestatementQuery) => Promise<RestatementList>
    /** The first thirty days of measuring, as a checklist. */
    readonly getFirstMonth: (stop: AbortSignal) => Promise<FirstMonth>
    /** What is to be done today, this week, this month. */
    readonly getWorklist: (query: WorklistQuery) => Promise<Worklist>
    /** From which band to which accounts went within a period. */
    readonly getBandChanges: (query: BandChangesQuery) => Promise<BandChanges>
    readonly getTeam: () => Promise<Team>
    readonly listUntouched: (query: UntouchedQuery) => Promise<Untouched>
    readonly noteAbsence: (request: AbsenceRequest) => Promise<AbsenceRow>
    /** false: there is no such absence. */
    readonly removeAbsence: (id: number) => Promise<boolean>
    /** What people think of accounts today. */
    readonly listPulses: () => Promise<readonly Pulse[]>
    /** `pulse` null: it was taken back; null: there is no such account. */
    readonly sayPulse: (account: string, request: PulseRequest) => Promise<{ readonly pulse: Pulse | null } | null>
    /** The tasks about some accounts, due within 30 days. */
    readonly listTasksAbout: (request: TasksAboutRequest) => Promise<TasksAbout>
    /** The task that one of whose reasons has this id, due within 30 days; null: there is none. */
    readonly getTask: (id: string) => Promise<TaskRow | null>
    readonly actOnTask: (id: string, request: TaskRequest) => Promise<TaskAct | null>
    /** Takes the last act on a task back; null: there is none. */
    readonly undoTask: (id: string, request: UndoRequest) => Promise<TaskAct | null>
    readonly listEpisodes: (query: EpisodeQuery) => Promise<EpisodePage>
    /** The past judged again with the present config; nothing is kept. */
    readonly replayEpisodes: (query: ReplayQuery) => Promise<EpisodePage>
    /** Answers one of the analysis queries, until `stop` says to. */
    readonly analyze: <K extends AnalysisKind>(
      kind: K,
      query: Analyses[K]['query'],
      stop: AbortSignal,
    ) => Promise<Analyses[K]['answer']>
    /** What signals, scores and milestones would have done, and whether they were right; until `stop` says to. */
    readonly backtest: (request: BacktestRequest, stop: AbortSignal) => Promise<BacktestAnswer>
    /** What newcomers did that goes with an outcome; until `stop` says to. */
    readonly discover: (request: DiscoveryRequest, stop: AbortSignal) => Promise<DiscoveryAnswer>
    /** What the past says of the signals, as it stands. */
    readonly getStandingSignals: () => Promise<StandingSignals>
    /** What had warned before customers left, as it stands. */
    readonly getStandingWarnings: () => Promise<StandingWarnings>
    /** Since when all alerts and bands of accounts stand. */
    readonly getStandingHistory: () => Promise<Standing>
    /** What goes with an outcome, as it stands. */
    readonly getStandingDiscovery: (query: StandingDiscoveryQuery) => Promise<StandingDiscovery>
    /** How far a proof under way is. */
    readonly getBacktestProgress: (run: string) => BacktestProgress
    /** What other thresholds of a signal would have meant. */
    readonly whatIf: (request: WhatIfRequest, stop: AbortSignal) => Promise<WhatIfAnswer>
    /** The verdicts that stand, recomputed once a week. */
    readonly listVerdicts: () => Promise<VerdictList>
    /** Recomputes them where this week has none yet. */
    readonly recomputeVerdicts: (stop: AbortSignal) => Promise<VerdictList>
    /** A score fitted to an outcome, with its test on later time; or why there is none. */
    readonly fitScore: (query: FitQuery, stop: AbortSignal) => Promise<FitAnswer>
    /** Settles what an experiment is to find out, before its first exposure. */
    readonly planExperiment: (request: ExperimentRequest, stop: AbortSignal) => Promise<ExperimentRow>
    readonly listExperiments: () => Promise<ExperimentList>
    /** Logs that an account was triggered, and says in which arm it is; null: there is no such account. */
    readonly exposeAccount: (experiment: string, request: ExposureRequest) => Promise<Exposure | null>
    /** Nobody is exposed to it any more; what was shown stays. */
    readonly endExperiment: (experiment: string) => Promise<ExperimentRow>
    /** What an experiment has shown so far. */
    readonly getUplift: (experiment: string, query: UpliftQuery, stop: AbortSignal) => Promise<UpliftAnswer>
    /** Who began before a change against who began after it. */
    readonly compareCohorts: (query: CohortsQuery, stop: AbortSignal) => Promise<CohortsAnswer>
    /** The account becomes part of another. @throws not_found, bad_argument */
    readonly mergeAccount: (account: string, request: MergeRequest) => Promise<MovedAccounts>
    /** People of the account become another one. @throws not_found, bad_argument */
    readonly splitAccount: (account: string, request: SplitRequest) => Promise<MovedAccounts>
    /** Every name under which events came, how it is used, and what is wrong with it. */
    readonly getDictionary: (query: DictionaryQuery, stop: AbortSignal) => Promise<EventDictionary>
    readonly listPlaybooks: () => Promise<PlaybookList>
    readonly listEnrolments: (playbook: string, query: EnrolmentQuery) => Promise<EnrolmentList>
    /** Begins a playbook because a person asks for it. @throws unknown_name, not_found, bad_argument */
    readonly enrolByHand: (playbook: string, request: EnrolRequest) => Promise<Enrolled>
    readonly pausePlaybook: (playbook: string, request: PauseRequest) => Promise<PlaybookRow>
    readonly resumePlaybook: (playbook: string) => Promise<PlaybookRow>
    /** Whether it helps: against those left alone, else before it was there against after. */
    readonly getPlaybookResult: (playbook: string, query: UpliftQuery, stop: AbortSignal) => Promise<PlaybookResult>
    /** What a playbook would have done over days of the past. An aborted `stop` gives it up. */
    readonly simulatePlaybook: (playbook: string, query: SimulateQuery, stop: AbortSignal) => Promise<Simulation>
    /** Puts the messages of a playbook into the outbox for one address. @throws unknown_name, not_found */
    readonly testPlaybook: (playbook: string, request: TestSendRequest) => Promise<TestSent>
    /** Messages that have left or are to leave. */
    readonly listDeliveries: (query: DeliveryQuery) => Promise<DeliveryPage>
    /** One by its number or key; null: there is none. */
    readonly getDelivery: (name: string) => Promise<DeliveryDetail | null>
    /** Tries one again that was given up; `replayed` false: it is not. null: there is none. */
    readonly replayDelivery: (
      name: string,
    ) => Promise<{ readonly replayed: boolean; readonly delivery: DeliveryDetail } | null>
    /** Ends the hold since a restore; null: there is none. */
    readonly confirmDeliveries: (request: ConfirmRequest) => Promise<Confirmed | null>
    readonly listChannels: () => Promise<ChannelList>
    /** false: there is no such channel that is off. */
    readonly enableChannel: (name: string) => Promise<boolean>
    readonly listSuppressions: () => Promise<SuppressionList>
    /** false: it was not suppressed. */
    readonly removeSuppression: (address: string) => Promise<boolean>
    readonly listQuarantine: (query: QuarantineQuery) => Promise<QuarantinePage>
    /** The latest events that count nowhere, or only with care, for one reason. @throws bad_argument */
    readonly listLeftOut: (query: LeftOutQuery) => Promise<EventPage>
    /** What changed in what is judged and in what it is judged by: configurations, incidents, imports, merges. */
    readonly listChanges: (query: ChangesQuery) => Promise<ChangeLog>
    /** Days on which hardly anybody sent an event that signals read. */
    readonly listIncidents: () => Promise<IncidentList>
    readonly getStatus: () => Promise<ServerStatus>
    /** Sends every notice after `after` (null: only new ones), in order. Returns how to stop. */
    readonly subscribeEpisodes: (after: number | null, listener: (notice: EpisodeNotice) => void) => () => void
    /** Tells whenever an answer stands anew. Returns how to stop. */
    readonly subscribeStanding: (listener: () => void) => () => void
    /** What the data folder takes, and how long its parts are kept. */
    readonly getStorage: () => Promise<StorageAnswer>
    /** What can be set over the configuration file. */
    readonly listSettings: (query: SettingQuery) => Promise<SettingList>
    /** Sets it, or takes it back. @throws unknown_name, bad_argument, not_found */
    readonly changeSetting: (request: SettingRequest, by: string) => Promise<SettingChanged>
    /** What is read from elsewhere. */
    readonly listSources: () => Promise<SourceList>
    readonly previewSource: () => Promise<SyncPreview>
    /** Reads a source now; until `stop` says to. */
    readonly syncSource: (source: SourceName, request: SyncRequest, stop: AbortSignal) => Promise<SyncAnswer>
    /** Who pays without being an account. */
    readonly listUnmatched: () => Promise<UnmatchedList>
    /** Who may come in, and what is noted of it. */
    readonly access: AccessDeps
    readonly verifyKey: (secret: string) => Promise<VerifiedKey | null>
    readonly listKeys: () => Promise<readonly KeyRow[]>
    readonly createKey: (request: KeyRequest) => Promise<NewKeyAnswer>
    /** false: there is no such key. */
    readonly revokeKey: (id: string) => Promise<boolean>
  }

/** `who`: whose it is, for the audit log; left out: the key's own id. */
export type VerifiedKey = { readonly id: string; readonly scope: KeyScopeName; readonly who?: string }
