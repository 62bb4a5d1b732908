import type { Token } from './scan-source.ts'

/** A stretch of tokens, [from, to). */
export type Span = { readonly from: number; readonly to: number }

/**
 * Where a path such as `signals.expansion.when` stands in a configuration's source: the stretch of its last step that could be found. Object
 * keys are looked for in literals, then, inside a definition, the method of that name. Starts at the call of `defineConfig`.
 */
export function locatePath(tokens: readonly Token[], path: string): Span {
  let span = rootOf(tokens)
  for (const step of path.split('.')) {
    const next = locateKey(tokens, span, step) ?? locateMethod(tokens, span, step)
    if (next === null) return span
    span = next
  }
  return span
}

function rootOf(tokens: readonly Token[]): Span {
  const call = tokens.findLastIndex((token, i) => token.text === 'defineConfig' && tokens[i + 1]?.text === '(')
  const open = call < 0 ? -1 : call + 1
  return open < 0 ? { from: 0, to: tokens.length } : { from: open - 1, to: closing(tokens, open) + 1 }
}

/** `key:` (or a shorthand `key`) at the first depth of braces inside the span. */
function locateKey(tokens: readonly Token[], { from, to }: Span, key: string): Span | null {
  let depth = 0
  let base: number | null = null
  for (let i = from; i < to; i++) {
    const { text, kind } = tokens[i]!
    const sign = kind === 'sign'
    if (sign && text === '{') base ??= depth
    if (base !== null && depth === base + 1 && text === key && isKey(tokens, i))
      return { from: i, to: endOfArgument(tokens, i, to) }
    if (sign && OPEN.includes(text)) depth++
    if (sign && CLOSE.includes(text)) depth--
  }
  return null
}

function isKey(tokens: readonly Token[], i: number): boolean {
  const before = tokens[i - 1]?.text
  const after = tokens[i + 1]?.text
  return (
    tokens[i]!.kind !== 'sign' &&
    (before === '{' || before === ',') &&
    (after === ':' || after === ',' || after === '}')
  )
}

/** `.method(` called on the definition itself, not inside one of its arguments. */
function locateMethod(tokens: readonly Token[], { from, to }: Span, method: string): Span | null {
  let depth = 0
  for (let i = from; i < to; i++) {
    const { text, kind } = tokens[i]!
    if (depth === 0 && text === method && tokens[i - 1]?.text === '.' && tokens[i + 1]?.text === '(') {
      return { from: i, to: Math.min(to, closing(tokens, i + 1) + 1) }
    }
    if (kind === 'sign' && OPEN.includes(text)) depth++
    if (kind === 'sign' && CLOSE.includes(text)) depth--
  }
  return null
}

const OPEN = ['(', '[', '{']
const CLOSE = [')', ']', '}']

/** The comma or bracket that ends the entry or argument beginning at `from`. */
export function endOfArgument(tokens: readonly Token[], from: number, to: number): number {
  let depth = 0
  for (let i = from; i < to; i++) {
    const { text, kind } = tokens[i]!
    if (kind !== 'sign') continue
    if (OPEN.includes(text)) depth++
    if (CLOSE.includes(text)) depth--
    if (depth < 0 || (depth === 0 && text === ',')) return i
  }
  return to
}

/** The bracket that closes the one at `open`. */
export function closing(tokens: readonly Token[], open: number): number {
  let depth = 0
  for (let i = open; i < tokens.length; i++) {
    const { text, kind } = tokens[i]!
    if (kind === 'sign' && OPEN.includes(text)) depth++
    if (kind === 'sign' && CLOSE.includes(text)) depth--
    if (depth === 0) return i
  }
  return tokens.length - 1
}
