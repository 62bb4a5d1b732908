import type { z } from 'zod'
import type { AuditQuery } from '../access/audit.ts'
import type {
  AcceptRequest,
  InviteRequest,
  LinkRequest,
  PasswordRequest,
  RoleRequest,
  SignInRequest,
  TokenRequest,
} from '../access/sign-in.ts'
import type { AsOfQuery } from '../account.ts'
import type { AsOfDay } from '../account-parts/account-outreach.ts'
import type { AccountExportQuery, AccountQuery } from '../accounts.ts'
import type { ANALYSES, AnalysisKind } from '../analyze/analyses.ts'
import type { BacktestProgressQuery, BacktestRequest } from '../backtest.ts'
import type { BandChangesQuery } from '../band-changes.ts'
import type { ChangesQuery } from '../changes.ts'
import type { ConfirmRequest, DeliveryQuery } from '../deliveries.ts'
import type { DictionaryQuery } from '../dictionary.ts'
import type { DigestQuery } from '../digest.ts'
import type { DiscoveryQuery, DiscoveryRequest } from '../discovery.ts'
import type { EpisodeQuery, ReplayQuery } from '../episodes.ts'
import type { EventQuery, LeftOutQuery, QuarantineQuery } from '../events.ts'
import type { CohortsQuery, ExperimentRequest, ExposureRequest, UpliftQuery } from '../experiments.ts'
import type { FitQuery } from '../fit.ts'
import type { ForgetRequest } from '../forget.ts'
import type { AccountNoteRequest } from '../kept/account-notes.ts'
import type { ReleaseRequest } from '../kept/releases.ts'
import type { SavedViewRequest } from '../kept/saved-views.ts'
import type { KeyRequest } from '../keys.ts'
import type { MetricWhoQuery } from '../metric-who.ts'
import type { BudgetQuery, MetricsQuery, TreeQuery } from '../metrics.ts'
import type { MergeRequest, SplitRequest } from '../moved-accounts.ts'
import type { NamesRequest } from '../names.ts'
import type { MemberQuery, PersonQuery } from '../people.ts'
import type {
  EnrolmentQuery,
  EnrolRequest,
  PauseRequest,
  SimulateQuery,
  TestSendRequest,
} from '../playbooks/playbooks.ts'
import type { PulseRequest } from '../pulse.ts'
import type { RestatementQuery } from '../restatements.ts'
import type { SettingQuery, SettingRequest } from '../settings.ts'
import type { SyncRequest } from '../sources.ts'
import type { StandingDiscoveryQuery } from '../standing.ts'
import type { StateQuery } from '../state.ts'
import type { AbsenceRequest, UntouchedQuery } from '../team.ts'
import type { WhatIfRequest } from '../what-if.ts'
import type {
  DismissRequest,
  DoneRequest,
  SnoozeRequest,
  TasksAboutRequest,
  UndoRequest,
  WorklistQuery,
} from '../worklist.ts'
import type { ApiMethod, ApiPath } from './api-answers.ts'

/** Which schema reads the body of each path: routes are held to it, and whoever asks writes what it takes. */
export type ApiBodies = {
  'POST /session': typeof SignInRequest
  'POST /links/look': typeof LinkRequest
  'POST /links/accept': typeof AcceptRequest
  'POST /me/password': typeof PasswordRequest
  'POST /me/tokens': typeof TokenRequest
  'POST /deliveries/confirm': typeof ConfirmRequest
  'POST /forgettings': typeof ForgetRequest
  'POST /views': typeof SavedViewRequest
  'POST /accounts/:key/notes': typeof AccountNoteRequest
  'POST /releases': typeof ReleaseRequest
  'POST /accounts/:key/merge': typeof MergeRequest
  'POST /accounts/:key/split': typeof SplitRequest
  'POST /playbooks/:name/enrolments': typeof EnrolRequest
  'POST /playbooks/:name/pause': typeof PauseRequest
  'POST /playbooks/:name/resume': typeof PauseRequest
  'POST /playbooks/:name/test': typeof TestSendRequest
  'POST /backtest': typeof BacktestRequest
  'POST /discover': typeof DiscoveryRequest
  'POST /what-if': typeof WhatIfRequest
  'POST /names': typeof NamesRequest
  'POST /keys': typeof KeyRequest
  'POST /settings': typeof SettingRequest
  'POST /sources/:source/sync': typeof SyncRequest
  'POST /experiments': typeof ExperimentRequest
  'POST /experiments/:name/exposures': typeof ExposureRequest
  'POST /users': typeof InviteRequest
  'POST /users/:id/role': typeof RoleRequest
  'POST /absences': typeof AbsenceRequest
  'POST /accounts/:key/pulse': typeof PulseRequest
  'POST /tasks/about': typeof TasksAboutRequest
  'POST /tasks/:id/done': typeof DoneRequest
  'POST /tasks/:id/snooze': typeof SnoozeRequest
  'POST /tasks/:id/dismiss': typeof DismissRequest
  'POST /tasks/:id/undo': typeof UndoRequest
  /** Any other kind is refused. */
  'POST /analyze/:kind': z.ZodUnknown
} & { [K in AnalysisKind as `POST /analyze/${K}`]: (typeof ANALYSES)[K]['query'] }

/** The same of what is asked beside a path. */
export type ApiQueries = {
  'GET /accounts/:key/outreach': typeof AsOfDay
  'GET /accounts/:key/limits': typeof AsOfDay
  'GET /accounts/:key/features': typeof AsOfDay
  'GET /accounts/:key/payments': typeof AsOfDay
  'GET /events': typeof DictionaryQuery
  'GET /quarantine': typeof QuarantineQuery
  'GET /left-out': typeof LeftOutQuery
  'GET /changes': typeof ChangesQuery
  'GET /deliveries': typeof DeliveryQuery
  'GET /metrics': typeof MetricsQuery
  'GET /metrics/tree': typeof TreeQuery
  'GET /metrics/compare': typeof TreeQuery
  'GET /metrics/:id/who': typeof MetricWhoQuery
  'GET /digest': typeof DigestQuery
  'GET /metrics/restatements': typeof RestatementQuery
  'GET /metrics/first-month': typeof BudgetQuery
  'GET /playbooks/:name/enrolments': typeof EnrolmentQuery
  'GET /playbooks/:name/result': typeof UpliftQuery
  'GET /playbooks/:name/simulation': typeof SimulateQuery
  'GET /discover': typeof DiscoveryQuery
  'GET /fit': typeof FitQuery
  'GET /backtest/progress': typeof BacktestProgressQuery
  'GET /standing/discovery': typeof StandingDiscoveryQuery
  'GET /accounts': typeof AccountQuery
  'GET /accounts.csv': typeof AccountExportQuery
  'GET /accounts/:key': typeof AsOfQuery
  'GET /accounts/:key/members': typeof MemberQuery
  'GET /accounts/:key/events': typeof EventQuery
  'GET /people': typeof PersonQuery
  'GET /people/:key': typeof AsOfQuery
  'GET /people/:key/state': typeof StateQuery
  'GET /people/:key/events': typeof EventQuery
  'GET /episodes': typeof EpisodeQuery
  'GET /replay': typeof ReplayQuery
  'GET /settings': typeof SettingQuery
  'GET /experiments/:name': typeof UpliftQuery
  'GET /cohorts/before-after': typeof CohortsQuery
  'GET /audit': typeof AuditQuery
  'GET /today': typeof WorklistQuery
  'GET /bands': typeof BandChangesQuery
  'GET /team/untouched': typeof UntouchedQuery
}

/** What a path takes as its body; nothing: `{}`. */
export type ApiBody<M extends ApiMethod, P extends ApiPath<M>> = `${M} ${P}` extends keyof ApiBodies
  ? z.input<ApiBodies[`${M} ${P}`]>
  : Nothing

/** What can be asked beside a path. */
export type ApiQuery<M extends ApiMethod, P extends ApiPath<M>> = `${M} ${P}` extends keyof ApiQueries
  ? AskedBy<ApiQueries[`${M} ${P}`]>
  : Nothing

type Nothing = Readonly<Record<never, never>>

/** As it is before it stands in an address: what the schema makes of that, or what it reads; what may be left out may be told as nothing. */
type AskedBy<S extends z.ZodType> = {
  readonly [K in keyof z.input<S>]:
    | (unknown extends z.input<S>[K] ? never : z.input<S>[K])
    | (K extends keyof z.output<S> ? z.output<S>[K] : never)
    | (undefined extends z.input<S>[K] ? undefined | null : never)
}
