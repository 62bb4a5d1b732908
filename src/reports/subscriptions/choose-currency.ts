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
  const found = currenciesOf(byAccount, before)
  if (currency !== undefined && !found.includes(currency)) throw unknownName('currency', currency, found)
  const wanted = currency === undefined ? found : [currency]
  if (rates === undefined) {
    if (wanted.length > 1) throw telltaleError('currency_mixed', { currencies: wanted.join(', ') })
    if (currency === undefined && isAll(byAccount, wanted[0])) return { currency: wanted[0] ?? null, byAccount }
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

function currenciesOf(byAccount: OneCurrency['byAccount'], before: Millis): readonly string[] {
  const found = new Set<string>()
  for (const terms of byAccount.values())
    for (const { minor, from, currency } of terms) if (minor > 0 && from < before) found.add(currency)
  return [...found].sort()
}

/** Nothing has to be taken out. */
function isAll(byAccount: OneCurrency['byAccount'], currency: string | undefined): boolean {
  for (const terms of byAccount.values()) if (terms.some((one) => keepIf(one, currency) === null)) return false
  return true
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
