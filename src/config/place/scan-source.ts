/** A piece of JavaScript or TypeScript source: a name, a string (`text` without quotes), a number, or a single sign. */
export type Token = {
  readonly kind: 'name' | 'string' | 'number' | 'sign'
  readonly text: string
  readonly at: number
  readonly end: number
}

const PATTERN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|[\p{ID_Start}$_][\p{ID_Continue}$]*|\d[\w.]*|\S/gu

/** Cuts source into tokens, leaving out comments and space. Good enough to find where a definition stands; it never fails. */
export function scanSource(source: string): readonly Token[] {
  const tokens: Token[] = []
  for (const match of source.matchAll(PATTERN)) {
    const text = match[0]
    if (text.startsWith('//') || text.startsWith('/*')) continue
    tokens.push({ ...classify(text), at: match.index, end: match.index + text.length })
  }
  return tokens
}

function classify(text: string): Pick<Token, 'kind' | 'text'> {
  const first = text[0]!
  if (text.length > 1 && (first === "'" || first === '"' || first === '`'))
    return { kind: 'string', text: text.slice(1, -1) }
  if (/\d/.test(first)) return { kind: 'number', text: text.replaceAll('_', '') }
  return { kind: /[\p{ID_Start}$_]/u.test(first) ? 'name' : 'sign', text }
}
