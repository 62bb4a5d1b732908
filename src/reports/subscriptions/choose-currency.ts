import type { RevenueQuery } from '../../contract/analyze/revenue.ts'
import { type Fraction, parseDecimal } from '../../core/decimal.ts'
import { telltaleError } from '../../core/errors.ts'
import type { Millis } from '../../core/time.ts'
import { unknownName } from '../question/choose-events.ts'
import { convertMinor } from './convert-money.ts'
import type { Terms } from './mrr-changes.ts'
import { changeTerms, type TermsByAccount } from './terms-by-account.ts'

export type OneCurrency = {
  readonly currency: string | null
  readonly byAccount: TermsByAccount
}

/**
 * Everything in one currency: the only one there is, the one asked for, or all at the rates given.
 * @throws currency_mixed, rate_missing, unknown_name
 */
export function chooseCurrency(
  byAccount: TermsByAccount,
  { currency, rates }: Pick<RevenueQuery, 'currency' | 'rates'>,
  before: Millis,
): OneCurrency {
  const found = currenciesOf(byAccount, before)
  if (currency !== undefined && !found.includes(currency)) throw unknownName('currency', currency, found)
  const wanted = currency === undefined ? found : [currency]
  if (rates === undefined) {
    if (wanted.length > 1) throw telltaleError('currency_mixed', { currencies: wanted.join(', ') })
    const isWanted = (one: Terms) => isOfCurrency(one, wanted[0])
    const kept = (terms: readonly Terms[]) => (terms.every(isWanted) ? terms : terms.filter(isWanted))
    return { currency: wanted[0] ?? null, byAccount: changeTerms(byAccount, kept) }
  }
  const table = new Map(rates.per.map((one) => [one.currency, parseDecimal(one.rate)!]))
  table.set(rates.to, { numerator: 1n, denominator: 1n })
  const missing = wanted.find((one) => !table.has(one))
  if (missing !== undefined)
    throw telltaleError('rate_missing', { currency: missing, to: rates.to, valid: [...table.keys()].sort().join(', ') })
  const converted = (terms: readonly Terms[]) =>
    terms.filter((one) => wanted.includes(one.currency)).map((one) => convert(one, table, rates.to))
  return { currency: rates.to, byAccount: changeTerms(byAccount, converted) }
}

/** Looked for until all that may be there are found: mostly there is one. */
function currenciesOf({ accounts, termsOf, currencies }: TermsByAccount, before: Millis): readonly string[] {
  const found = new Set<string>()
  for (const account of accounts) {
    if (found.size === currencies.size) break
    for (const { minor, from, currency } of termsOf(account)) if (minor > 0 && from < before) found.add(currency)
  }
  return [...found].sort()
}

/** Terms of nothing tell the end of others, whatever their currency. */
function isOfCurrency(one: Terms, currency: string | undefined): boolean {
  return one.currency === currency || one.minor === 0
}

function convert(one: Terms, table: ReadonlyMap<string, Fraction>, to: string): Terms {
  const minor = convertMinor(one.minor, table.get(one.currency)!, { from: one.currency, to })
  return { ...one, minor, currency: to }
}
