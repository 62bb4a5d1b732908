import type { FirstMonth, MetricRow, MetricsAnswer } from '../contract/metrics.ts'
import { phraseAmount } from '../contract/phrase-comparison.ts'
import { printable } from './render-table.ts'

/** Each metric with its value and what it means, who watches it and what is done. */
export function renderMetrics({ as_of, metrics }: MetricsAnswer): string {
  return [...metrics.map(renderMetric), `As of the end of ${as_of}.`].join('\n\n')
}

function renderMetric(one: MetricRow): string {
  const value = one.value === null ? `not known: ${one.because}` : `${amount(one.value, one.unit)}${ofSoMany(one.of)}`
  const before = one.previous === null ? '' : `, before ${amount(one.previous, one.unit)}`
  return [
    `${one.title}: ${value}${before}${thresholdOf(one)}`,
    `    ${one.definition}`,
    ...one.rows.map(
      (row) =>
        `      ${row.label}: ${row.value === null ? '–' : amount(row.value, one.unit)}${row.total === null ? '' : ofSoMany({ count: row.count, total: row.total })}`,
    ),
    `    ${one.stage}, ${one.kind}; ${one.owner} looks at it ${one.cadence}. ${one.next}`,
  ]
    .map(printable)
    .join('\n')
}

function ofSoMany(of: { readonly count: number | null; readonly total: number } | null): string {
  return of === null ? '' : ` (${of.count ?? '–'} of ${of.total})`
}

function thresholdOf({ threshold, crossed, unit }: MetricRow): string {
  if (crossed === null) return ''
  const { at_least, at_most } = threshold
  const limits = [
    ...(at_least === null ? [] : [`at least ${amount(at_least, unit)}`]),
    ...(at_most === null ? [] : [`at most ${amount(at_most, unit)}`]),
  ]
  return `; ${limits.join(' and ')}: ${crossed ? 'missed' : 'met'}`
}

function amount(value: number, unit: MetricRow['unit']): string {
  return unit === 'share' ? phraseAmount(value, unit) : `${phraseAmount(value, 'value')} ${unit}`
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
