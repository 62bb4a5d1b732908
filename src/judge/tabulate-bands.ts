import type { Day } from '../core/time.ts'
import type { Cause } from '../core/transition.ts'
import { groupBy } from '../stats/samples/group-by.ts'
import { medianOf } from '../stats/samples/order-statistics.ts'
import type { BandMove } from '../store/control/read-open-bands.ts'

/** An account in a band at the closes of [from, to); `to` null: still. */
type Stay = {
  readonly account: string
  readonly band: string
  readonly from: Day
  readonly to: Day | null
  readonly cause: Cause
}

/** Days are closed ones, both included. Bands best first. */
export type BandPeriod = {
  readonly bands: readonly string[]
  readonly from: Day
  readonly to: Day
  /** The cell whose accounts are told. */
  readonly cell?: { readonly from: string | null; readonly to: string | null }
}

/** Where an account was before it entered a band within the period; `from` null: in none. */
export type BandCrossing = {
  readonly account: string
  readonly from: string | null
  readonly to: string
  readonly day: Day
  /** Days it had been in the band before. */
  readonly after: number | null
  readonly cause: Cause
}

export type BandTable = {
  /** Accounts by the band at the close before the period and at the close of its last day; null: in none. */
  readonly cells: readonly { readonly from: string | null; readonly to: string | null; readonly accounts: number }[]
  /** Whom `cell` asks for, by key; empty without it. */
  readonly members: readonly string[]
  readonly bands: readonly {
    readonly band: string
    readonly atStart: number
    readonly atEnd: number
    readonly entered: number
    readonly left: number
    /** Accounts in it at the close of each day of the period. */
    readonly daily: readonly number[]
    /** Closes within the period at which an account was in it, of all accounts. */
    readonly days: number
    /** Of the stays that ended within the period, from their beginning on; null: none ended. */
    readonly medianDays: number | null
  }[]
  /** The latest first. */
  readonly crossings: readonly BandCrossing[]
}

/** Who was in which band before a period and at its end, for how long, and who crossed. @param moves of one score, in the order in which they were decided */
export function tabulateBands(moves: readonly BandMove[], { bands, from, to, cell: asked }: BandPeriod): BandTable {
  const stays = listStays(moves.filter(({ asOf }) => asOf <= to))
  const byAccount = groupBy(stays, ({ account }) => account)
  const counts = new Map<string, { from: string | null; to: string | null; accounts: number }>()
  const members: string[] = []
  for (const [account, own] of byAccount) {
    const cell = { from: bandAt(own, from - 1), to: bandAt(own, to) }
    const key = JSON.stringify([cell.from, cell.to])
    counts.set(key, { ...cell, accounts: (counts.get(key)?.accounts ?? 0) + 1 })
    if (asked !== undefined && asked.from === cell.from && asked.to === cell.to) members.push(account)
  }
  const order = [...bands, null]
  const cells = order.flatMap((a) => order.flatMap((b) => counts.get(JSON.stringify([a, b])) ?? []))
  return {
    cells: cells.filter((cell) => cell.from !== null || cell.to !== null),
    members: members.sort(),
    bands: bands.map((band) => summariseBand(stays, band, { from, to })),
    crossings: [...byAccount.values()]
      .flatMap((own) => own.flatMap((stay, at) => (stay.from < from ? [] : [toCrossing(stay, own[at - 1])])))
      .sort((a, b) => b.day - a.day || (a.account < b.account ? -1 : 1)),
  }
}

function listStays(moves: readonly BandMove[]): Stay[] {
  const open = new Map<string, Stay>()
  const ended: Stay[] = []
  for (const { account, band, what, asOf, cause } of moves) {
    const key = JSON.stringify([account, band])
    const stay = open.get(key)
    if (what === 'opened') open.set(key, { account, band, from: asOf, to: null, cause })
    else if (what === 'closed' && stay !== undefined) {
      open.delete(key)
      // Entered and left at one close: at no close was it there.
      if (asOf > stay.from) ended.push({ ...stay, to: asOf })
    }
  }
  return [...ended, ...open.values()].sort((a, b) => a.from - b.from)
}

function bandAt(stays: readonly Stay[], day: Day): string | null {
  return stays.findLast((stay) => isIn(stay, day))?.band ?? null
}

function isIn({ from, to }: Stay, day: Day): boolean {
  return from <= day && (to === null || to > day)
}

function toCrossing(stay: Stay, before: Stay | undefined): BandCrossing {
  const { account, band, from, cause } = stay
  const next = before !== undefined && before.to === from
  return {
    account,
    from: next ? before.band : null,
    to: band,
    day: from,
    after: next ? from - before.from : null,
    cause,
  }
}

function summariseBand(
  stays: readonly Stay[],
  band: string,
  { from, to }: Pick<BandPeriod, 'from' | 'to'>,
): BandTable['bands'][number] {
  const own = stays.filter((stay) => stay.band === band)
  const ended = own.filter((stay) => stay.to !== null && stay.to >= from)
  return {
    band,
    atStart: own.filter((stay) => isIn(stay, from - 1)).length,
    atEnd: own.filter((stay) => isIn(stay, to)).length,
    entered: own.filter((stay) => stay.from >= from).length,
    left: ended.length,
    daily: countDaily(own, from, to),
    days: own.reduce(
      (sum, stay) => sum + Math.max(0, Math.min(stay.to ?? to + 1, to + 1) - Math.max(stay.from, from)),
      0,
    ),
    medianDays: medianOf(ended.map((stay) => stay.to! - stay.from)),
  }
}

/** By what came and went: a long period costs no more than its stays. */
function countDaily(stays: readonly Stay[], from: Day, to: Day): number[] {
  const changes = new Array<number>(to - from + 2).fill(0)
  for (const stay of stays) {
    const [first, end] = [Math.max(stay.from, from), Math.min(stay.to ?? to + 1, to + 1)]
    if (end <= first) continue
    changes[first - from]! += 1
    changes[end - from]! -= 1
  }
  let now = 0
  return changes.slice(0, -1).map((change) => (now += change))
}
