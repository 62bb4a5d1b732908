import { telltaleError } from '../core/errors.ts'
import { type Invocation, textOption } from './command.ts'

/** Which numbers an option takes, and how that is told to who wrote another. */
export type NumberRule = { readonly valid: (value: number) => boolean; readonly expected: string }

/** Of days, and of counts. */
export const WHOLE: NumberRule = {
  valid: (value) => Number.isInteger(value) && value >= 0 && value < 1_000_000,
  expected: 'whole numbers',
}

export const ANY: NumberRule = { valid: Number.isFinite, expected: 'a number' }

/** An option as a number; null: it was left out. @throws bad_argument */
export function numberOption(invocation: Invocation, name: string, rule: NumberRule): number | null {
  const text = textOption(invocation, name)
  return text === null ? null : readNumber(text, { argument: flagOf(name), ...rule })
}

/** `saveRate` is written `--save-rate`. */
function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

/** A text as a number, written with digits alone. @throws bad_argument */
export function readNumber(
  text: string,
  { argument, valid, expected }: NumberRule & { readonly argument: string },
): number {
  const written = text.trim()
  const value = /^-?(\d+(\.\d*)?|\.\d+)$/.test(written) ? Number(written) : Number.NaN
  if (valid(value)) return value
  throw telltaleError('bad_argument', { argument, value: JSON.stringify(text.slice(0, 80)), expected })
}

/** The text of an option that a command cannot do without. @throws bad_argument when it was left out, or is blank */
export function neededOption(invocation: Invocation, name: string, expected: string): string {
  const text = textOption(invocation, name)?.trim() ?? ''
  if (text !== '') return text
  throw telltaleError('bad_argument', { argument: flagOf(name), value: 'missing', expected })
}

/** What is said of a day that is missing. */
export const A_DAY = 'a day such as 2026-07-01'
