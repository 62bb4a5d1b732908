import type { Interval } from '../../stats/interval.ts'

/** `31 %`; below one per cent with a decimal, and what a decimal does not show is `<0.1 %`. */
export function sayShare(share: number): string {
  const percent = 100 * share
  if (percent > 0 && percent < 0.05) return '<0.1 %'
  return `${percent > 0 && percent < 1 ? percent.toFixed(1) : Math.round(percent)} %`
}

/** `31 % (24–39)`. */
export function sayRate({ estimate, lower, upper }: Interval): string {
  return `${sayShare(estimate)} (${sayShare(lower).replace(' %', '')}–${sayShare(upper).replace(' %', '')})`
}

/** `3.4×`; what is more than a hundredfold is only called so. */
export function sayTimes(ratio: number): string {
  return ratio > 100 ? 'over 100×' : `${ratio.toFixed(1)}×`
}

/** `3.4× (2.1–5.6)`. */
export function sayRatio({ estimate, lower, upper }: Interval): string {
  const [low, high] = [lower, upper].map((one) => (one > 100 ? '>100' : one.toFixed(1)))
  return `${sayTimes(estimate)} (${low}–${high})`
}

/** `about 4`, `about 0.3`. */
export function sayAmount(amount: number): string {
  return amount >= 9.95 ? String(Math.round(amount)) : amount.toFixed(1).replace(/\.0$/, '')
}

export function sayCount(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}
