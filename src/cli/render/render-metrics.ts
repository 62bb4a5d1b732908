import type { MetricAlert, MetricAlerts } from '../../contract/metric-alerts.ts'
import type { FirstMonth, MetricRow, MetricsAnswer, MetricTree } from '../../contract/metrics.ts'
import { phraseExcluded, phraseMetric } from '../../contract/phrase-metric.ts'
import { printable } from './render-table.ts'

/** Each metric with its value and what it means, who watches it and what is done. */
export function renderMetrics({ as_of, excluded, metrics }: MetricsAnswer): string {
  return [...metrics.map(renderMetric), `As of the end of ${as_of}. ${phraseExcluded(excluded)}`].join('\n\n')
}

function renderMetric(one: MetricRow): string {
  const { currency, unit } = one
  const say = (value: number, own = unit as string) => phraseMetric(value, { unit: own, currency })
  return [
    `${one.title}: ${phraseValue(one)}${thresholdOf(one)}`,
    `    ${one.definition}`,
    ...one.rows.map(
      (row) =>
        `      ${row.label}: ${row.value === null ? '–' : say(row.value, row.unit)}${row.total === null ? '' : ofSoMany({ count: row.count, total: row.total })}`,
    ),
    ...(one.groups ?? []).map(
      (group) => `      ${group.group ?? 'none'}: ${phraseValue({ ...group, unit, currency })}`,
    ),
    ...(one.warnings ?? []).map(({ message }) => `    Note: ${message}`),
    `    ${one.stage}, ${one.kind}; ${one.owner} looks at it ${one.cadence}. ${one.next}`,
    ...(one.sql ?? []).flatMap((statement) => ['', ...statement.split('\n').map((line) => `    ${line}`)]),
  ]
    .map(printable)
    .join('\n')
}

/** The North Star, and under it what moves it. */
export function renderTree({ as_of, north_star, inputs }: MetricTree): string {
  const line = (one: MetricRow) => `${one.title}: ${phraseValue(one)}${thresholdOf(one)}`
  const branches = inputs.map((one) => `  └ ${line(one)}\n      ${one.owner}: ${one.next}`)
  return [line(north_star), ...branches, '', `As of the end of ${as_of}.`].map(printableLines).join('\n')
}

/** A line for each alert, the open ones without an end. */
export function renderAlerts({ data }: MetricAlerts): string {
  if (data.length === 0) return 'No watched metric has crossed its threshold.'
  const phrase = (value: number, { unit }: MetricAlert) => phraseMetric(value, { unit, currency: null })
  return data
    .map((one) => {
      const value = one.value === null ? 'unknown' : phrase(one.value, one)
      const side = `${one.op === '<' ? 'under' : 'over'} ${phrase(one.threshold, one)}`
      return printable(
        `${one.opened} to ${one.closed ?? 'now'}: ${one.title} ${value}, ${side} (${one.cause}). ${one.owner}: ${one.next}`,
      )
    })
    .join('\n')
}

type Valued = Pick<MetricRow, 'value' | 'because' | 'of' | 'interval' | 'previous' | 'unit' | 'currency'>

/** "33.3 % (12 of 36; 20 % to 49.7 %), before 30 %", or why it cannot be told. */
function phraseValue({ value, because, of, interval, previous, unit, currency }: Valued): string {
  const say = (number: number) => phraseMetric(number, { unit, currency })
  const limits = interval === null ? [] : [`${say(interval.lower)} to ${say(interval.upper)}`]
  const counts = of === null ? [] : [`${of.count} of ${of.total}`]
  const told = [...counts, ...limits].join('; ')
  const now = value === null ? `not known: ${because}` : `${say(value)}${told === '' ? '' : ` (${told})`}`
  return previous === null ? now : `${now}, before ${say(previous)}`
}

function ofSoMany(of: { readonly count: number | null; readonly total: number }): string {
  return ` (${of.count ?? '–'} of ${of.total})`
}

function thresholdOf({ threshold, crossed, unit, currency }: MetricRow): string {
  if (crossed === null) return ''
  const { at_least, at_most } = threshold
  const limits = [
    ...(at_least === null ? [] : [`at least ${phraseMetric(at_least, { unit, currency })}`]),
    ...(at_most === null ? [] : [`at most ${phraseMetric(at_most, { unit, currency })}`]),
  ]
  return `; ${limits.join(' and ')}: ${crossed ? 'missed' : 'met'}`
}

/** A line for each step, ticked where it is done. */
export function renderFirstMonth({ as_of, steps }: FirstMonth): string {
  const lines = steps.map(({ step, done, because }) => `${done ? '[x]' : '[ ]'} ${step}\n      ${because}`)
  const done = steps.filter((one) => one.done).length
  return [...lines, '', `${done} of ${steps.length} steps of the first thirty days, as of the end of ${as_of}.`]
    .map(printableLines)
    .join('\n')
}

function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n')
}
