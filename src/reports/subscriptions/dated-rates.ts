import type { MetricSettings } from '../../config/metrics/settings.ts'
import { type Fraction, parseDecimal } from '../../core/decimal.ts'
import { telltaleError } from '../../core/errors.ts'
import { type Day, dayToIso, isoToDay } from '../../core/time.ts'
import { convertMinor } from './convert-money.ts'

/** Money of any currency in one, at the rate that holds on a day: the last one of that day or before. */
export type DatedRates = {
  readonly to: string
  /** @throws rate_missing */
  readonly convert: (minor: number, currency: string, day: Day) => number
}

/** The rates of the configuration; null: it has none. */
export function datedRatesOf({ rates }: MetricSettings): DatedRates | null {
  if (rates === null) return null
  const byCurrency = new Map<string, { day: Day; rate: Fraction }[]>()
  for (const { currency, date, rate } of rates.dated)
    byCurrency.set(currency, [...(byCurrency.get(currency) ?? []), { day: isoToDay(date)!, rate: parseDecimal(rate)! }])
  const { to } = rates
  return {
    to,
    convert: (minor, currency, day) => {
      if (currency === to || minor === 0) return minor
      const found = byCurrency.get(currency)?.findLast((one) => one.day <= day)
      if (found !== undefined) return convertMinor(minor, found.rate, { from: currency, to })
      const valid = [to, ...byCurrency.keys()].sort().join(', ')
      throw telltaleError('rate_missing', { currency: `${currency} of ${dayToIso(day)} or before`, to, valid })
    },
  }
}
