import { ANALYSES } from '../../contract/analyze/analyses.ts'
import {
  ADOPTION_METRICS,
  adoptionByGroup,
  type DayBefore,
  foldedQuestions,
  type StandingQuestion,
  standingQuestions,
  stayOutcome,
} from '../../contract/analyze/standing-questions.ts'
import { DictionaryQuery } from '../../contract/dictionary.ts'
import { BudgetQuery, MetricsQuery } from '../../contract/metrics.ts'
import { TelltaleError } from '../../core/errors.ts'
import { dayToIso } from '../../core/time.ts'
import type { Project } from '../project.ts'
import { closedRows } from './accounts/closed-rows.ts'
import { analyze } from './analyze.ts'
import { listIncidents } from './changed/read-incidents.ts'
import { metricDeps } from './metric-deps.ts'
import { readDictionary } from './names/read-dictionary.ts'
import { featureUse } from './parts/read-account-features.ts'
import { toKnownOutcome } from './read-status.ts'
import { keepReference } from './reference-of-days.ts'

/** Beyond so many accounts nothing is folded that nobody has asked for; whoever asks first waits, and the answer stands until the next close. */
const MOST_FOLDED = 2_000

/** Works out what pages ask about the last closed day, without folding everybody more than once, and keeps it. What cannot be answered is left to who asks. */
export async function keepStanding(project: Project, stop: AbortSignal): Promise<void> {
  const dayBefore = lastClosed(project)
  if (dayBefore === null) return
  await unlessRefused(stop, () => closedRows(project))
  await unlessRefused(stop, () => listIncidents(project))
  await unlessRefused(stop, () => keepReference(project))
  await unlessRefused(stop, () => readDictionary(project, DictionaryQuery.parse({}), stop))
  await keepAnswers(project, standingQuestions(dayBefore), stop)
}

/** The same for what is folded anew for each question; in a store that nobody looks at that would be for nothing, so it is begun once somebody does. */
export async function keepFolded(project: Project, stop: AbortSignal): Promise<void> {
  const dayBefore = lastClosed(project)
  if (dayBefore === null || project.store.dictionary.account.size() > MOST_FOLDED) return
  await keepAnswers(project, foldedQuestions(dayBefore, adoptedOf(project)), stop)
  await unlessRefused(stop, () => featureUse(project, stop))
  const { getMetrics, getMetricTree } = metricDeps(project)
  for (const asked of [{}, { metrics: ADOPTION_METRICS }, adoptionByGroup()])
    await unlessRefused(stop, () => getMetrics(MetricsQuery.parse(asked), stop))
  await unlessRefused(stop, () => getMetricTree(BudgetQuery.parse({}), stop))
}

function adoptedOf({ config }: Project) {
  const { metrics, outcomes } = config.judged.model
  const [first] = metrics.features
  return first === undefined ? null : { feature: first.feature, outcome: stayOutcome(outcomes.map(toKnownOutcome)) }
}

/** null: no day is closed of which there was anything. */
function lastClosed({ judgedDay: day, store }: Project): DayBefore | null {
  return day === null || store.dictionary.fact.size() === 0 ? null : (days) => dayToIso(day - days)
}

async function keepAnswers(project: Project, questions: readonly StandingQuestion[], stop: AbortSignal): Promise<void> {
  for (const { kind, query } of questions)
    await unlessRefused(stop, () => analyze(project, { kind, query: ANALYSES[kind].query.parse(query) as never, stop }))
}

async function unlessRefused(stop: AbortSignal, work: () => Promise<unknown>): Promise<void> {
  if (stop.aborted) return
  await work().catch((error: unknown) => {
    if (!(error instanceof TelltaleError)) throw error
  })
}
