import { badNumber } from './bad-number.ts'
import type { ConfigDraft } from './draft.ts'
import { METRIC_IDS, METRICS, type MetricId } from './metric-catalogue.ts'
import type { Problem } from './problem.ts'
import { errorAt } from './problem-at.ts'

/** Rule: metrics that are watched exist, thresholds are numbers, the core feature is one, and spend is of months. */
export function checkMetrics({ metrics, events }: ConfigDraft): readonly Problem[] {
  const features = [...new Set(Object.values(events).flatMap((event) => event.feature ?? []))]
  const { coreFeature, spend, watch } = metrics
  const unknown =
    coreFeature === null || features.includes(coreFeature)
      ? []
      : [noSuch('metrics.coreFeature', { what: 'feature', name: coreFeature, valid: features })]
  return [
    ...unknown,
    ...Object.entries(spend).flatMap(([month, amount]) => checkSpend(month, amount)),
    ...Object.keys(watch).flatMap((id) => checkWatch(id, watch[id as MetricId] ?? {})),
  ]
}

function checkSpend(month: string, amount: number): readonly Problem[] {
  const path = `metrics.spend.${month}`
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) return badNumber(path, amount, { from: 0, to: 1e12, whole: false })
  const message = `metrics.spend has ${JSON.stringify(month)}, which is no month.`
  return [errorAt('metrics.spend', { code: 'wrong_argument', bad: month, message, mend: "Write '2026-01': 12_000." })]
}

function checkWatch(
  id: string,
  { atLeast, atMost }: { readonly atLeast?: number; readonly atMost?: number },
): readonly Problem[] {
  const path = `metrics.watch.${id}`
  if (!Object.hasOwn(METRICS, id)) return [noSuch(path, { what: 'metric', name: id, valid: METRIC_IDS })]
  const range = { from: 0, to: METRICS[id as MetricId].unit === 'share' ? 10 : 10_000, whole: false }
  return [...badNumber(`${path}.atLeast`, atLeast, range), ...badNumber(`${path}.atMost`, atMost, range)]
}

type Named = { readonly what: string; readonly name: string; readonly valid: readonly string[] }

function noSuch(path: string, { what, name, valid }: Named): Problem {
  const message = `${path}: there is no ${what} ${JSON.stringify(name)}.`
  return errorAt(path, { code: 'unknown_name', bad: name, message, mend: `There are: ${valid.join(', ') || 'none'}.` })
}
