import type { Millis, Zone } from '../core/time.ts'
import type { SubscriptionRow } from '../store/analytic/rows.ts'
import { listMrrMoves, type MrrMove } from './mrr-moves.ts'

export type KnownMove = MrrMove & { readonly known: Millis }

/**
 * Changes of MRR that had been decided and could be told at an instant, in order of time. `known`: since when each can be told without a break; no earlier than
 * it was decided.
 */
export function listKnownMoves(
  rows: readonly SubscriptionRow[],
  { zone, at }: { readonly zone: Zone; readonly at: Millis },
): KnownMove[] {
  const said = dropRepeated(rows.filter(({ knownAt }) => knownAt <= at))
  const moments = [...new Set(said.map(({ knownAt }) => knownAt))].sort((a, b) => b - a)
  const moves = listMrrMoves(said, zone).filter(({ decided }) => decided <= at)
  const since = new Map(moves.map((move) => [nameOf(move), moments[0]!]))
  let unbroken = new Set(since.keys())
  for (const moment of moments.slice(1)) {
    const told = new Set(
      listMrrMoves(
        said.filter(({ knownAt }) => knownAt <= moment),
        zone,
      ).map(nameOf),
    )
    unbroken = new Set([...unbroken].filter((name) => told.has(name)))
    if (unbroken.size === 0) break
    for (const name of unbroken) since.set(name, moment)
  }
  return moves
    .map((move) => ({ ...move, known: Math.max(move.decided, since.get(nameOf(move))!) }))
    .sort((a, b) => a.decided - b.decided)
}

function nameOf({ kind, decided, effective }: MrrMove): string {
  return `${kind} ${decided} ${effective}`
}

/** Without the rows that say of a subscription what had been said last of the same time: a list that is imported every day says little. */
function dropRepeated(rows: readonly SubscriptionRow[]): SubscriptionRow[] {
  const last = new Map<string, string>()
  return [...rows]
    .sort((a, b) => a.knownAt - b.knownAt)
    .filter(({ subscriptionId, from, to, mrrMinor, currency, cancelDecidedAt }) => {
      const of = JSON.stringify([subscriptionId, from])
      const terms = JSON.stringify([to, mrrMinor, currency, cancelDecidedAt])
      if (last.get(of) === terms) return false
      last.set(of, terms)
      return true
    })
}
