import type { Comparison, Explanation } from '../contract/explanation.ts'
import { printable } from './render-table.ts'

const MARK: Record<Explanation['state'], string> = {
  on: 'ON ',
  off: 'off',
  unknown: '?  ',
  not_applicable: 'n/a',
  disabled: '–  ',
}

/** A heading and, for each signal, one line why it is on or off and one for each compared number with its threshold and distance. Open ones first; fits a small terminal. */
export function renderExplanations(
  entity: { readonly key: string; readonly name: string; readonly asOf: string },
  explanations: readonly Explanation[],
): string {
  const title =
    entity.name === entity.key ? printable(entity.key) : `${printable(entity.name)} (${printable(entity.key)})`
  const heading = `${title}, as of the close of ${entity.asOf}`
  const order: readonly Explanation['state'][] = ['on', 'unknown', 'off', 'not_applicable', 'disabled']
  const sorted = explanations.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
  if (sorted.length === 0) return `${heading}\nNo signals apply.`
  return [heading, ...sorted.flatMap((one) => renderExplanation(one, sorted.length > 4))].join('\n')
}

function renderExplanation(explanation: Explanation, brief: boolean): string[] {
  const since = explanation.since === null ? '' : ` since ${explanation.since.slice(0, 10)}`
  const line = `${MARK[explanation.state]} ${explanation.title}${since}: ${printable(explanation.sentence)}`
  if (brief || explanation.state === 'not_applicable' || explanation.state === 'disabled') return [line]
  const comparisons = explanation.conditions.flatMap((condition) =>
    condition.role === 'until' && explanation.state !== 'on' ? [] : condition.comparisons,
  )
  return [line, ...comparisons.map((one) => `      ${renderComparison(one)}`)]
}

function renderComparison(one: Comparison): string {
  const holds = one.holds === null ? '?' : one.holds ? '✓' : '✗'
  const distance =
    one.distance === null || one.distance === 0
      ? ''
      : ` (${formatNumber(one.distance)} ${one.holds === true ? 'to spare' : 'to go'})`
  const value = one.text === null ? formatNumber(one.value) : printable(one.text)
  return `${holds} ${printable(one.label)}: ${value}, threshold ${one.op} ${typeof one.threshold === 'number' ? formatNumber(one.threshold) : one.threshold}${distance}`
}

function formatNumber(value: number | null): string {
  if (value === null) return 'unknown'
  return Number.isInteger(value) ? value.toLocaleString('en') : value.toLocaleString('en', { maximumFractionDigits: 2 })
}
