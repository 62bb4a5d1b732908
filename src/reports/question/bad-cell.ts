import { telltaleError } from '../../core/errors.ts'

/** The error of a cell that the answer has none of. */
export function badCell(argument: string, value: unknown, valid: readonly string[]): Error {
  return telltaleError('bad_argument', {
    argument,
    value: JSON.stringify(value),
    expected: `one of ${valid.slice(0, 50).join(', ') || 'none'}`,
  })
}
