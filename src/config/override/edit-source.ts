import { closing, endOfArgument, locatePath, type Span } from '../place/locate-path.ts'
import type { Token } from '../place/scan-source.ts'

/** One replacement in a text: [from, to) becomes `text`. */
export type Edit = { readonly from: number; readonly to: number; readonly text: string }

/** Where a path stands, or null when not all of it was found. */
export function spanOf(tokens: readonly Token[], path: string): Span | null {
  const last = path.slice(path.lastIndexOf('.') + 1)
  const span = locatePath(tokens, path)
  return tokens[span.from]?.text === last ? span : null
}

/** The nth argument of the call, or entry of the list, whose bracket opens at `open`. */
export function argumentAt(tokens: readonly Token[], open: number, n: number): Span | null {
  if (!['(', '['].includes(tokens[open]?.text ?? '')) return null
  const end = closing(tokens, open)
  let from = open + 1
  for (let i = 0; from < end; i++) {
    const to = endOfArgument(tokens, from, end)
    if (i === n) return { from, to }
    from = to + 1
  }
  return null
}

/** `.off()` behind a definition, or none. */
export function editSwitch(tokens: readonly Token[], path: string, enabled: boolean): Edit | null {
  const entry = spanOf(tokens, path)
  if (entry === null) return null
  const off = spanOf(tokens, `${path}.off`)
  const end = tokens[entry.to - 1]!.end
  if (!enabled) return off === null ? { from: end, to: end, text: '.off()' } : null
  return off === null ? null : { from: tokens[off.from - 1]!.at, to: tokens[off.to - 1]!.end, text: '' }
}

/** The only text literal right after `key:` or `key: trait(`. */
export function editString(tokens: readonly Token[], span: Span | null, text: string): Edit | null {
  if (span === null) return null
  const after = tokens.slice(span.from + 1, span.to)
  const literal = after[1]?.text === 'trait' || after[1]?.text === 'accountTrait' ? after[3] : after[1]
  return after[0]?.text === ':' && literal?.kind === 'string'
    ? { from: literal.at, to: literal.end, text: quote(text) }
    : null
}

/** Single quotes, as most configurations have them; a separator that ends a line would end the text. */
export function quote(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${inner.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`
}
