/** What stands at a place of a CSV text: a record and where it ends (behind its line's end), why none can be read there, or that the text ends within quotes. */
export type FoundRecord =
  | { readonly kind: 'record'; readonly fields: string[]; readonly end: number }
  | { readonly kind: 'broken'; readonly why: string; readonly end: number }
  | { readonly kind: 'open' }

const QUOTE = '"'

/**
 * The record that begins at `from`, as in RFC 4180: fields between delimiters, quoted where they hold delimiters, line ends or (twice) quotes. `newline`: what
 * ends a line; a carriage return before `\n` belongs to it. Anything else beside a quote is broken, and costs the line that the record begins with, no other.
 */
export function splitRecord(text: string, from: number, { delimiter, newline }: CsvShape): FoundRecord {
  const lineEnd = endOfLine(text, from, newline)
  const line = text.slice(from, beforeReturn(text, from, lineEnd))
  if (!line.includes(QUOTE)) return { kind: 'record', fields: line.split(delimiter), end: lineEnd + 1 }
  return splitQuoted(text, from, { delimiter, newline })
}

export type CsvShape = { readonly delimiter: string; readonly newline: '\n' | '\r' }

function splitQuoted(text: string, from: number, shape: CsvShape): FoundRecord {
  const { delimiter, newline } = shape
  const broken = (why: string): FoundRecord => ({ kind: 'broken', why, end: endOfLine(text, from, newline) + 1 })
  const fields: string[] = []
  for (let at = from; ; ) {
    const lineEnd = endOfLine(text, at, newline)
    if (text[at] !== QUOTE) {
      const next = text.indexOf(delimiter, at)
      const isLast = next === -1 || next > lineEnd
      const field = text.slice(at, isLast ? beforeReturn(text, at, lineEnd) : next)
      if (field.includes(QUOTE)) return broken(`Invalid Opening Quote: a quote stands within the field ${show(field)}`)
      fields.push(field)
      if (isLast) return { kind: 'record', fields, end: lineEnd + 1 }
      at = next + 1
      continue
    }
    const close = closingQuote(text, at + 1)
    if (close === -1) return { kind: 'open' }
    fields.push(text.slice(at + 1, close).replaceAll('""', QUOTE))
    at = close + 1
    if (text[at] === delimiter) at++
    else {
      const end = newline === '\n' && text[at] === '\r' ? at + 1 : at
      if (end < text.length && text[end] !== newline)
        return broken(`Invalid Closing Quote: ${show(text.slice(at, at + 20))} follows a quote that closes a field`)
      return { kind: 'record', fields, end: end + 1 }
    }
  }
}

/** The place of the quote that ends a field; a quote twice is a quote of its text. −1: there is none. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf(QUOTE, from); at !== -1; at = text.indexOf(QUOTE, at + 2))
    if (text[at + 1] !== QUOTE) return at
  return -1
}

/** The place of the newline, or the end of the text. */
export function endOfLine(text: string, from: number, newline: CsvShape['newline']): number {
  const at = text.indexOf(newline, from)
  return at === -1 ? text.length : at
}

function beforeReturn(text: string, from: number, end: number): number {
  return end > from && text[end - 1] === '\r' ? end - 1 : end
}

function show(text: string): string {
  return JSON.stringify(text.slice(0, 60))
}
