import { telltaleError } from '../../core/errors.ts'

/** The answer, or `not_found` where it is null. */
export async function found<T>(what: string, name: string, answer: Promise<T | null>): Promise<T> {
  const value = await answer
  if (value === null) throw telltaleError('not_found', { what, name: name.slice(0, 200) })
  return value
}
