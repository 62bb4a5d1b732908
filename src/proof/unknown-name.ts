import { type TelltaleError, telltaleError } from '../core/errors.ts'

export function unknownName(what: string, name: string, valid: readonly string[]): TelltaleError {
  return telltaleError('unknown_name', { what, name: name.slice(0, 200), valid: valid.join(', ') || 'none' })
}
