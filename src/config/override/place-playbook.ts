import type { Span } from '../place/locate-path.ts'
import type { Token } from '../place/scan-source.ts'
import { argumentAt, type Edit, editString, spanOf } from './edit-source.ts'
import type { PlaybookOverride } from './override-playbook.ts'

type Text = Extract<PlaybookOverride, { readonly kind: 'playbook-text' }>
type Limit = Extract<PlaybookOverride, { readonly kind: 'playbook-number' }>

/** The text of a step, where the steps are written out in the playbook itself: by its number, and inside a branch by `yes` or `no` and the number there. */
export function editPlaybookText(tokens: readonly Token[], { playbook, step, part, text }: Text): Edit | null {
  const does = spanOf(tokens, `playbooks.${playbook}.do`)
  const [first = '', ...inside] = step.split('.')
  let span = does === null ? null : argumentAt(tokens, does.from + 1, Number(first))
  for (let i = 0; i < inside.length; i += 2)
    span = span === null ? null : stepOfBranch(tokens, span, inside[i]!, Number(inside[i + 1]))
  return span === null ? null : editString(tokens, keyIn(tokens, span, part), text)
}

/** A step of `branch(condition, { yes: [ … ], no: [ … ] })`. */
function stepOfBranch(tokens: readonly Token[], branch: Span, way: string, n: number): Span | null {
  const ways = argumentAt(tokens, branch.from + 1, 1)
  const list = ways === null ? null : keyIn(tokens, ways, way)
  return list === null ? null : argumentAt(tokens, list.from + 2, n)
}

/** Priority, or one of the numbers of `.atMost({ … })`; what the playbook does not say is put behind it. */
export function editPlaybookNumber(tokens: readonly Token[], { playbook, part, value }: Limit): Edit | null {
  const path = `playbooks.${playbook}`
  const entry = spanOf(tokens, path)
  if (entry === null) return null
  const end = tokens[entry.to - 1]!.end
  const method = part === 'priority' ? 'priority' : 'atMost'
  const call = spanOf(tokens, `${path}.${method}`)
  if (call === null) {
    const text = part === 'priority' ? `.priority(${value})` : `.atMost({ ${part}: ${value} })`
    return { from: end, to: end, text }
  }
  const number = part === 'priority' ? call.from + 2 : (keyIn(tokens, call, part)?.from ?? Number.NaN) + 2
  const said = tokens[number]
  if (said?.kind === 'number') return { from: said.at, to: said.end, text: String(value) }
  const open = tokens[call.from + 2]
  return part !== 'priority' && Number.isNaN(number) && open?.text === '{'
    ? { from: open.end, to: open.end, text: ` ${part}: ${value},` }
    : null
}

/** `key:` anywhere in a span; what is found in the wrong place does not mean what it should, and is not kept. */
function keyIn(tokens: readonly Token[], span: Span, key: string): Span | null {
  const from = tokens.findIndex(
    ({ text, kind }, i) =>
      i > span.from && i < span.to && kind === 'name' && text === key && tokens[i + 1]?.text === ':',
  )
  return from === -1 ? null : { from, to: span.to }
}
