import { minorUnits } from '../../core/currency.ts'
import type { Difference, Told } from './sheet.ts'

/** To the cent: "49.00 EUR". */
export function sayMoney({ minor, currency }: { readonly minor: number; readonly currency: string }): string {
  const units = minorUnits(currency)
  const digits = Math.round(Math.log10(units))
  return `${(minor / units).toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${currency}`
}

/** A value of either side as it is printed. */
export function sayTold(told: Told, { value, currency }: Pick<Difference, 'value' | 'currency'>): string {
  if (told === null) return '–'
  if (typeof told === 'boolean') return told ? 'pays' : 'does not pay'
  if (value === 'mrr' && typeof told === 'number') return sayMoney({ minor: told, currency: currency ?? 'USD' })
  return String(told)
}
