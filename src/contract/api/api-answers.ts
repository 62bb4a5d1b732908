import type { AuditPage } from '../access/audit.ts'
import type { LinkAnswer, LinkMade, RoleChanged, SessionAnswer, TokenList, UserList } from '../access/sign-in.ts'
import type { AccountDetail } from '../account.ts'
import type { AccountFeatures } from '../account-parts/account-features.ts'
import type { AccountLimits } from '../account-parts/account-limits.ts'
import type { AccountOutreach } from '../account-parts/account-outreach.ts'
import type { AccountPayments } from '../account-parts/account-payments.ts'
import type { AccountPage } from '../accounts.ts'
import type { Analyses, AnalysisKind } from '../analyze/analyses.ts'
import type { BacktestAnswer, BacktestProgress } from '../backtest.ts'
import type { BandChanges } from '../band-changes.ts'
import type { ChangeLog } from '../changes.ts'
import type { ChannelList, Confirmed, DeliveryDetail, DeliveryPage, SuppressionList } from '../deliveries.ts'
import type { EventDictionary } from '../dictionary.ts'
import type { Digest } from '../digest.ts'
import type { DiscoveryAnswer } from '../discovery.ts'
import type { EpisodePage } from '../episodes.ts'
import type { EventPage, QuarantinePage } from '../events.ts'
import type { CohortsAnswer, ExperimentList, ExperimentRow, Exposure, UpliftAnswer } from '../experiments.ts'
import type { FitAnswer } from '../fit.ts'
import type { Forgetting } from '../forget.ts'
import type { IncidentList } from '../incidents.ts'
import type { AccountNote, AccountNoteList } from '../kept/account-notes.ts'
import type { KeptAbout } from '../kept/kept-about.ts'
import type { ReleaseRow } from '../kept/releases.ts'
import type { SavedView, SavedViewList } from '../kept/saved-views.ts'
import type { KeyList, NewKeyAnswer } from '../keys.ts'
import type { MetricAlerts } from '../metric-alerts.ts'
import type { MetricWho } from '../metric-who.ts'
import type { FirstMonth, MetricNames, MetricsAnswer, MetricTree } from '../metrics.ts'
import type { MovedAccounts } from '../moved-accounts.ts'
import type { NamesAnswer } from '../names.ts'
import type { MemberPage, PersonDetail, PersonPage } from '../people.ts'
import type {
  Enrolled,
  EnrolmentList,
  PlaybookList,
  PlaybookResult,
  PlaybookRow,
  Simulation,
  TestSent,
} from '../playbooks/playbooks.ts'
import type { PresetComparison } from '../preset-comparison.ts'
import type { PulseAnswer, PulseList } from '../pulse.ts'
import type { RestatementList } from '../restatements.ts'
import type { SettingChanged, SettingList } from '../settings.ts'
import type { SignalList } from '../signals.ts'
import type { SourceList, SyncAnswer, SyncPreview, UnmatchedList } from '../sources.ts'
import type { Standing, StandingDiscovery, StandingSignals, StandingWarnings } from '../standing.ts'
import type { ProductState } from '../state.ts'
import type { ServerStatus } from '../status.ts'
import type { StorageAnswer } from '../storage.ts'
import type { AbsenceRow, Team, Untouched } from '../team.ts'
import type { VerdictList } from '../verdicts.ts'
import type { WhatIfAnswer } from '../what-if.ts'
import type { TaskAct, TaskRow, TasksAbout, Worklist } from '../worklist.ts'

/** What is no JSON: a file, or a stream. */
type Sent = unknown
/** What is answered with nothing. */
type Done = unknown

/**
 * What each route of the API answers, by its method and its path under /api/v1. The server's handlers give these, and whoever asks
 * gets them by naming the path (`ApiAnswer`): an answer is never named beside it.
 */
export type ApiAnswers = {
  'GET /accounts': AccountPage
  'GET /accounts.csv': Sent
  'GET /accounts/:key': AccountDetail
  'GET /accounts/:key/outreach': AccountOutreach
  'GET /accounts/:key/limits': AccountLimits
  'GET /accounts/:key/features': AccountFeatures
  'GET /accounts/:key/payments': AccountPayments
  'GET /accounts/:key/members': MemberPage
  'GET /accounts/:key/events': EventPage
  'POST /accounts/:key/merge': MovedAccounts
  'POST /accounts/:key/split': MovedAccounts
  'POST /forgettings': Forgetting
  'GET /forgettings/:ticket': Forgetting
  'GET /people': PersonPage
  'GET /people/:key': PersonDetail
  'GET /people/:key/state': ProductState
  'GET /people/:key/events': EventPage
  'POST /names': NamesAnswer
  'GET /signals': SignalList
  'GET /episodes': EpisodePage
  'GET /episodes/stream': Sent
  'GET /replay': EpisodePage
  'GET /today': Worklist
  'GET /bands': BandChanges
  'GET /team': Team
  'GET /team/untouched': Untouched
  'POST /absences': AbsenceRow
  'DELETE /absences/:id': Done
  'GET /pulses': PulseList
  'POST /accounts/:key/pulse': PulseAnswer
  'GET /tasks/:id': TaskRow
  'POST /tasks/about': TasksAbout
  'POST /tasks/:id/done': TaskAct
  'POST /tasks/:id/snooze': TaskAct
  'POST /tasks/:id/dismiss': TaskAct
  'POST /tasks/:id/undo': TaskAct
  'GET /sources': SourceList
  'GET /sources/postgres/preview': SyncPreview
  'POST /sources/:source/sync': SyncAnswer
  'GET /sources/stripe/unmatched': UnmatchedList
  'GET /events': EventDictionary
  'GET /quarantine': QuarantinePage
  'GET /left-out': EventPage
  'GET /incidents': IncidentList
  'GET /changes': ChangeLog
  'GET /storage': StorageAnswer
  'GET /status': ServerStatus
  'GET /keys': KeyList
  'POST /keys': NewKeyAnswer
  'DELETE /keys/:id': Done
  'GET /session': SessionAnswer
  'POST /session': SessionAnswer
  'POST /session/demo': SessionAnswer
  'DELETE /session': Done
  'POST /links/look': LinkAnswer
  'POST /links/accept': SessionAnswer
  'POST /me/password': SessionAnswer
  'DELETE /me/sessions': Done
  'GET /me/tokens': TokenList
  'POST /me/tokens': NewKeyAnswer
  'DELETE /me/tokens/:id': Done
  'GET /users': UserList
  'POST /users': LinkMade
  'DELETE /invitations/:id': Done
  'POST /users/:id/reset': LinkMade
  'POST /users/:id/role': RoleChanged
  'DELETE /users/:id': Done
  'GET /audit': AuditPage
  'GET /settings': SettingList
  'POST /settings': SettingChanged
  'GET /views': SavedViewList
  'POST /views': SavedView
  'DELETE /views/:id': Done
  'GET /accounts/:key/notes': AccountNoteList
  'GET /people/:key/kept': KeptAbout
  'POST /accounts/:key/notes': AccountNote
  'DELETE /notes/:id': Done
  'POST /releases': ReleaseRow
  'DELETE /releases/:id': Done
  'GET /metrics': MetricsAnswer
  'GET /metrics/names': MetricNames
  'GET /metrics/tree': MetricTree
  'GET /metrics/compare': PresetComparison
  'GET /metrics/:id/who': MetricWho
  'GET /digest': Digest
  'GET /metrics/alerts': MetricAlerts
  'GET /metrics/restatements': RestatementList
  'GET /metrics/first-month': FirstMonth
  'POST /backtest': BacktestAnswer
  'GET /standing/signals': StandingSignals
  'GET /standing/discovery': StandingDiscovery
  'GET /standing/history': Standing
  'GET /standing/warnings': StandingWarnings
  'POST /discover': DiscoveryAnswer
  'GET /discover': DiscoveryAnswer
  'GET /fit': FitAnswer
  'GET /backtest/progress': BacktestProgress
  'POST /what-if': WhatIfAnswer
  'GET /verdicts': VerdictList
  'POST /verdicts': VerdictList
  'GET /experiments': ExperimentList
  'POST /experiments': ExperimentRow
  'GET /experiments/:name': UpliftAnswer
  'POST /experiments/:name/exposures': Exposure
  'POST /experiments/:name/end': ExperimentRow
  'GET /cohorts/before-after': CohortsAnswer
  'GET /deliveries': DeliveryPage
  'GET /deliveries/:id': DeliveryDetail
  'POST /deliveries/:id/replay': DeliveryDetail
  'POST /deliveries/confirm': Confirmed
  'GET /channels': ChannelList
  'POST /channels/:name/enable': Done
  'GET /suppressions': SuppressionList
  'DELETE /suppressions/:address': Done
  'GET /playbooks': PlaybookList
  'GET /playbooks/:name/enrolments': EnrolmentList
  'GET /playbooks/:name/result': PlaybookResult
  'GET /playbooks/:name/simulation': Simulation
  'POST /playbooks/:name/enrolments': Enrolled
  'POST /playbooks/:name/pause': PlaybookRow
  'POST /playbooks/:name/resume': PlaybookRow
  'POST /playbooks/:name/test': TestSent
  /** Any other kind is refused. */
  'POST /analyze/:kind': Done
} & { [K in AnalysisKind as `POST /analyze/${K}`]: Analyses[K]['answer'] }

export type ApiMethod = 'GET' | 'POST' | 'DELETE'

/** The paths under which a method has a route. */
export type ApiPath<M extends ApiMethod> = keyof ApiAnswers extends infer K
  ? K extends `${M} ${infer P}`
    ? P
    : never
  : never

export type ApiAnswer<M extends ApiMethod, P extends ApiPath<M>> = ApiAnswers[`${M} ${P}` & keyof ApiAnswers]

/** What stands in a path with a colon. */
export type PathParameter<P extends string> = P extends `${string}/:${infer Name}/${infer Rest}`
  ? Name | PathParameter<`/${Rest}`>
  : P extends `${string}/:${infer Name}`
    ? Name
    : never
