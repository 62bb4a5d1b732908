/** A source file in three readings of the same length, so that a position in one is a position in all. */
export type MaskedSource = {
  /** Comments blanked. */
  readonly withoutComments: string
  /** Comments, and what stands inside string, template and regular-expression literals, blanked. */
  readonly code: string
  /** What stands inside string and template literals; everything else blanked. */
  readonly literals: string
}

type Kind = 'code' | 'comment' | 'literal' | 'pattern'

/** Sorts every character of a TypeScript text into code, comment, literal or pattern. Good enough for rules; it is no parser. */
export function maskSource(text: string): MaskedSource {
  const kinds: Kind[] = new Array(text.length).fill('code')
  readCode({ text, kinds }, 0, false)
  const keep = (wanted: readonly Kind[]) =>
    [...new Array(text.length).keys()]
      .map((at) => (text[at] === '\n' || wanted.includes(kinds[at] ?? 'code') ? text[at] : ' '))
      .join('')
  return {
    withoutComments: keep(['code', 'literal', 'pattern']),
    code: keep(['code']),
    literals: keep(['literal']),
  }
}

type Reading = { readonly text: string; readonly kinds: Kind[] }

/** Reads code from `at`; in a template's hole up to its closing brace. Returns where it stopped. */
function readCode(reading: Reading, at: number, inHole: boolean): number {
  const { text } = reading
  let depth = 0
  let i = at
  while (i < text.length) {
    const char = text[i]
    if (inHole && char === '}' && depth === 0) return i
    if (char === '{') depth++
    if (char === '}') depth--
    i = readToken(reading, i)
  }
  return i
}

function readToken(reading: Reading, at: number): number {
  const { text } = reading
  const two = text.slice(at, at + 2)
  if (two === '//') return mark(reading, at, endOf(text, '\n', at), 'comment')
  if (two === '/*') return mark(reading, at, endOf(text, '*/', at + 2) + 2, 'comment')
  const char = text[at]
  if (char === "'" || char === '"') return readString(reading, at)
  if (char === '`') return readTemplate(reading, at)
  if (char === '/' && startsPattern(text, at)) return readPattern(reading, at)
  return at + 1
}

function readString(reading: Reading, at: number): number {
  const { text } = reading
  let i = at + 1
  while (i < text.length && text[i] !== text[at] && text[i] !== '\n') i += text[i] === '\\' ? 2 : 1
  mark(reading, at + 1, i, 'literal')
  return i + 1
}

function readTemplate(reading: Reading, at: number): number {
  const { text } = reading
  let i = at + 1
  while (i < text.length && text[i] !== '`') {
    if (text.slice(i, i + 2) === '${') i = readCode(reading, i + 2, true) + 1
    else i = mark(reading, i, i + (text[i] === '\\' ? 2 : 1), 'literal')
  }
  return i + 1
}

function readPattern(reading: Reading, at: number): number {
  const { text } = reading
  let inClass = false
  let i = at + 1
  while (i < text.length && text[i] !== '\n' && (inClass || text[i] !== '/')) {
    if (text[i] === '[') inClass = true
    if (text[i] === ']') inClass = false
    i += text[i] === '\\' ? 2 : 1
  }
  return mark(reading, at + 1, i, 'pattern') + 1
}

/** A slash after a value divides; after an operator, an opening bracket or a keyword it begins a pattern; after `<` or `}` it ends a JSX tag. */
function startsPattern(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 80), at).trimEnd()
  return before === '' || /[(,=:[!&|?{;+\-*%~^]$|=>$/.test(before) || /\b(return|typeof|case|in|of)$/.test(before)
}

function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from)
  return at === -1 ? text.length : at
}

function mark(reading: Reading, from: number, to: number, kind: Kind): number {
  for (let i = from; i < Math.min(to, reading.text.length); i++) reading.kinds[i] = kind
  return to
}
