import type { RevenueQuery } from '../../contract/analyze/revenue.ts'
import { type Fraction, parseDecimal } from '../../core/decimal.ts'
import { telltaleError } from '../../core/errors.ts'
import type { Millis } from '../../core/time.ts'
import { unknownName } from '../question/choose-events.ts'
import { convertMinor } from './convert-money.ts'
import type { Terms } from './mrr-changes.ts'

export type OneCurrency = {
  readonly currency: string | null
  readonly byAccount: ReadonlyMap<number, readonly Terms[]>
}

/**
 * Everything in one currency: the only one there is, the one asked for, or all at the rates given.
 * @throws currency_mixed, rate_missing, unknown_name
 */
export function chooseCurrency(
  byAccount: ReadonlyMap<number, readonly Terms[]>,
  { currency, rates }: Pick<RevenueQuery, 'currency' | 'rates'>,
  before: Millis,
): OneCurrency {
  const all = [...byAccount.values()].flat().filter((one) => one.minor > 0 && one.from < before)
  const found = [...new Set(all.map((one) => one.currency))].sort()
  if (currency !== undefined && !found.includes(currency)) throw unknownName('currency', currency, found)
  const wanted = currency === undefined ? found : [currency]
  if (rates === undefined) {
    if (wanted.length > 1) throw telltaleError('currency_mixed', { currencies: wanted.join(', ') })
    return { currency: wanted[0] ?? null, byAccount: mapTerms(byAccount, (one) => keepIf(one, wanted[0])) }
  }
  const table = new Map(rates.per.map((one) => [one.currency, parseDecimal(one.rate)!]))
  table.set(rates.to, { numerator: 1n, denominator: 1n })
  const missing = wanted.find((one) => !table.has(one))
  if (missing !== undefined)
    throw telltaleError('rate_missing', { currency: missing, to: rates.to, valid: [...table.keys()].sort().join(', ') })
  const kept = (one: Terms) => (wanted.includes(one.currency) ? convert(one, table, rates.to) : null)
  return { currency: rates.to, byAccount: mapTerms(byAccount, kept) }
}

/** Terms of nothing tell the end of others, whatever their currency. */
function keepIf(one: Terms, currency: string | undefined): Terms | null {
  return one.currency === currency || one.minor === 0 ? one : null
}

function convert(one: Terms, table: ReadonlyMap<string, Fraction>, to: string): Terms {
  const minor = convertMinor(one.minor, table.get(one.currency)!, { from: one.currency, to })
  return { ...one, minor, currency: to }
}

function mapTerms(
  byAccount: ReadonlyMap<number, readonly Terms[]>,
  change: (one: Terms) => Terms | null,
): ReadonlyMap<number, readonly Terms[]> {
  return new Map([...byAccount].map(([account, terms]) => [account, terms.map(change).filter((one) => one !== null)]))
}
