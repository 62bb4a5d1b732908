import type { ZodType } from 'zod'
import type { DeliveryFunctions } from './cli/deliver-as-library.ts'
import type { Config } from './config/define-config.ts'
import type { AccountDetail } from './contract/account.ts'
import type { AccountPage, AccountQuery } from './contract/accounts.ts'
import type { Analyses, AnalysisKind } from './contract/analyze/analyses.ts'
import type { ApiDeps } from './contract/api-deps.ts'
import type { BacktestAnswer, BacktestRequest } from './contract/backtest.ts'
import type { BandChanges, BandChangesQuery } from './contract/band-changes.ts'
import type { DictionaryQuery, EventDictionary } from './contract/dictionary.ts'
import type { DiscoveryAnswer, DiscoveryRequest } from './contract/discovery.ts'
import type { EpisodePage, EpisodeQuery, ReplayQuery } from './contract/episodes.ts'
import type { QuarantinePage } from './contract/events.ts'
import type {
  CohortsAnswer,
  CohortsQuery,
  ExperimentRequest,
  ExperimentRow,
  Exposure,
  UpliftAnswer,
  UpliftQuery,
} from './contract/experiments.ts'
import type { FitAnswer, FitQuery } from './contract/fit.ts'
import type { IncidentList } from './contract/incidents.ts'
import type { MetricAlerts } from './contract/metric-alerts.ts'
import type { FirstMonth, MetricsAnswer, MetricsAsked } from './contract/metrics.ts'
import type { MergeRequest, MovedAccounts, SplitRequest } from './contract/moved-accounts.ts'
import type { PresetComparison } from './contract/preset-comparison.ts'
import type { Pulse, PulseRequest } from './contract/pulse.ts'
import type { RestatementList, RestatementQuery } from './contract/restatements.ts'
import type { SignalList } from './contract/signals.ts'
import type { ProductState, StateQuery } from './contract/state.ts'
import type { ServerStatus } from './contract/status.ts'
import type { AbsenceRequest, AbsenceRow, Team } from './contract/team.ts'
import type { VerdictList } from './contract/verdicts.ts'
import type { WhatIfAnswer, WhatIfRequest } from './contract/what-if.ts'
import type { TaskAct, TaskRequest, Worklist, WorklistQuery } from './contract/worklist.ts'
import type { Clock } from './core/time.ts'
import { found } from './http/api/found.ts'
import type { MappingInput } from './ingest/files/mapping.ts'
import type { ImportTotals } from './run/apply/kept-imports.ts'
import type { SourceFunctions } from './run/sync/source-functions.ts'

export type OpenOptions = {
  /** Data folder; made when absent. Held by this process alone until `close`. */
  readonly dataDir: string
  /** A configuration, or the path of a file that exports one; default: the built-in one, which judges nothing. */
  readonly config?: Config | string
  /** For tests and replays; default: the system's. */
  readonly clock?: Clock
  /** Where the secrets of channels and the addresses of sources are looked up; default: the environment of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** How many threads judge a long past; default: as many as there are processors, at most 4. */
  readonly threads?: number
}

/** A data folder opened in this process: what the commands do, as functions. Answers are those of the API. */
export type Telltale = Questions & SourceFunctions & DeliveryFunctions

type Questions = {
  /** Takes in Segment messages (track, identify, group, …) as received now, and judges them. */
  readonly send: (messages: readonly Readonly<Record<string, unknown>>[], source?: string) => Promise<void>
  /** Takes in a history: NDJSON in Segment's shape, or with a mapping NDJSON, CSV and Parquet. Sets a quiet baseline; nothing is triggered. Again: nothing changes. */
  readonly importFile: (
    path: string,
    options?: { readonly mapping?: MappingInput; readonly source?: string },
  ) => Promise<ImportTotals>
  /** Closes the days that have passed on the clock, and takes in what imports have written. */
  readonly advance: () => Promise<void>
  readonly accounts: (query?: Partial<AccountQuery>) => Promise<AccountPage>
  /** One account with its explanations, as of the close of a day (default: the last closed one); null: never heard of. */
  readonly account: (
    key: string,
    options?: { readonly asOf?: string; readonly since?: string },
  ) => Promise<AccountDetail | null>
  /** What the product itself is told of a user, as of now; null: no such user, or not in that account. */
  readonly state: (user: string, query?: StateQuery) => Promise<ProductState | null>
  readonly signals: () => Promise<SignalList>
  /** The numbers of the business, each with its definition: the five to start with, or `preset` next or all. */
  readonly metrics: (query?: MetricsAsked) => Promise<MetricsAnswer>
  /** The revenue metrics of the last full month as Telltale, Stripe, ChartMogul and Baremetrics count them. @throws currency_mixed, rate_missing */
  readonly compareMetrics: (query?: { readonly asOf?: string }) => Promise<PresetComparison>
  /** Metrics that crossed the thresholds that somebody watches, the newest alert first. */
  readonly metricAlerts: () => Promise<MetricAlerts>
  /** Numbers of periods that were over and came out otherwise later, and why; the newest first. @throws unknown_name */
  readonly restatements: (query?: Partial<RestatementQuery>) => Promise<RestatementList>
  /** The first thirty days of measuring as a checklist that the data tick. */
  readonly firstMonth: () => Promise<FirstMonth>
  /** What is to be done, ranked: today, or `horizon` week or month; of one `assignee`, one `team`, or everybody. */
  readonly today: (query?: Partial<WorklistQuery>) => Promise<Worklist>
  /** Episodes as they were decided. */
  readonly episodes: (query?: Partial<EpisodeQuery>) => Promise<EpisodePage>
  /** Episodes as the present configuration would have decided them, judged on what was known day by day. */
  readonly replay: (query: Partial<ReplayQuery>) => Promise<EpisodePage>
  /** From which band of a score to which accounts went within a period. @throws unknown_name, bad_argument */
  readonly bands: (query: Partial<BandChangesQuery> & Pick<BandChangesQuery, 'score'>) => Promise<BandChanges>
  /** How everybody of every team stands today. */
  readonly team: () => Promise<Team>
  /** Notes that somebody is away, both days included. @throws bad_argument */
  readonly noteAbsence: (request: AbsenceRequest) => Promise<AbsenceRow>
  /** Says what a person thinks of an account; `colour` null takes it back. @throws not_found, bad_argument */
  readonly sayPulse: (account: string, request: PulseRequest) => Promise<Pulse | null>
  /** Notes what was done about a task, named by its id or that of one of its reasons. @throws not_found, bad_argument */
  readonly actOnTask: (id: string, request: TaskRequest) => Promise<TaskAct>
  /** Takes the last act on a task back. @throws not_found */
  readonly undoTask: (id: string, by: string) => Promise<TaskAct>
  /**
   * Answers an analysis query: the same parameters and answers as `POST /api/v1/analyze/KIND`. An aborted `signal` gives it up.
   * @throws cancelled, over_budget
   */
  readonly analyze: <K extends AnalysisKind>(
    kind: K,
    query?: Analyses[K]['asked'],
    options?: { readonly signal?: AbortSignal },
  ) => Promise<Analyses[K]['answer']>
  /**
   * Judges signals, scores, milestones and pulses over all of recorded history: the same as `POST /api/v1/backtest`. `config`: one that is only tried.
   * An aborted `signal` gives it up. @throws unknown_name, bad_argument, config_invalid
   */
  readonly backtest: (
    request?: Partial<Omit<BacktestRequest, 'config'>> & { readonly config?: Config },
    options?: { readonly signal?: AbortSignal },
  ) => Promise<BacktestAnswer>
  /**
   * What newcomers did in their first days that goes with an outcome: the same as `POST /api/v1/discover`. An aborted `signal` gives it up.
   * @throws unknown_name, bad_argument
   */
  readonly discover: (
    request?: DiscoveryRequest,
    options?: { readonly signal?: AbortSignal },
  ) => Promise<DiscoveryAnswer>
  /** What other thresholds of a signal would have meant: the same as `POST /api/v1/what-if`. @throws unknown_name, bad_argument */
  readonly whatIf: (request: WhatIfRequest, options?: { readonly signal?: AbortSignal }) => Promise<WhatIfAnswer>
  /** What earns its keep, as of the last week; `recompute`: judges now, where this week has no verdicts yet. */
  readonly verdicts: (options?: { readonly recompute?: boolean }) => Promise<VerdictList>
  /** A score fitted to an outcome and tested on later time: the same as `GET /api/v1/fit`. @throws unknown_name, bad_argument */
  readonly fitScore: (query?: FitQuery, options?: { readonly signal?: AbortSignal }) => Promise<FitAnswer>
  /** Settles what an experiment is to find out, before its first exposure. @throws unknown_name, bad_argument */
  readonly planExperiment: (
    request: Omit<ExperimentRequest, 'holdout'> & { readonly holdout?: number },
  ) => Promise<ExperimentRow>
  readonly experiments: () => Promise<readonly ExperimentRow[]>
  /** To be called at the trigger, in both arms alike and before anything is delivered; says which arm it is. @throws unknown_name, not_found */
  readonly expose: (
    experiment: string,
    account: string,
    options?: { readonly delivered?: boolean },
  ) => Promise<Exposure>
  readonly endExperiment: (experiment: string) => Promise<ExperimentRow>
  /** What an experiment has shown so far: the same as `GET /api/v1/experiments/NAME`. @throws unknown_name, bad_argument */
  readonly uplift: (
    experiment: string,
    query?: UpliftQuery,
    options?: { readonly signal?: AbortSignal },
  ) => Promise<UpliftAnswer>
  /** Who signed up before a change against who did after it; never more than suggestive. @throws unknown_name, bad_argument */
  readonly beforeAfter: (query: CohortsQuery, options?: { readonly signal?: AbortSignal }) => Promise<CohortsAnswer>
  /** The account becomes part of another, over all of history. @throws not_found, bad_argument */
  readonly mergeAccount: (account: string, request: MergeRequest) => Promise<MovedAccounts>
  /** People leave the account for another, with what they did from a moment on. @throws not_found, bad_argument */
  readonly splitAccount: (account: string, request: SplitRequest) => Promise<MovedAccounts>
  /** Every name under which events came, how it is used, what lacks, and names that look like one event: the same as `GET /api/v1/events`. */
  readonly events: (query?: Partial<DictionaryQuery>) => Promise<EventDictionary>
  readonly quarantine: (query?: { readonly reason?: string; readonly limit?: number }) => Promise<QuarantinePage>
  /** Days on which hardly anybody sent an event that signals read: nothing that reads it opens or closes meanwhile. */
  readonly incidents: () => Promise<IncidentList>
  readonly status: () => Promise<ServerStatus>
  readonly close: () => Promise<void>
}

const PAGE = 100
const TASKS = 10_000
/** Nobody gives these up. */
const NEVER = new AbortController().signal

/**
 * Opens a data folder. Engines are loaded only now, so that a configuration file that imports `telltale` stays light.
 * @throws data_in_use, data_unwritable, config_missing, config_unreadable, config_invalid
 */
export async function openTelltale({
  dataDir,
  config,
  clock = { now: () => Date.now() },
  env = process.env,
  threads,
}: OpenOptions): Promise<Telltale> {
  const { openLocalProject } = await import('./cli/open-local-project.ts')
  const { readModel, readSources, modelOf, sourcesOf } = await import('./cli/read-config.ts')
  const { openSources } = await import('./run/sync/open-sources.ts')
  const { sourceFunctions } = await import('./run/sync/source-functions.ts')
  const { openLibraryDeliveries } = await import('./cli/deliver-as-library.ts')
  const { apiDeps } = await import('./run/read/api-deps.ts')
  const { takingEffect } = await import('./run/read/taking-effect.ts')
  const { randomBytes } = await import('node:crypto')
  const { ANALYSES, checkKind } = await import('./contract/analyze/analyses.ts')
  const { readInput } = await import('./http/api/read-input.ts')
  const { keepBudget } = await import('./http/api/keep-budget.ts')
  const configPath = typeof config === 'string' ? config : null
  const model = config === undefined || typeof config === 'string' ? await readModel(configPath) : modelOf(config)
  const { project, close } = await openLocalProject({
    ...{ dataDir, model, configPath, clock, serves: false },
    ...(threads === undefined ? {} : { threads }),
    say: () => {},
  })
  const secretOf = (name: string): string | null => env[name] ?? null
  const isFile = config === undefined || typeof config === 'string'
  const sources = openSources(project, {
    ...{ sources: isFile ? await readSources(configPath) : sourcesOf(config), secretOf, ticks: false },
  })
  const deps = takingEffect(project, apiDeps(project, randomBytes, sources))
  const from = isFile ? configPath : config
  const deliveries = await openLibraryDeliveries({ project, deps }, { from, secretOf, randomBytes })
  const run = await import('./run/apply/take-in.ts')
  const { importHistory } = await import('./run/apply/import-history.ts')
  const { mappingSchema } = await import('./ingest/files/mapping.ts')
  const { readParquetRows } = await import('./store/analytic/duckdb/read/read-parquet-rows.ts')
  return {
    send: (messages, source = 'library') => run.takeIn(project, messages, source),
    advance: () => run.catchUpNow(project),
    ...sourceFunctions(sources),
    importFile: (path, { mapping, source = 'import' } = {}) =>
      importHistory(project, {
        path,
        source,
        mapping: mapping === undefined ? null : mappingSchema.parse(mapping),
        readParquet: readParquetRows,
      }),
    analyze: async (kind, query, { signal = new AbortController().signal } = {}) => {
      const asked = readInput(ANALYSES[checkKind(kind)].query as ZodType, query, kind) as Analyses[typeof kind]['query']
      return keepBudget({ seconds: asked.budget_seconds, cancelled: signal }, (stop) => deps.analyze(kind, asked, stop))
    },
    ...questions(deps),
    ...deliveries.functions,
    close: async () => {
      deliveries.close()
      await close()
    },
  }
}

function questions(deps: ApiDeps): Omit<Questions, 'send' | 'importFile' | 'advance' | 'analyze' | 'close'> {
  return {
    accounts: (query = {}) => deps.listAccounts({ limit: PAGE, sort: 'alerts', order: 'desc', ...query }),
    account: (key, options = {}) => deps.getAccount(key, options),
    state: (user, query = {}) => deps.getState(user, query),
    signals: () => deps.listSignals(),
    metrics: async (query = {}) => {
      const { MetricsQuery } = await import('./contract/metrics.ts')
      const { readInput } = await import('./http/api/read-input.ts')
      return deps.getMetrics(readInput(MetricsQuery, query, 'query'), NEVER)
    },
    compareMetrics: async ({ asOf } = {}) => {
      const { TreeQuery } = await import('./contract/metrics.ts')
      const { readInput } = await import('./http/api/read-input.ts')
      return deps.compareMetrics(readInput(TreeQuery, { as_of: asOf }, 'query'), NEVER)
    },
    metricAlerts: () => deps.listMetricAlerts(),
    restatements: (query = {}) => deps.listRestatements({ limit: PAGE, ...query }),
    firstMonth: () => deps.getFirstMonth(NEVER),
    today: (query = {}) => deps.getWorklist({ horizon: 'day', limit: TASKS, offset: 0, ...query }),
    episodes: (query = {}) => deps.listEpisodes({ limit: PAGE, state: 'any', ...query }),
    replay: (query) => deps.replayEpisodes({ limit: PAGE, ...query }),
    bands: (query) => deps.getBandChanges({ limit: TASKS, replay: false, stands: false, ...query }),
    team: () => deps.getTeam(),
    noteAbsence: (request) => deps.noteAbsence(request),
    sayPulse: async (account, request) => (await found('account', account, deps.sayPulse(account, request))).pulse,
    actOnTask: (id, request) => found('task', id, deps.actOnTask(id, request)),
    undoTask: (id, by) => found('task', id, deps.undoTask(id, { by })),
    backtest: ({ config, ...request } = {}, { signal = NEVER } = {}) =>
      deps.backtest({ what: 'all', ...request, ...(config === undefined ? {} : { config: config.draft }) }, signal),
    discover: (request = {}, { signal = NEVER } = {}) => deps.discover(request, signal),
    whatIf: (request, { signal = NEVER } = {}) => deps.whatIf(request, signal),
    verdicts: ({ recompute = false } = {}) => (recompute ? deps.recomputeVerdicts(NEVER) : deps.listVerdicts()),
    fitScore: (query = {}, { signal = NEVER } = {}) => deps.fitScore(query, signal),
    planExperiment: async (request) => {
      const { ExperimentRequest: schema } = await import('./contract/experiments.ts')
      const { readInput } = await import('./http/api/read-input.ts')
      return deps.planExperiment(readInput(schema, request, 'request'), NEVER)
    },
    experiments: async () => (await deps.listExperiments()).data,
    expose: (experiment, account, { delivered = false } = {}) =>
      found('account', account, deps.exposeAccount(experiment, { account, ...(delivered ? { delivered } : {}) })),
    endExperiment: (experiment) => deps.endExperiment(experiment),
    uplift: (experiment, query = {}, { signal = NEVER } = {}) => deps.getUplift(experiment, query, signal),
    beforeAfter: (query, { signal = NEVER } = {}) => deps.compareCohorts(query, signal),
    mergeAccount: (account, request) => deps.mergeAccount(account, request),
    splitAccount: (account, request) => deps.splitAccount(account, request),
    events: (query = {}) => deps.getDictionary({ show: 'all', limit: PAGE, ...query }, NEVER),
    quarantine: (query = {}) => deps.listQuarantine({ limit: PAGE, ...query }),
    incidents: () => deps.listIncidents(),
    status: () => deps.getStatus(),
  }
}
