import { phraseAmount } from '@contract/phrase-comparison.ts'

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const UNKNOWN = '–'
const CURRENCIES_NAMED = 3

/** 1204 → "1,204"; unknown → "–". */
export function formatCount(n: number | null): string {
  return n === null ? UNKNOWN : whole.format(n)
}

/** A measured value as explanations say it, with a real minus sign. */
export function formatValue(n: number | null, unit = ''): string {
  return bindPerCent(phraseAmount(n, unit).replace('-', '−'))
}

/** No line breaks between a number and its per cent sign. */
export function bindPerCent(sentence: string): string {
  return sentence.replaceAll(' %', '\u202f%')
}

/** How far a value is from its threshold: shares differ by points. */
export function formatDistance(n: number | null, unit: string): string {
  if (n === null) return UNKNOWN
  return unit === 'share' ? phraseAmount(n, unit).replace('%', 'pts') : formatValue(n, unit)
}

/** Sums per currency, never one sum: "$3,150, €900 and 2 more currencies". */
export function formatMonies(monies: readonly { minor: number; currency: string }[]): string {
  const named = monies.slice(0, CURRENCIES_NAMED).map(formatMoney)
  const rest = monies.length - named.length
  return joinWords(rest > 0 ? [...named, countOf(rest, 'more currency', 'more currencies')] : named)
}

/** Minor units of a currency; a currency that is none keeps its text. */
export function formatMoney(money: { minor: number; currency: string } | null): string {
  if (money === null) return UNKNOWN
  try {
    const format = new Intl.NumberFormat('en-US', { style: 'currency', currency: money.currency })
    const digits = format.resolvedOptions().maximumFractionDigits ?? 2
    const amount = money.minor / 10 ** digits
    const said = format.format(amount).replace('-', '−')
    return Number.isInteger(amount) ? said.replace(/\.0+$/, '') : said
  } catch {
    return `${whole.format(money.minor / 100)} ${money.currency.slice(0, 8)}`
  }
}

/** A number worked out from money: without cents from a hundred units on, where they would say more than is known. */
export function formatWorth(money: { minor: number; currency: string }): string {
  const hundred = 100 * 10 ** digitsOf(money.currency)
  const unit = Math.abs(money.minor) < hundred ? 1 : hundred / 100
  return formatMoney({ ...money, minor: Math.round(money.minor / unit) * unit })
}

function digitsOf(currency: string): number {
  try {
    return new Intl.NumberFormat('en-US', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  } catch {
    return 2
  }
}

const longDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
/** Not the platform's: some say "Sept". */
export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
const clockTime = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })

/** "2 Apr", never broken over lines; with the year where it differs from the year of `near`. */
export function formatDay(day: string | null, near?: string | null): string {
  if (day === null) return UNKNOWN
  const dayMonth = `${Number(day.slice(8, 10))}\u00a0${monthOf(day)}`
  return near != null && near.slice(0, 4) === day.slice(0, 4) ? dayMonth : `${dayMonth}\u00a0${day.slice(0, 4)}`
}

export function formatLongDay(day: string): string {
  return longDay.format(new Date(`${day}T00:00:00Z`))
}

export function formatMonth(day: string | null): string {
  return day === null ? UNKNOWN : `${monthOf(day)} ${day.slice(0, 4)}`
}

function monthOf(day: string): string {
  return MONTHS[Number(day.slice(5, 7)) - 1] ?? ''
}

/** "2 Apr 2026 14:02 UTC", as logs have it. */
export function formatStamp(instant: string): string {
  return `${formatDay(instant.slice(0, 10))} ${instant.slice(11, 16)} UTC`
}

/** The reader's own clock: "14:02". */
export function formatClock(instant: string): string {
  return clockTime.format(new Date(instant))
}

/** "2 Apr 14:02" by the product's clock; with the year where it differs from the year of `near`. */
export function formatMoment(instant: string, zone: string, near: string): string {
  const { day, time } = clockIn(instant, zone)
  return `${formatDay(day, near)} ${time}`
}

/** "2 Apr" by the product's clock; with the year where it differs from the year of `near`. */
export function formatInstantDay(instant: string, zone: string, near: string): string {
  return formatDay(clockIn(instant, zone).day, near)
}

function clockIn(instant: string, zone: string): { day: string; time: string } {
  const parts = momentIn(zone).formatToParts(new Date(instant))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? ''
  return { day: `${part('year')}-${part('month')}-${part('day')}`, time: `${part('hour')}:${part('minute')}` }
}

const moments = new Map<string, Intl.DateTimeFormat>()
function momentIn(zone: string): Intl.DateTimeFormat {
  const made =
    moments.get(zone) ??
    new Intl.DateTimeFormat('en-GB', {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      timeZone: zone,
    })
  moments.set(zone, made)
  return made
}

/** "1 account", "3 accounts". */
export function countOf(n: number, one: string, many = `${one}s`): string {
  return `${formatCount(n)} ${n === 1 ? one : many}`
}

/** Beside numbers of which something was left out by rule. */
export function leftOutWords(events: number, accounts = 0): string {
  const told = countOf(events, 'event is', 'events are')
  return accounts === 0 ? `${told} left out by rule.` : `${countOf(accounts, 'account')} and ${told} left out by rule.`
}

/** 0 → "today", 1 → "1 day", 3 → "3 days". */
export function formatAge(days: number | null): string {
  if (days === null) return 'never'
  return days <= 0 ? 'today' : countOf(days, 'day')
}

/** 930 → "2 y 6 m". */
export function formatTenure(days: number | null): string {
  if (days === null) return UNKNOWN
  if (days < 60) return countOf(days, 'day')
  const months = Math.floor(days / 30.4375)
  if (months < 12) return countOf(months, 'month')
  return months % 12 === 0 ? `${Math.floor(months / 12)} y` : `${Math.floor(months / 12)} y ${months % 12} m`
}

/** "a", "a and b", "a, b and c". */
export function joinWords(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? ''
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
