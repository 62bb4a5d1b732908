import { METRICS, type MetricId } from '../../config/metrics/catalogue.ts'
import type { MetricSettings } from '../../config/metrics/settings.ts'
import type { Cause, Compared } from '../../core/transition.ts'
import { measureMetric } from '../../reports/metrics/measure-metric.ts'
import type { Measured } from '../../reports/metrics/measured.ts'
import { openReading } from '../../reports/metrics/reading.ts'
import { thresholdOf } from '../../reports/metrics/report-metrics.ts'
import {
  commitMetrics,
  type MetricState,
  type MetricsJudged,
  type MetricTransition,
  readMetricsJudged,
} from '../../store/control/metric-alerts.ts'
import { importLogs } from '../apply/kept-imports.ts'
import { enrolTriggered } from '../playbooks/enrol-triggered.ts'
import type { Project } from '../project.ts'
import { reportSource } from '../read/report-source.ts'

/**
 * Judges the metrics that somebody watches once for the last closed day: one that crosses its threshold opens an alert, one that is back closes it.
 * What cannot be told leaves an alert as it is. Of days that nobody judged in time only the last is.
 * @returns how many changed
 */
export async function judgeMetrics(project: Project, stop: AbortSignal): Promise<number> {
  const { control, judgedDay: day, config, store, zone, clock } = project
  const { model } = config.judged
  const watched = model.metrics.watch.filter(({ atLeast, atMost }) => atLeast !== null || atMost !== null)
  if (day === null || watched.length === 0) return 0
  const before = await readMetricsJudged(control)
  const imported = JSON.stringify(importLogs(project).map((log) => [log, store.applied()[log] ?? 0]))
  if (before !== null && before.day >= day && before.configHash === model.hash && before.imported === imported) return 0
  const reading = await openReading(reportSource(project, stop), day, null)
  // Before anything is known, nothing is too little.
  if ((await reading.days()).length === 0 && before === null) return 0
  const states: Record<string, MetricState> = {}
  const transitions: MetricTransition[] = []
  for (const { metric } of watched) {
    const measured = await measureMetric(METRICS[metric].measure, { reading, last: day, group: null })
    const judged = judgeOne({ metric, measured, settings: model.metrics, before, imported, configHash: model.hash })
    states[metric] = judged.state
    const common = { metric, ordinal: judged.state.ordinal, at: zone.startOf(day + 1), asOf: day }
    if (judged.what !== null)
      transitions.push({
        ...{ ...common, what: judged.what, configHash: model.hash, cause: judged.cause },
        ...{ fresh: judged.cause === 'behaviour', values: comparedOf(metric, measured.value, judged.state) },
      })
  }
  const judged = { day, configHash: model.hash, imported, states }
  const now = clock.now()
  const decided = transitions.map((one) => ({
    ...{ ...one, subject: 'metric' as const, name: one.metric, entity: null, atEvent: false },
  }))
  await commitMetrics(control, { transitions, judged, committedAt: now }, (tx) =>
    enrolTriggered(tx, decided, { model, now }),
  )
  return transitions.length
}

type JudgingOne = {
  readonly metric: MetricId
  readonly measured: Measured
  readonly settings: MetricSettings
  readonly before: MetricsJudged | null
  readonly imported: string
  readonly configHash: string
}
type JudgedOne = { readonly state: MetricState; readonly what: 'opened' | 'closed' | null; readonly cause: Cause }

function judgeOne(judging: JudgingOne): JudgedOne {
  const { metric, measured, settings, before } = judging
  const last = before?.states[metric]
  const { at_least: atLeast, at_most: atMost } = thresholdOf(settings, metric)
  const crossed = measured.value === null ? null : isPast(measured.value, { atLeast, atMost })
  const wasOpen = last?.open ?? false
  const what = crossed === null || crossed === wasOpen ? null : crossed ? 'opened' : 'closed'
  const ordinal = (last?.ordinal ?? 0) + (what === 'opened' ? 1 : 0)
  const period = measured.period === null ? null : `${measured.period.from} ${measured.period.to}`
  const state = { open: crossed ?? wasOpen, ordinal, value: measured.value, period, atLeast, atMost }
  return { state, what, cause: causeOf(judging, { last, state }) }
}

/**
 * Why a metric changed sides: the first of these without which it had not: another threshold or definition, what was taken in from files, a period that is over and
 * was restated; else behaviour.
 */
function causeOf(
  { before, imported, configHash }: JudgingOne,
  { last, state }: { readonly last: MetricState | undefined; readonly state: MetricState },
): Cause {
  if (before === null) return imported === '[]' ? 'config' : 'import'
  if (last === undefined) return 'config'
  const undone = state.value !== null && isPast(state.value, last) !== isPast(state.value, state)
  if (undone || (before.configHash !== configHash && sameNumber(last, state))) return 'config'
  if (before.imported !== imported) return 'import'
  return last.period === state.period && last.period !== null ? 'correction' : 'behaviour'
}

function sameNumber(last: MetricState, state: MetricState): boolean {
  return last.value === state.value && last.period === state.period
}

type Limits = Pick<MetricState, 'atLeast' | 'atMost'>

function isPast(value: number, { atLeast, atMost }: Limits): boolean {
  return (atLeast !== null && value < atLeast) || (atMost !== null && value > atMost)
}

function comparedOf(metric: MetricId, value: number | null, { atLeast, atMost }: Limits): Compared[] {
  const label = METRICS[metric].title
  const one = (op: string, threshold: number, holds: boolean | null): Compared => {
    return { label, quantity: metric, value, op, threshold, holds }
  }
  return [
    ...(atLeast === null ? [] : [one('<', atLeast, value === null ? null : value < atLeast)]),
    ...(atMost === null ? [] : [one('>', atMost, value === null ? null : value > atMost)]),
  ]
}
