import { METRIC_IDS, METRICS, type MetricId } from '../../../config/metrics/catalogue.ts'
import type { RestatementList, RestatementQuery } from '../../../contract/restatements.ts'
import { isoToDay } from '../../../core/time.ts'
import { unknownName } from '../../../reports/question/choose-events.ts'
import { readRestatements as readKept } from '../../../store/control/restatements.ts'
import type { Project } from '../../project.ts'

/** Numbers of periods that were over and came out otherwise later, the newest first. @throws unknown_name */
export async function readRestatements(
  { control, zone }: Project,
  { metric, since, limit }: RestatementQuery,
): Promise<RestatementList> {
  if (metric !== undefined && !Object.hasOwn(METRICS, metric)) throw unknownName('metric', metric, METRIC_IDS)
  const from = since === undefined ? 0 : zone.startOf(isoToDay(since)!)
  const rows = await readKept(control, { metric: metric ?? null, since: from, limit })
  return {
    data: rows.flatMap(({ heldAt, seenAt, by, ...row }) => {
      if (!Object.hasOwn(METRICS, row.metric)) return []
      const { title, unit } = METRICS[row.metric as MetricId]
      const times = { held: new Date(heldAt).toISOString(), seen: new Date(seenAt).toISOString() }
      return [{ ...row, ...times, title, unit, by: JSON.parse(by) }]
    }),
  }
}
