import type { Day } from '../../core/time.ts'
import type { Association } from '../../stats/survival/associate.ts'
import { type Beginners, type Candidate, NOT_REACHED, REACHES, TIMES } from './beginners.ts'
import type { Reached } from './observe-first-days.ts'

/** One account or user that is compared. */
export type Beginner = {
  readonly account: number
  readonly start: Day
  readonly segment: number
  readonly early: number
  readonly had: boolean
  readonly reached: readonly Reached[]
}

export type Named = Pick<Candidate, 'key' | 'title' | 'role'>
export type Laid = { readonly beginners: Beginners; readonly candidates: readonly Candidate[] }

/** Lays beginners out by column, in the order of their accounts. */
export function layBeginners(
  found: readonly Beginner[],
  { level, windows, named }: { level: Beginners['level']; windows: Association; named: readonly Named[] },
): Laid {
  const count = found.length
  const columns = named.map(() => REACHES.map(() => TIMES.map((): Uint8Array | undefined => undefined)))
  for (const [i, { reached }] of found.entries())
    for (const { candidate, reach, times, day } of reached) {
      const own = columns[candidate]![REACHES.indexOf(reach)]!
      own[times] ??= new Uint8Array(count).fill(NOT_REACHED)
      own[times][i] = day
    }
  const toReached = (own: (typeof columns)[number]): Candidate['reached'] => {
    const [any, two, three, owner] = own
    return { any: any!, two: two!, three: three!, owner: owner! }
  }
  return {
    beginners: {
      ...{ level, count, windows },
      cluster: Int32Array.from(found, ({ account }) => account),
      start: Int32Array.from(found, ({ start }) => start),
      segment: Int16Array.from(found, ({ segment }) => segment),
      early: Float64Array.from(found, ({ early }) => early),
      had: Uint8Array.from(found, ({ had }) => Number(had)),
    },
    candidates: named.map((one, i) => ({ ...one, reached: toReached(columns[i]!) })),
  }
}
