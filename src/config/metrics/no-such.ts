import { errorAt } from '../check/problem-at.ts'
import type { Problem } from '../problem.ts'

type Named = { readonly what: string; readonly name: string; readonly valid: readonly string[] }

/** The problem of a name that there is not, with those that there are. */
export function noSuch(path: string, { what, name, valid }: Named): Problem {
  const message = `${path}: there is no ${what} ${JSON.stringify(name)}.`
  return errorAt(path, { code: 'unknown_name', bad: name, message, mend: `There are: ${valid.join(', ') || 'none'}.` })
}
