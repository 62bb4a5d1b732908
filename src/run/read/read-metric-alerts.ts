import { METRIC_IDS, METRICS, type MetricId } from '../../config/metrics/catalogue.ts'
import type { MetricAlert, MetricAlerts } from '../../contract/metric-alerts.ts'
import { dayToIso } from '../../core/time.ts'
import { type CommittedMetricTransition, readMetricTransitions } from '../../store/control/metric-alerts.ts'
import type { Project } from '../project.ts'

/** More than anybody reads: the newest of them. */
const MOST = 2_000

/** Metrics that crossed their thresholds, the newest alert first, each with whose it is. */
export async function readMetricAlerts(project: Project): Promise<MetricAlerts> {
  const transitions = await readMetricTransitions(project.control, MOST)
  const opened = transitions.filter(({ what, metric }) => what === 'opened' && METRIC_IDS.includes(metric as MetricId))
  return {
    data: opened.map((opening) => {
      const isOf = ({ metric, ordinal, what }: CommittedMetricTransition) =>
        metric === opening.metric && ordinal === opening.ordinal && what === 'closed'
      return toAlert(project, opening, transitions.find(isOf) ?? null)
    }),
  }
}

function toAlert(
  { config }: Project,
  opening: CommittedMetricTransition,
  closing: CommittedMetricTransition | null,
): MetricAlert {
  const id = opening.metric as MetricId
  const { title, unit, owner, next } = METRICS[id]
  const watch = config.judged.model.metrics.watch.find(({ metric }) => metric === id)
  const crossed = opening.values.find(({ holds }) => holds === true) ?? opening.values[0]!
  return {
    id: `${id}/${opening.ordinal}`,
    ...{ metric: id, title, unit, owner: watch?.owner ?? owner, next: watch?.next ?? next },
    ...{ value: crossed.value, op: crossed.op, threshold: crossed.threshold },
    opened: dayToIso(opening.asOf),
    closed: closing === null ? null : dayToIso(closing.asOf),
    cause: opening.cause,
    closed_cause: closing?.cause ?? null,
  }
}
