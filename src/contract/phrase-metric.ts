import { formatMoney } from '../core/currency.ts'
import { phraseAmount } from './phrase-comparison.ts'

/** A metric's number in its unit: "33.3 %", "2.5 days", "12,400 EUR". */
export function phraseMetric(
  value: number,
  { unit, currency }: { readonly unit: string; readonly currency: string | null },
): string {
  switch (unit) {
    case 'share':
      return phraseAmount(value, unit)
    case 'money':
      return currency === null ? phraseAmount(value, 'value') : formatMoney({ minor: value, currency })
    case 'days':
    case 'months':
    case 'points':
      return `${phraseAmount(value, 'value')} ${unit}`
    default:
      return phraseAmount(value, 'value')
  }
}

/** What the rules of exclusion left out of every number, and of a list of accounts. */
export function phraseExcluded(events: number, accounts = 0): string {
  const told = events === 1 ? '1 event is' : `${events} events are`
  if (accounts > 0)
    return `${accounts === 1 ? '1 account' : `${accounts.toLocaleString('en')} accounts`} and ${told} excluded by rule.`
  return events === 0 ? 'No event is excluded.' : `${told} excluded by rule.`
}
