import type { Day, Millis, Zone } from '../core/time.ts'
import type { SubscriptionRow } from '../store/analytic/rows.ts'

/** A change of an account's MRR. `began`: from none, whether for the first time or again; `unsure`: whether it grew cannot be told, for it is of several currencies. */
export type MrrMove = {
  readonly kind: 'converted' | 'began' | 'churned' | 'expanded' | 'unsure'
  readonly decided: Millis
  /** null: the end is decided, but not when it will be. */
  readonly effective: Millis | null
}

/**
 * What became of an account's MRR, told from all the rows given, future ends too: the first MRR; falls to zero, decided when the last subscription in force was
 * cancelled, if that was said; rises from more than zero. Falls and rises are between closes of local days, so that a gap within a day is none.
 */
export function listMrrMoves(rows: readonly SubscriptionRow[], zone: Zone): MrrMove[] {
  const stretches = listStretches(rows)
  const moves: MrrMove[] = []
  const first = Math.min(...stretches.map(({ from }) => from))
  if (stretches.length > 0) moves.push({ kind: 'converted', decided: first, effective: first })
  const inForce = new Map<string, Sum>()
  for (const steps of byDay(stretches, zone)) {
    const before = copyOf(inForce)
    for (const { one, begins } of steps) addTo(inForce, one, begins ? 1 : -1)
    const move = moveOf(before, inForce, steps)
    if (move !== null) moves.push(move)
  }
  const open = stretches.filter(({ to }) => to === Number.POSITIVE_INFINITY)
  if (open.length > 0 && open.every(({ cancelledAt }) => cancelledAt !== null))
    moves.push({ kind: 'churned', decided: Math.max(...open.map((one) => one.cancelledAt!)), effective: null })
  return moves
}

/** A time in which a subscription brings so much a month; `to` exclusive, infinite: still. */
type Stretch = {
  readonly from: Millis
  readonly to: Millis
  readonly minor: number
  readonly currency: string
  readonly cancelledAt: Millis | null
  /** It is but replaced by other terms of the subscription. */
  readonly goesOn: boolean
}

/** Of the rows of one subscription those with the latest beginning are in force; of equal ones those known last. */
function listStretches(rows: readonly SubscriptionRow[]): Stretch[] {
  const byId = new Map<string, SubscriptionRow[]>()
  const inOrder = [...rows].sort((a, b) => a.from - b.from || a.knownAt - b.knownAt)
  for (const row of inOrder) {
    const own = byId.get(row.subscriptionId) ?? []
    if (own.at(-1)?.from === row.from) own.pop()
    own.push(row)
    byId.set(row.subscriptionId, own)
  }
  return [...byId.values()].flatMap((own) => own.flatMap((row, i) => stretchOf(row, own[i + 1]) ?? []))
}

function stretchOf(row: SubscriptionRow, next: SubscriptionRow | undefined): Stretch | null {
  if (bringsNothing(row)) return null
  const { from, mrrMinor: minor, currency } = row
  const to = Math.min(row.to ?? Number.POSITIVE_INFINITY, next?.from ?? Number.POSITIVE_INFINITY)
  const replacing = next?.from === to ? next : null
  const goesOn = replacing !== null && !bringsNothing(replacing)
  const cancelledAt = row.cancelDecidedAt ?? (goesOn ? null : (replacing?.cancelDecidedAt ?? null))
  return { from, to, minor, currency, cancelledAt, goesOn }
}

function bringsNothing({ from, to, mrrMinor }: SubscriptionRow): boolean {
  return mrrMinor === 0 || (to !== null && to <= from)
}

type Step = { readonly at: Millis; readonly one: Stretch; readonly begins: boolean }

/** Beginnings and ends by local day, in order of time. What ends at midnight ends on the day that begins then. */
function byDay(stretches: readonly Stretch[], zone: Zone): Step[][] {
  const steps = stretches
    .flatMap((one): Step[] => [
      { at: one.from, one, begins: true },
      { at: one.to, one, begins: false },
    ])
    .filter(({ at }) => Number.isFinite(at))
    .sort((a, b) => a.at - b.at)
  const days: Step[][] = []
  let last: Day | null = null
  for (const step of steps) {
    const day = zone.dayOf(step.at)
    if (day === last) days.at(-1)!.push(step)
    else days.push([step])
    last = day
  }
  return days
}

/** What is in force in one currency. */
type Sum = { minor: number; count: number }

function addTo(inForce: Map<string, Sum>, { minor, currency }: Stretch, sign: 1 | -1): void {
  const sum = inForce.get(currency) ?? { minor: 0, count: 0 }
  sum.minor += sign * minor
  sum.count += sign
  if (sum.count === 0) inForce.delete(currency)
  else inForce.set(currency, sum)
}

function copyOf(inForce: ReadonlyMap<string, Sum>): ReadonlyMap<string, Sum> {
  return new Map([...inForce].map(([currency, sum]) => [currency, { ...sum }]))
}

function moveOf(
  before: ReadonlyMap<string, Sum>,
  after: ReadonlyMap<string, Sum>,
  steps: readonly Step[],
): MrrMove | null {
  const at = steps.at(-1)!.at
  if (before.size === 0) {
    const began = steps.find(({ begins }) => begins)!.at
    return after.size === 0 ? null : { kind: 'began', decided: began, effective: began }
  }
  if (after.size === 0) {
    const ends = steps
      .filter(({ begins, one }) => !begins && !one.goesOn)
      .map(({ one }) => Math.min(one.cancelledAt ?? one.to, one.to))
    return { kind: 'churned', decided: Math.max(...ends), effective: at }
  }
  const currencies = new Set([...before.keys(), ...after.keys()])
  if (currencies.size > 1) return { kind: 'unsure', decided: at, effective: at }
  const [currency] = currencies
  const grew = after.get(currency!)!.minor > before.get(currency!)!.minor
  return grew ? { kind: 'expanded', decided: at, effective: at } : null
}
