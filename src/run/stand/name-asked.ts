import type { Model } from '../../config/model.ts'
import { ANALYSES, type AnalysisKind } from '../../contract/analyze/analyses.ts'
import { warningsQuestion } from '../../contract/analyze/standing-questions.ts'
import type { BacktestRequest } from '../../contract/backtest.ts'
import type { DiscoveryRequest } from '../../contract/discovery.ts'
import { TelltaleError } from '../../core/errors.ts'
import { contentHash } from '../../core/hash.ts'
import { type Day, dayToIso } from '../../core/time.ts'
import { planDiscovery } from '../prove/discovery-plan.ts'

/** What the page on signals asks. */
export const SIGNALS = 'signals'

/** All alerts and bands of accounts so far: what the pages on bands and on customers who left are made of. */
export const HISTORY = 'history'

/** What the page on retention asks of those who left. */
export const WARNINGS = 'warnings'

/** Under which name the answer stands; null: it is a question of its own. */
export function nameOfBacktest({ run: _, what, ...own }: BacktestRequest): string | null {
  return what === 'signal' && isPlain(own) ? SIGNALS : null
}

/** The same; the usual outcome goes by its key. null too where it is refused. */
export function nameOfDiscovery(model: Model, { run: _, outcome, level, ...own }: DiscoveryRequest): string | null {
  if (!isPlain(own)) return null
  try {
    const plan = planDiscovery(model, { outcome, level })
    return `discover ${plan.level} ${plan.outcome.key}`
  } catch (error) {
    if (error instanceof TelltaleError) return null
    throw error
  }
}

/** The same, of an analysis up to the last close. */
export function nameOfAnalysis(kind: AnalysisKind, query: object, judgedDay: Day | null): string | null {
  if (kind !== 'warnings' || judgedDay === null) return null
  const page = ANALYSES.warnings.query.parse(warningsQuestion(dayToIso(judgedDay)))
  const plain = (one: object): string => contentHash({ ...one, budget_seconds: 0 })
  return plain(query) === plain(page) ? WARNINGS : null
}

function isPlain(own: object): boolean {
  return Object.values(own).every((value) => value === undefined)
}
