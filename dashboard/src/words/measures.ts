import type { MetricRow } from '@contract/metrics.ts'
import { countOf, formatCount, formatDay, formatWorth } from './format.ts'
import { formatInterval } from './intervals.ts'

/** A number with its 95 % limits, as every answer of the API says it. */
export type Limits = { readonly estimate: number; readonly lower: number; readonly upper: number }

const one = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })
const two = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })
const UNKNOWN = '–'

/** 0.314 → "31 %"; below 1 % and above 99 % one digit more, so that few are not none. */
export function formatShare(share: number | null): string {
  if (share === null) return UNKNOWN
  const percent = share * 100
  const fine = percent !== 0 && percent !== 100 && (Math.abs(percent) < 1 || (percent > 99 && percent < 100))
  return `${(fine ? one.format(percent) : formatCount(Math.round(percent))).replace('-', '−')}\u202f%`
}

/** "27–42", in per cent. */
export function formatShareLimits({ lower, upper }: Pick<Limits, 'lower' | 'upper'>): string {
  const round = (share: number) => one.format(share > 0.01 && share < 0.99 ? Math.round(share * 100) : share * 100)
  return `${round(lower)}–${round(upper)}`
}

/** How far two shares are apart, in points: 0.033 → "+3.3". */
export function formatDifference(difference: number): string {
  const points = Math.round(difference * 1_000) / 10
  return `${points > 0 ? '+' : points < 0 ? '−' : ''}${Math.abs(points)}`
}

/** "−58.4 to +33": of a difference, whose limits may lie on both sides of none. */
export function formatDifferenceLimits({ lower, upper }: Pick<Limits, 'lower' | 'upper'>): string {
  return `${formatDifference(lower)} to ${formatDifference(upper)}`
}

/** 4.63 → "4.6"; small numbers keep two digits. */
export function formatNumber(n: number | null): string {
  if (n === null) return UNKNOWN
  return (Math.abs(n) < 10 ? two : Math.abs(n) < 100 ? one : { format: formatCount }).format(n).replace('-', '−')
}

/** "2.1–3.4". */
export function formatLimits({ lower, upper }: Pick<Limits, 'lower' | 'upper'>): string {
  return `${formatNumber(lower)}–${formatNumber(upper)}`
}

/** 41 minutes, 2.9 days: seconds in the unit that says them shortest. */
export function formatSeconds(seconds: number | null): string {
  if (seconds === null) return UNKNOWN
  if (seconds < 60) return `${formatCount(Math.round(seconds))} s`
  if (seconds < 3_600) return `${formatCount(Math.round(seconds / 60))} min`
  return seconds < 86_400 ? `${one.format(seconds / 3_600)} h` : formatDays(seconds / 86_400)
}

export function formatDays(days: number | null): string {
  if (days === null) return UNKNOWN
  return days === 1 ? '1 day' : `${one.format(days)} days`
}

type Unit = Pick<MetricRow, 'unit' | 'currency'>

/** A metric's number in its unit: "31 %", "$4,100", "2.9 days". */
export function formatMetric(value: number | null, { unit, currency }: Unit): string {
  if (value === null) return UNKNOWN
  switch (unit) {
    case 'share':
      return formatShare(value)
    case 'money':
      return currency === null ? formatCount(value) : formatWorth({ minor: value, currency })
    case 'days':
      return formatDays(value)
    case 'months':
      return `${formatNumber(value)} months`
    case 'points':
      return `${formatNumber(value)} points`
    case 'ratio':
      return `${formatNumber(value)}×`
    case 'count':
      return formatNumber(value)
  }
}

/** Its limits, without the unit where the number has said it. */
export function formatMetricLimits(limits: Pick<Limits, 'lower' | 'upper'>, { unit, currency }: Unit): string {
  if (unit === 'share') return formatShareLimits(limits)
  if (unit === 'money')
    return `${formatMetric(limits.lower, { unit, currency })}–${formatMetric(limits.upper, { unit, currency })}`
  return formatLimits(limits)
}

const PLAIN: readonly (readonly [RegExp, string])[] = [
  [/\bmilestone(s?)\b/g, 'step$1'],
  [/\bMilestone(s?)\b/g, 'Step$1'],
  [/\bepisode(s?)\b/g, 'alert$1'],
  [/\bpersons\b/g, 'users'],
  [/\bperson\b/g, 'user'],
  [/\btraits\b/g, 'properties'],
  [/\btrait\b/g, 'property'],
]

const MONTH = /\bin (\d{4}-(?:0[1-9]|1[0-2]))(?![\dT-])/g
const DAY = /\b\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])(?![\dT-])/g

/** What the server says of its definitions, in the words of the screen, and days as the rest of the page has them. */
export function onScreen(sentence: string): string {
  return PLAIN.reduce((said, [word, plain]) => said.replace(word, plain), sentence)
    .replaceAll(' %', '\u202f%')
    .replaceAll(DAY, (day) => formatDay(day))
    .replaceAll(MONTH, (_, month: string) => `in ${formatInterval(month, 'month', null)}`)
}

/** "128 of 412 accounts". */
export function ofWords(count: number, total: number, one: string): string {
  return `${formatCount(count)} of ${countOf(total, one)}`
}
