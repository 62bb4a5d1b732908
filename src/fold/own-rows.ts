import { DAY_MAX, type Day } from '../core/time.ts'
import type { FactBlock } from '../store/analytic/rows.ts'
import type { PersonActor } from './entity.ts'

/** The rows of a block that are an entity's: all of [start, end), or those of its actors from the day on which each was joined. */
export type OwnRows = {
  readonly block: FactBlock
  readonly start: number
  readonly end: number
  readonly actors: readonly PersonActor[] | null
  /** Every row counts from its own day on, whenever it became known. */
  readonly report: boolean
}

/** Calls `visit` with each own row of one of the facts and the day from which on it counts. */
export function visitRows(
  { block, start, end, actors, report }: OwnRows,
  facts: ReadonlySet<number>,
  visit: (row: number, visible: Day) => void,
): void {
  if (facts.size === 0) return
  const { fact, day, knownDay, actor, n } = block
  const joinedOf = actors === null ? null : new Map(actors.map((one) => [one.actor, one.joined]))
  for (let row = start; row < end; row++) {
    if (!facts.has(fact[row]!) || n[row]! <= 0) continue
    const joined = joinedOf === null ? -DAY_MAX : (joinedOf.get(actor[row]!) ?? DAY_MAX)
    if (joined === DAY_MAX) continue
    visit(row, report ? day[row]! : Math.max(day[row]!, knownDay[row]!, joined))
  }
}
