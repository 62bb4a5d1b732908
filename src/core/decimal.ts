/** An exact number: a whole one over a whole one above 0. */
export type Fraction = { readonly numerator: bigint; readonly denominator: bigint }

/** A decimal as it is written, such as "0.92" or "-12"; null when it is none, or longer than 40 characters. */
export function parseDecimal(text: string): Fraction | null {
  if (text.length > 40 || !/^-?\d+(\.\d+)?$/.test(text)) return null
  const [whole = '0', decimals = ''] = text.split('.')
  return { numerator: BigInt(whole + decimals), denominator: 10n ** BigInt(decimals.length) }
}

/** The nearest whole number, half away from zero. */
export function roundFraction({ numerator, denominator }: Fraction): number {
  const size = numerator < 0n ? -numerator : numerator
  const rounded = (2n * size + denominator) / (2n * denominator)
  return Number(numerator < 0n ? -rounded : rounded)
}
