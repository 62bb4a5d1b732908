import { branch, type Stream, seek } from '../../core/stream.ts'
import type { Day } from '../../core/time.ts'
import type { LifeDraft } from '../life-draft.ts'
import type { Churn, Ticket } from '../paid-life.ts'
import { chance, integerBetween, poisson } from '../sample.ts'

const PER_ROOT_SEAT = 0.02
const SEVERE_SHARE = 0.1
const DOUBLED_DAYS = 30
/** What the aggressive discount really does: it leaves churn as it was, and brings questions for two months. */
const DISCOUNT_HARM = { factor: 1.6, days: 60 } as const

export function complainOfWeek(draft: LifeDraft, week: Day): void {
  if (!draft.frame.mechanisms.tickets) return
  const { on, harms } = draft.discount
  const factor = harms && week >= on && week < on + DISCOUNT_HARM.days ? DISCOUNT_HARM.factor : 1
  const source = seek(branch(draft.account.key, 'tickets'), week)
  addTickets(draft.tickets, source, { mean: weeklyMean(draft) * factor, from: week, days: 7 })
}

/** Twice the usual in the month before a decision, except where nothing showed. Tickets end with the subscription. */
export function complainBeforeChurn(draft: LifeDraft, churn: Churn): Ticket[] {
  const tickets = draft.tickets.filter((ticket) => ticket.on < churn.effectiveOn)
  if (churn.kind !== 'decline' || !draft.frame.mechanisms.tickets || !draft.frame.mechanisms.effects) return tickets
  const mean = (weeklyMean(draft) * DOUBLED_DAYS) / 7
  const source = branch(draft.account.key, 'tickets before churn')
  addTickets(tickets, source, { mean, from: churn.decidedOn - DOUBLED_DAYS, days: DOUBLED_DAYS })
  return tickets.sort((a, b) => a.on - b.on)
}

function weeklyMean(draft: LifeDraft): number {
  return PER_ROOT_SEAT * Math.sqrt(draft.seats)
}

function addTickets(into: Ticket[], source: Stream, at: { mean: number; from: Day; days: number }): void {
  const count = poisson(source, at.mean)
  for (let i = 0; i < count; i++) {
    const on = at.from + integerBetween(source, 0, at.days - 1)
    into.push({ on, severe: chance(source, SEVERE_SHARE) })
  }
}
