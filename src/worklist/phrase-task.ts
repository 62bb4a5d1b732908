import { plural } from '../config/describe/describe-window.ts'
import { formatMoney } from '../core/currency.ts'
import { type Day, dayToIso } from '../core/time.ts'
import type { DueReason, Money, WorkAccount } from './task.ts'

type Said = {
  readonly reasons: readonly DueReason[]
  readonly account: WorkAccount
  readonly value: number
  readonly today: Day
}

/** Why an account is on the list, in one sentence: what happened, how it stands, what it is worth, when it renews, what somebody thinks. */
export function phraseTask({ reasons, account, value, today }: Said): string {
  const { health, pulse, renewsOn, steps } = account
  const renewing = reasons.some(({ what }) => what.kind === 'renewal')
  const parts = [
    listReasons(reasons, today),
    ...(steps === null || !reasons.some(isOfNewcomers) ? [] : phraseSteps(steps)),
    ...(health === null || reasons.some(({ what }) => isOf(what, health.band)) ? [] : [`health: ${health.band}`]),
    phraseValue(account.mrr, value),
    ...(renewing || renewsOn === null || renewsOn < today || renewsOn - today > 90
      ? []
      : [`renews ${inDays(renewsOn - today)}`]),
    ...(pulse === null ? [] : [`${pulse.by} says ${pulse.colour}${pulse.note === '' ? '' : `: “${pulse.note}”`}`]),
  ]
  return `${capital(parts.join('; '))}.`
}

const TOLD = 3

/** Each once: several routines may follow one band. */
function listReasons(reasons: readonly DueReason[], today: Day): string {
  const said = [...new Set(reasons.map((reason) => phraseReason(reason, today)))]
  return listing(said.length <= TOLD ? said : [...said.slice(0, TOLD), `${said.length - TOLD} more`])
}

/** What is said about who has just come: by the band of their onboarding, or by a signal of activation. */
function isOfNewcomers({ what }: DueReason): boolean {
  if (what.kind === 'signal') return what.type === 'activation'
  return what.kind === 'routine' && (what.score === 'onboarding' || what.score === 'activation')
}

/** "2 of 5 steps done, not yet shared, scheduled and advanced"; nothing once all are. */
function phraseSteps({ of, missing }: NonNullable<WorkAccount['steps']>): readonly string[] {
  if (missing.length === 0) return []
  const more = missing.length - TOLD
  const named = more <= 1 ? missing : [...missing.slice(0, TOLD), `${more} more`]
  return [`${of - missing.length} of ${plural(of, 'step')} done, not yet ${listing(named.map(lower))}`]
}

function isOf(what: DueReason['what'], band: string): boolean {
  return what.kind === 'routine' && what.band === band
}

function phraseReason({ what, since }: DueReason, today: Day): string {
  switch (what.kind) {
    case 'signal': {
      const who = what.member === null ? '' : ` of ${what.member}`
      return `${lower(what.title)}${who} since ${shortDay(since, today)}${what.escalated ? ' (now worse)' : ''}`
    }
    case 'routine':
      return `${what.score} ${what.band} since ${shortDay(since, today)}`
    case 'renewal':
      return what.on < today ? `was to renew on ${shortDay(what.on, today)}` : `renews ${inDays(what.on - today)}`
  }
}

function phraseValue(mrr: Money | null, value: number): string {
  if (mrr === null || mrr.minor <= 0) return 'pays nothing yet'
  const amount = `pays ${formatMoney(mrr)} a month`
  return value >= 1.5 || value <= 0.67 ? `${amount}, ${times(value)} a typical account` : amount
}

function times(value: number): string {
  return value >= 1 ? `${value.toFixed(1)} times` : `${Math.round(100 * value)} % of`
}

function inDays(days: number): string {
  return days === 0 ? 'today' : `in ${plural(days, 'day')}`
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** "12 Mar", with the year where it is another than today's. */
export function shortDay(day: Day, today: Day): string {
  const [year, month, date] = dayToIso(day).split('-')
  const text = `${Number(date)} ${MONTHS[Number(month) - 1]}`
  return dayToIso(today).startsWith(year!) ? text : `${text} ${year}`
}

function listing(parts: readonly string[]): string {
  return parts.length <= 1 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
