import type { Millis } from '../../core/time.ts'
import type { Settled } from '../question/settled.ts'

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
  readonly landmark: Millis
  readonly end: Millis
  readonly now: Millis
}

/** Whether the outcome came between landmark and end, both of them later than what is compared. Who had gone, or was decided, by the landmark is in no group. */
export function settleFate({ outcomes, unpaid }: Fate, { kind, landmark, end, now }: Settling): Settled {
  if (outcomes === null) return { leftOut: 'untold' }
  const isOfPaying = OF_PAYING.has(kind)
  if (!isOfPaying && outcomes.some((at) => at <= landmark)) return { leftOut: 'decided' }
  const idle = unpaid.find(({ from, to }) => from <= landmark && landmark < to)
  if (idle !== undefined && (isOfPaying || Number.isFinite(idle.from))) return { leftOut: 'left' }
  if (now < end) return { leftOut: 'too_early' }
  return { had: outcomes.some((at) => at > landmark && at <= end) }
}
