import { minorUnits } from '../../core/currency.ts'
import { type Fraction, roundFraction } from '../../core/decimal.ts'

/** Minor units of one currency in minor units of another, rounded half away from zero, exactly. */
export function convertMinor(
  minor: number,
  rate: Fraction,
  of: { readonly from: string; readonly to: string },
): number {
  return roundFraction({
    numerator: BigInt(minor) * rate.numerator * BigInt(minorUnits(of.to)),
    denominator: rate.denominator * BigInt(minorUnits(of.from)),
  })
}
