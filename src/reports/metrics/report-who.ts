import { METRIC_IDS, METRICS, type MetricId } from '../../config/metrics/catalogue.ts'
import type { ActorRef, BreakdownValue } from '../../contract/analyze/question.ts'
import type { MetricWho, MetricWhoQuery } from '../../contract/metric-who.ts'
import { dayToIso } from '../../core/time.ts'
import { unknownName } from '../question/choose-events.ts'
import type { ReportSource } from '../question/report-source.ts'
import { measureMetric } from './measure-metric.ts'
import type { Measured, MetricGroup, Who } from './measured.ts'
import { openReading, type Reading } from './reading.ts'
import { chooseDay, readBy } from './report-metrics.ts'

const LISTED = 1_000

export type WhoAsked = Pick<Partial<MetricWhoQuery>, 'as_of' | 'row' | 'by' | 'group'>

/** Who is behind a metric as of a day that is over: whom it counts, and the rest of those it is a share of. @throws unknown_name, bad_argument */
export async function reportWho(source: ReportSource, name: string, asked: WhoAsked = {}): Promise<MetricWho> {
  if (!Object.hasOwn(METRICS, name)) throw unknownName('metric', name, METRIC_IDS)
  const id = name as MetricId
  const { measure, title } = METRICS[id]
  const last = chooseDay(source, asked.as_of)
  const reading = await openReading(source, last, asked.by === undefined ? null : readBy(asked.by))
  const whole = await measureMetric(measure, { reading, last, group: await groupOf(reading, asked) })
  const { who, value } = asked.row === undefined ? whole : rowOf(whole, asked.row)
  const told = value === null ? null : who
  const list = (ids: readonly number[]) => listOf(source, told!.of, ids)
  return {
    ...{
      id,
      title: asked.row === undefined ? title : `${title}: ${asked.row}`,
      as_of: dayToIso(last),
      of: told?.of ?? null,
    },
    counted: told === null ? null : list(told.counted),
    rest: told === null || told.rest === null ? null : list(told.rest),
  }
}

/** null: all are asked about. */
async function groupOf(reading: Reading, { group }: WhoAsked): Promise<MetricGroup> {
  const valueAt = await reading.grouping()
  if (valueAt === null) return null
  const said = (value: BreakdownValue): string | null => (value === null ? null : String(value))
  const asked = group ?? null
  return { value: asked, has: (account, day) => said(valueAt(account, day)) === asked }
}

/** @throws unknown_name where no row has the label */
function rowOf({ rows }: Measured, label: string): Pick<Measured, 'who' | 'value'> {
  const row = rows.find((one) => one.label === label)
  if (row === undefined)
    throw unknownName(
      'row',
      label,
      rows.map((one) => one.label),
    )
  return { who: row.who ?? null, value: row.value }
}

function listOf({ store }: ReportSource, of: Who['of'], ids: readonly number[]): NonNullable<MetricWho['counted']> {
  const { account, actor } = store.dictionary
  const refs = ids.map((id): ActorRef => (of === 'user' ? { person: actor.keyOf(id) } : { account: account.keyOf(id) }))
  const key = ({ account: of = '', person = '' }: ActorRef) => of + person
  return { total: refs.length, data: refs.sort((a, b) => (key(a) < key(b) ? -1 : 1)).slice(0, LISTED) }
}
