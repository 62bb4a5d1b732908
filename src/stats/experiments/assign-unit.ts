import { createHash } from 'node:crypto'

/** What decides the arm of a unit: the experiment and its salt (a new one for each version of it), and the unit, an account as a rule. */
export type Assignment = { readonly experiment: string; readonly salt: string; readonly unit: string }

const DIGITS = 13

/**
 * A unit's place in [0, 1): the first 13 hexadecimal digits (exact in a double) of the SHA-256 of `experiment|salt|unit` in UTF-8, as a fraction. The same
 * for ever, and independent between experiments.
 */
export function placeUnit({ experiment, salt, unit }: Assignment): number {
  const digits = createHash('sha256').update(`${experiment}|${salt}|${unit}`, 'utf8').digest('hex').slice(0, DIGITS)
  return Number.parseInt(digits, 16) / 16 ** DIGITS
}

/** Held back where the place is below the share that is; else treated. */
export function assignUnit(assignment: Assignment, holdout: number): 'holdout' | 'treated' {
  return placeUnit(assignment) < holdout ? 'holdout' : 'treated'
}
