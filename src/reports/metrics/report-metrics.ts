import { METRIC_IDS, METRICS, type MetricId, metricsOfPreset } from '../../config/metrics/catalogue.ts'
import type { MetricRow, MetricsAnswer, MetricsQuery } from '../../contract/metrics.ts'
import { telltaleError } from '../../core/errors.ts'
import { type Day, dayToIso, isoToDay, makeZone } from '../../core/time.ts'
import { unknownName } from '../question/choose-events.ts'
import type { ReportSource } from '../question/report-source.ts'
import { chooseGroups } from './choose-groups.ts'
import { dayBefore, measureMetric } from './measure-metric.ts'
import type { Measured, MeasuredRow, MetricGroup } from './measured.ts'
import { type MetricBy, openReading, type Reading } from './reading.ts'

export type MetricsAsked = Partial<Omit<MetricsQuery, 'budget_seconds'>>

/**
 * The metrics of a preset, or those named: each with its definition, who watches it and how it stands, as of a day that is over.
 * @throws unknown_name, bad_argument
 */
export async function reportMetrics(source: ReportSource, asked: MetricsAsked): Promise<MetricsAnswer> {
  const { preset = 'starter', metrics, as_of, by, by_limit = 25 } = asked
  const ids = metrics === undefined ? metricsOfPreset(preset) : chooseMetrics(metrics)
  const last = chooseDay(source, as_of)
  const reading = await openReading(source, last, by === undefined ? null : readBy(by))
  const groups = await chooseGroups(reading, by_limit)
  const rows: MetricRow[] = []
  for (const id of ids) rows.push(await toRow(reading, id, groups))
  return { as_of: dayToIso(last), by: by ?? null, metrics: rows }
}

function chooseMetrics(names: string): readonly MetricId[] {
  const asked = names.split(',').map((name) => name.trim())
  const unknown = asked.find((name) => !Object.hasOwn(METRICS, name))
  if (unknown !== undefined) throw unknownName('metric', unknown, METRIC_IDS)
  return METRIC_IDS.filter((id) => asked.includes(id))
}

/** The last day that is over, or one before it. @throws bad_argument */
export function chooseDay({ model, now }: ReportSource, asOf: string | undefined): Day {
  const last = makeZone(model.product.timezone).dayOf(now) - 1
  const day = asOf === undefined ? last : isoToDay(asOf)!
  if (day <= last) return day
  const expected = `a day that is over, at the latest ${dayToIso(last)}`
  throw telltaleError('bad_argument', { argument: 'as_of', value: asOf!, expected })
}

function readBy(by: string): MetricBy {
  if (by === 'cohort' || by === 'plan' || by === 'tenure') return by
  if (by === 'source') return { trait: '$source' }
  const [kind, ...rest] = by.split(':')
  const name = rest.join(':')
  return kind === 'segment' ? { segment: name } : kind === 'band' ? { band: name } : { trait: name }
}

async function toRow(reading: Reading, id: MetricId, groups: readonly MetricGroup[]): Promise<MetricRow> {
  const { title, definition, formula, unit, stage, kind, cadence, owner, next, better, measure } = METRICS[id]
  const { model } = reading
  const watch = model.metrics.watch.find(({ metric }) => metric === id)
  const threshold = thresholdOf(model.metrics, id)
  const { rows, ...own } = await compare(reading, id, null)
  const told = []
  for (const group of groups) {
    const { value, because, of, interval, previous } = await compare(reading, id, group)
    told.push({ group: group!.value, value, because, of, interval, previous })
  }
  return {
    ...{ id, definition, formula, unit, stage, kind, cadence, better },
    title: measure.kind === 'north_star' ? (model.metrics.northStar?.title ?? title) : title,
    ...{ owner: watch?.owner ?? owner, next: watch?.next ?? next },
    ...own,
    threshold,
    crossed: hasCrossed(own.value, threshold),
    rows: rows.map((row) => toWireRow(row, unit)),
    ...(reading.by === null ? {} : { groups: told }),
  }
}

/** What the configuration says, else what the catalogue does. */
export function thresholdOf({ watch }: Reading['model']['metrics'], id: MetricId): MetricRow['threshold'] {
  const own = watch.find(({ metric }) => metric === id)
  if (own !== undefined && (own.atLeast !== null || own.atMost !== null))
    return { at_least: own.atLeast, at_most: own.atMost }
  const { atLeast = null, atMost = null } = METRICS[id]
  return { at_least: atLeast, at_most: atMost }
}

type Compared = Measured & { readonly previous: number | null }

async function compare(reading: Reading, id: MetricId, group: MetricGroup): Promise<Compared> {
  const { measure } = METRICS[id]
  const { last } = reading
  const now = await measureMetric(measure, { reading, last, group })
  const before = dayBefore(measure, last, now.period)
  const { value } = await measureMetric(measure, { reading, last: before, group })
  return { ...now, previous: value }
}

function toWireRow(row: MeasuredRow, unit: string): MetricRow['rows'][number] {
  const { label, value, count = null, total = null } = row
  return { label, value, count, total, unit: row.unit ?? unit }
}

export function hasCrossed(value: number | null, { at_least, at_most }: MetricRow['threshold']): boolean | null {
  if (value === null || (at_least === null && at_most === null)) return null
  return (at_least !== null && value < at_least) || (at_most !== null && value > at_most)
}
