import { cleanText } from './clean-text.ts'
import { NUMBER_MARK } from './quote-large-numbers.ts'

/** JSON text that every engine accepts, and whether a number had to become text for it. */
export type CleanJson = { readonly text: string; readonly numberKept: boolean }

/**
 * A parsed JSON value as text: keys in the order sent, strings well-formed and without NUL, numbers beyond 2^53 and infinite ones as text, −0 as 0.
 * Nearly all values need no repair, which shows in the text itself; only then is the value walked and copied.
 */
export function cleanJson(value: unknown): CleanJson {
  const text = JSON.stringify(value)
  if (!needsRepair(text)) return { text, numberKept: false }
  const repair = { numberKept: false }
  return { text: JSON.stringify(repairValue(value, repair)), numberKept: repair.numberKept }
}

/** `\u`: a control character or half a surrogate pair. `null`: perhaps an infinite number. `e+` or 16 digits: perhaps a number beyond 2^53. */
function needsRepair(text: string): boolean {
  return text.includes('\\u') || text.includes('null') || text.includes('e+') || hasDigitRun(text)
}

function hasDigitRun(text: string): boolean {
  for (let i = 15; i < text.length; i += 16) {
    let from = i
    while (from >= 0 && isDigit(text.charCodeAt(from))) from--
    if (from === i) continue
    let to = i
    while (to < text.length && isDigit(text.charCodeAt(to))) to++
    if (to - from > 16) return true
  }
  return false
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

/** Copies into objects without prototype, where `__proto__` is a key like any other. */
export function repairValue(value: unknown, repair: { numberKept: boolean }): unknown {
  if (typeof value === 'string') {
    if (value.startsWith(NUMBER_MARK)) repair.numberKept = true
    return cleanText(value)
  }
  if (typeof value === 'number') {
    if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value
    repair.numberKept = true
    return String(value)
  }
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((item) => repairValue(item, repair))
  const copy: Record<string, unknown> = Object.create(null)
  for (const [key, inner] of Object.entries(value)) copy[cleanText(key)] = repairValue(inner, repair)
  return copy
}
