import { groupBy } from '../../stats/samples/group-by.ts'
import { REACHES, type Reach, TIMES } from './beginners.ts'

/** So many events of a candidate by one person on one local day since the start. Corrections are below 0. */
export type FirstDayRow = {
  readonly candidate: number
  readonly day: number
  readonly person: number
  readonly n: number
}

/** A candidate that was done so often, by whom, at the close of a day. `times`: a place in TIMES. */
export type Reached = {
  readonly candidate: number
  readonly reach: Reach
  readonly times: number
  readonly day: number
}

/** The first day at whose close each cell holds. Rows in any order. `owners`: null where it is not known whose the account is. */
export function observeFirstDays(rows: readonly FirstDayRow[], owners: ReadonlySet<number> | null): Reached[] {
  const byCandidate = groupBy(rows, ({ candidate }) => candidate)
  return [...byCandidate].flatMap(([candidate, own]) => observeCandidate(candidate, own, owners))
}

function observeCandidate(
  candidate: number,
  rows: readonly FirstDayRow[],
  owners: ReadonlySet<number> | null,
): Reached[] {
  const found: Reached[] = []
  const reached = new Map<Reach, number>(REACHES.map((reach) => [reach, 0]))
  const byPerson = new Map<number, number>()
  const days = [...groupBy(rows, ({ day }) => day)].sort(([a], [b]) => a - b)
  for (const [day, own] of days) {
    for (const { person, n } of own) byPerson.set(person, (byPerson.get(person) ?? 0) + n)
    for (const reach of REACHES) {
      const done = timesOf(reach, byPerson, owners)
      let next = reached.get(reach)!
      for (; next < TIMES.length && done >= TIMES[next]!; next++) found.push({ candidate, reach, times: next, day })
      reached.set(reach, next)
    }
  }
  return found
}

function timesOf(reach: Reach, byPerson: ReadonlyMap<number, number>, owners: ReadonlySet<number> | null): number {
  const did = [...byPerson].filter(([, n]) => n > 0)
  const sum = (of: typeof did): number => of.reduce((total, [, n]) => total + n, 0)
  switch (reach) {
    case 'any':
      return sum(did)
    case 'two':
      return did.length >= 2 ? sum(did) : 0
    case 'three':
      return did.length >= 3 ? sum(did) : 0
    case 'owner':
      return owners === null ? 0 : sum(did.filter(([person]) => owners.has(person)))
  }
}
