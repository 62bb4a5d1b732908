import type { Millis } from '../../core/time.ts'
import type { LeftOut, Settled } from '../question/settled.ts'

/** What became of an account, as it is known now. */
export type Fate = {
  /** When the outcome was decided, in order; null: it cannot be told. */
  readonly outcomes: readonly Millis[] | null
  /** Stretches in which nothing was paid, or it was decided that nothing would be; the first may begin before all time. */
  readonly unpaid: readonly { readonly from: Millis; readonly to: Millis }[]
}

/** Those of which an account may have several, and which only who pays can have. */
export const OF_PAYING: ReadonlySet<string> = new Set(['churned', 'expanded'])

export type Settling = {
  readonly kind: string
  /** When exposure ends; null: there is no such moment, and whatever came by the end is told. */
  readonly landmark: Millis | null
  readonly end: Millis
  readonly now: Millis
}

/**
 * Whether the outcome came between landmark and end. Who is gone at the landmark, or was decided by then, is in no group; who had left and is back by then is.
 * Nor is who has not been followed to the end, whatever came so far.
 */
export function settleFate(fate: Fate, { kind, landmark, end, now }: Settling): Settled {
  const { outcomes, unpaid } = fate
  if (outcomes === null) return { leftOut: 'untold' }
  if (landmark !== null) {
    const leftOut = leftOutAt(landmark, kind, { outcomes, unpaid })
    if (leftOut !== null) return { leftOut }
  }
  if (now < end) return { leftOut: 'too_early' }
  return { had: outcomes.some((at) => (landmark === null || at > landmark) && at <= end) }
}

type Told = Fate & { readonly outcomes: readonly Millis[] }

function leftOutAt(landmark: Millis, kind: string, { outcomes, unpaid }: Told): LeftOut | null {
  const isOfPaying = OF_PAYING.has(kind)
  if (!isOfPaying && outcomes.some((at) => at <= landmark)) return 'decided'
  const idle = unpaid.find(({ from, to }) => from <= landmark && landmark < to)
  return idle !== undefined && (isOfPaying || Number.isFinite(idle.from)) ? 'left' : null
}
