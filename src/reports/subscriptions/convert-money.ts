import { minorUnits } from '../../core/currency.ts'

/** A decimal rate as a fraction of whole numbers: "0.92" is 92 / 100. */
export type Rate = { readonly numerator: bigint; readonly denominator: bigint }

export function parseRate(text: string): Rate {
  const [whole = '0', decimals = ''] = text.split('.')
  return { numerator: BigInt(whole + decimals), denominator: 10n ** BigInt(decimals.length) }
}

/** Minor units of one currency in minor units of another, rounded half away from zero, exactly. */
export function convertMinor(minor: number, rate: Rate, of: { readonly from: string; readonly to: string }): number {
  const numerator = BigInt(minor) * rate.numerator * BigInt(minorUnits(of.to))
  const denominator = rate.denominator * BigInt(minorUnits(of.from))
  return Number((2n * numerator + denominator) / (2n * denominator))
}
