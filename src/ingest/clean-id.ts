import { cleanLabel } from './clean-text.ts'

export const MAX_ID_LENGTH = 1_024

/** What broken integrations send where an id should be. Compared without case and without quotes around. */
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  '',
  '0',
  '[object object]',
  'anonymous',
  'distinct_id',
  'distinctid',
  'false',
  'guest',
  'n/a',
  'nan',
  'nil',
  'none',
  'not_authenticated',
  'null',
  'true',
  'undefined',
  '-',
  '{}',
  '[]',
])
const LONGEST_PLACEHOLDER = 24
const BACKSLASH = 0x5c

/** `absent`: not sent. `placeholder`: sent, but names nobody; it counts as absent, and never merges people. */
export type CleanId =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'absent' | 'placeholder' | 'too_long' }

const ABSENT: CleanId = { kind: 'absent' }
const PLACEHOLDER: CleanId = { kind: 'placeholder' }
const TOO_LONG: CleanId = { kind: 'too_long' }

/** An id as text: numbers become their digits; NFC, trimmed. Booleans, objects and lists are placeholders. */
export function cleanId(value: unknown): CleanId {
  if (value === undefined || value === null) return ABSENT
  if (typeof value !== 'string' && typeof value !== 'number') return PLACEHOLDER
  const raw = typeof value === 'string' ? value : String(value)
  if (raw.length > MAX_ID_LENGTH * 2) return TOO_LONG
  const id = cleanLabel(raw)
  if (id.length > MAX_ID_LENGTH) return TOO_LONG
  return isPlaceholder(id) ? PLACEHOLDER : { kind: 'id', id }
}

export function isPlaceholder(id: string): boolean {
  if (id.length > LONGEST_PLACEHOLDER) return false
  const first = id.charCodeAt(0)
  return PLACEHOLDERS.has((isQuote(first) || first === BACKSLASH ? unquote(id) : id).toLowerCase())
}

/** `"\"null\""`, `'null'` and a lone quote are forms of the same mistake: an id serialised once too often. */
function unquote(id: string): string {
  return id.replace(/^["'`\\\s]+|["'`\\\s]+$/g, '')
}

function isQuote(code: number): boolean {
  return code === 0x22 || code === 0x27 || code === 0x60
}
