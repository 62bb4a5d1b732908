import { METRIC_IDS, METRICS, type MetricId, metricsOfPreset } from '../../config/metrics/catalogue.ts'
import type { Model } from '../../config/model.ts'
import type { MetricNames, MetricRow, MetricsAnswer, MetricsQuery, MetricTree } from '../../contract/metrics.ts'
import { telltaleError } from '../../core/errors.ts'
import { type Day, dayToIso, isoToDay, makeZone } from '../../core/time.ts'
import { unknownName } from '../question/choose-events.ts'
import { countEverLeftOut } from '../question/count-left-out.ts'
import type { ReportSource } from '../question/report-source.ts'
import { checkGroups } from './check-groups.ts'
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
  const { preset = source.model.metrics.preset ?? 'starter', metrics, as_of, by, by_limit = 25, include } = asked
  const ids = metrics === undefined ? metricsOfPreset(preset) : chooseMetrics(metrics)
  const last = chooseDay(source, as_of)
  const reading = await openReading(source, last, by === undefined ? null : readBy(by))
  const groups = await chooseGroups(reading, by_limit)
  const rows: MetricRow[] = []
  for (const id of ids) {
    reading.statements()
    const row = await describeMetric(reading, id, { groups, withRows: include === 'rows' })
    rows.push(include === 'sql' ? { ...row, sql: reading.statements() } : row)
  }
  const { excluded } = await countEverLeftOut(reading.source)
  return {
    as_of: dayToIso(last),
    by: by ?? null,
    preset: metrics === undefined ? preset : null,
    excluded,
    metrics: rows,
  }
}

/** What every metric is called, and which part of a customer's life it is of. */
export function nameMetrics(model: Model): MetricNames['data'] {
  return METRIC_IDS.map((id) => ({ id, title: titleOf(model, id), stage: METRICS[id].stage }))
}

/** The North Star and the metrics that move it, in their order. */
export async function reportTree(source: ReportSource, asOf: string | undefined): Promise<MetricTree> {
  const { northStar } = source.model.metrics
  const ids: readonly MetricId[] = ['north_star', ...(northStar?.inputs ?? [])]
  const asked = { metrics: ids.join(','), ...(asOf === undefined ? {} : { as_of: asOf }) }
  const { as_of, metrics } = await reportMetrics(source, asked)
  const rowOf = (id: MetricId) => metrics.find((one) => one.id === id)!
  return { as_of, north_star: rowOf('north_star'), inputs: ids.slice(1).map(rowOf) }
}

function chooseMetrics(names: string): readonly MetricId[] {
  const asked = names.split(',').map((name) => name.trim())
  const unknown = asked.find((name) => !Object.hasOwn(METRICS, name))
  if (unknown !== undefined) throw unknownName('metric', unknown, METRIC_IDS)
  return METRIC_IDS.filter((id) => asked.includes(id))
}

/** The last day that is over, or one before it. @throws bad_argument */
export function chooseDay({ model, now }: ReportSource, asOf: string | undefined, argument = 'as_of'): Day {
  const last = makeZone(model.product.timezone).dayOf(now) - 1
  const day = asOf === undefined ? last : isoToDay(asOf)!
  if (day <= last) return day
  const expected = `a day that is over, at the latest ${dayToIso(last)}`
  throw telltaleError('bad_argument', { argument, value: asOf!, expected })
}

/** How accounts are grouped, as it is written in a question. */
export function readBy(by: string): MetricBy {
  if (by === 'cohort' || by === 'plan' || by === 'tenure') return by
  if (by === 'source') return { trait: '$source' }
  const [kind, ...rest] = by.split(':')
  const name = rest.join(':')
  return kind === 'segment' ? { segment: name } : kind === 'band' ? { band: name } : { trait: name }
}

type Grouped = { readonly groups: readonly MetricGroup[]; readonly withRows: boolean }

async function describeMetric(reading: Reading, id: MetricId, { groups, withRows }: Grouped): Promise<MetricRow> {
  const whole = await compareMetric(reading, id, null)
  const row = toRow(reading, id, whole)
  if (reading.by === null) return row
  const compared: Compared[] = []
  for (const group of groups) compared.push(await compareMetric(reading, id, group))
  const told = compared.map(({ now: { value, because, of, interval, rows }, before }, i) => {
    const own = withRows ? { rows: rows.map((one) => toWireRow(one, row.unit)) } : {}
    return { group: groups[i]?.value ?? null, value, because, of, interval, previous: before.value, ...own }
  })
  const shares = ({ now, before }: Compared) => ({ now: now.of, before: before.of })
  return { ...row, groups: told, warnings: checkGroups(shares(whole), compared.map(shares)) }
}

/** A metric's row for all of the product. */
export function toRow({ model }: Reading, id: MetricId, { now, before }: Compared): MetricRow {
  const { definition, formula, unit, stage, kind, cadence, owner, next, better } = METRICS[id]
  const watch = model.metrics.watch.find(({ metric }) => metric === id)
  const threshold = thresholdOf(model.metrics, id)
  const { rows, who, ...own } = now
  return {
    ...{ id, definition, formula, unit, stage, kind, cadence, better },
    title: titleOf(model, id),
    ...{ owner: watch?.owner ?? owner, next: watch?.next ?? next },
    ...own,
    previous: before.value,
    threshold,
    crossed: hasCrossed(own.value, threshold),
    rows: rows.map((row) => toWireRow(row, unit)),
    who: own.value === null || who === null ? null : who.of,
  }
}

function titleOf({ metrics }: Model, id: MetricId): string {
  const { title, measure } = METRICS[id]
  return measure.kind === 'north_star' ? (metrics.northStar?.title ?? title) : title
}

/** What the configuration says, else what the catalogue does. */
export function thresholdOf({ watch }: Reading['model']['metrics'], id: MetricId): MetricRow['threshold'] {
  const own = watch.find(({ metric }) => metric === id)
  if (own !== undefined && (own.atLeast !== null || own.atMost !== null))
    return { at_least: own.atLeast, at_most: own.atMost }
  const { atLeast = null, atMost = null } = METRICS[id]
  return { at_least: atLeast, at_most: atMost }
}

/** A metric as of the day, and in the period before. */
export type Compared = { readonly now: Measured; readonly before: Measured }

export async function compareMetric(reading: Reading, id: MetricId, group: MetricGroup): Promise<Compared> {
  const { measure } = METRICS[id]
  const { last } = reading
  const now = await measureMetric(measure, { reading, last, group })
  const day = dayBefore(measure, last, now.period)
  return { now, before: await measureMetric(measure, { reading, last: day, group }) }
}

function toWireRow(row: MeasuredRow, unit: string): MetricRow['rows'][number] {
  const { label, value, count = null, total = null } = row
  return { label, value, count, total, unit: row.unit ?? unit, who: value === null ? null : (row.who?.of ?? null) }
}

export function hasCrossed(value: number | null, { at_least, at_most }: MetricRow['threshold']): boolean | null {
  if (value === null || (at_least === null && at_most === null)) return null
  return (at_least !== null && value < at_least) || (at_most !== null && value > at_most)
}
