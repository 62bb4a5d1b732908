import { guessMapping } from '../../ingest/files/guess-mapping.ts'
import { splitName } from '../../ingest/survey/split-name.ts'
import type { Fallback, Sample } from '../import-mapping.ts'

/** For rows that say neither what happened nor for whom: the file's name says what a row is, and a user is an account of one. */
export function fallbackOf({ path, rows, columns }: Sample): Fallback {
  const guess = guessMapping(columns, rows)
  return {
    ...(guess.event === undefined ? { event: { constant: eventOfFile(path) } } : {}),
    ...(guess.account === undefined && guess.user !== undefined ? { account: { column: guess.user } } : {}),
  }
}

/** `commits.csv.gz` → `Commit`. */
function eventOfFile(path: string): string {
  const words = splitName(path.replace(/(\.\w+)+$/, '')).filter((word) => !/^\d+$/.test(word))
  const last = (words.at(-1) ?? 'event').replace(/ies$/, 'y').replace(/([^s])s$/, '$1')
  const all = [...words.slice(0, -1), last]
  return all.map((word) => word[0]!.toUpperCase() + word.slice(1)).join(' ')
}
