import { closing, type Span } from '../place/locate-path.ts'
import { scanSource, type Token } from '../place/scan-source.ts'
import type { Override } from './apply-overrides.ts'
import { argumentAt, type Edit, editString, editSwitch, quote, spanOf } from './edit-source.ts'
import { editPlaybookNumber, editPlaybookText } from './place-playbook.ts'

/**
 * The configuration's source with an override written into it; null where the value is not written out in the definition itself (a constant, a
 * loop, another file), so that a person has to do it.
 */
export function placeOverride(source: string, override: Override): string | null {
  const tokens = scanSource(source)
  const edit = editFor(tokens, override)
  return edit === null ? null : source.slice(0, edit.from) + edit.text + source.slice(edit.to)
}

function editFor(tokens: readonly Token[], override: Override): Edit | null {
  switch (override.kind) {
    case 'threshold':
      return editThreshold(tokens, override)
    case 'enabled':
      return editSwitch(tokens, `signals.${override.signal}`, override.enabled)
    case 'text':
      return editText(tokens, override)
    case 'playbook-enabled':
      return editSwitch(tokens, `playbooks.${override.playbook}`, override.enabled)
    case 'playbook-text':
      return editPlaybookText(tokens, override)
    case 'playbook-number':
      return editPlaybookNumber(tokens, override)
    case 'assignee':
      return override.trait === null ? null : editString(tokens, spanOf(tokens, 'account.assignee'), override.trait)
  }
}

function editThreshold(
  tokens: readonly Token[],
  { signal, at, value }: Extract<Override, { kind: 'threshold' }>,
): Edit | null {
  const [part = '', ...steps] = at.split('.')
  const method = spanOf(tokens, `signals.${signal}.${part}`)
  if (method === null) return null
  let span = argumentAt(tokens, method.from + 1, 0)
  for (const step of steps) span = span === null ? null : stepInto(tokens, span, Number(step))
  return span === null ? null : editComparison(tokens, span, value)
}

/** From `all(a, b)` into one of its parts; the two sides of `.between(low, high)` count as parts. */
function stepInto(tokens: readonly Token[], span: Span, step: number): Span | null {
  const name = tokens[span.from]?.text ?? ''
  const open = span.from + 1
  const whole = tokens[open]?.text === '(' && closing(tokens, open) === span.to - 1
  if (!whole) return null
  if (name === 'all' || name === 'any' || name === 'not') return argumentAt(tokens, open, step)
  return name === 'atLeast' ? argumentAt(tokens, open, step + 1) : null
}

const COMPARISONS = new Set(['atLeast', 'over', 'under', 'atMost', 'is'])

/** The number in the comparison that ends the expression: `.atLeast(3)`, `.over(months(12))`. */
function editComparison(tokens: readonly Token[], { to }: Span, value: number): Edit | null {
  let open = to - 2
  while (open > 0 && closing(tokens, open) !== to - 1) open--
  if (!COMPARISONS.has(tokens[open - 1]?.text ?? '') || tokens[open - 2]?.text !== '.') return null
  const inner = tokens.slice(open + 1, to - 1)
  const wrapped = inner[1]?.text === '(' && ['days', 'months'].includes(inner[0]?.text ?? '')
  const literal = wrapped ? inner.slice(2, -1) : inner
  const [first, second] = literal
  const number = first?.text === '-' ? second : first
  if (first === undefined || number?.kind !== 'number' || literal.length !== (first === number ? 1 : 2)) return null
  return { from: first.at, to: number.end, text: String(value) }
}

function editText(tokens: readonly Token[], override: Extract<Override, { kind: 'text' }>): Edit | null {
  const part = override.team !== undefined ? 'team' : override.action !== undefined ? 'action' : 'cadence'
  const text = override[part] ?? ''
  const suggest = spanOf(tokens, `signals.${override.signal}.suggest`)
  if (suggest === null) return null
  const key = tokens.findIndex(({ text: name }, i) => i > suggest.from && i < suggest.to && name === part)
  if (key !== -1) return editString(tokens, { from: key, to: suggest.to }, text)
  const open = tokens[suggest.from + 2]
  return open?.text === '{' ? { from: open.end, to: open.end, text: ` ${part}: ${quote(text)},` } : null
}
