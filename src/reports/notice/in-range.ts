import { isoToDay, type Millis, makeZone } from '../../core/time.ts'
import type { ReportSource } from '../question/report-source.ts'

/** Whether an instant is on the local days of the product asked for, both taken in. */
export function inRange(
  { model }: Pick<ReportSource, 'model'>,
  { date_from, date_to }: { readonly date_from?: string | undefined; readonly date_to?: string | undefined },
): (at: Millis) => boolean {
  const zone = makeZone(model.product.timezone)
  const startOf = (text: string | undefined, plus: number, otherwise: Millis): Millis => {
    const day = text === undefined ? null : isoToDay(text)
    return day === null ? otherwise : zone.startOf(day + plus)
  }
  const from = startOf(date_from, 0, Number.NEGATIVE_INFINITY)
  const to = startOf(date_to, 1, Number.POSITIVE_INFINITY)
  return (at) => at >= from && at < to
}
