import type { Model } from '../model.ts'
import type { Cadence, Renewals, Worklist } from '../worklist.ts'
import { plural } from './describe-window.ts'

type TeamOf = Worklist['teams'][number]
type RoutineOf = Worklist['routines'][number]

const EACH: Readonly<Record<Cadence, string>> = {
  once: 'Once',
  daily: 'Every day',
  weekly: 'Every week',
  monthly: 'Every month',
  quarterly: 'Every quarter',
}

/** Who is in a team, whose an account is, and what one of them can do. */
export function describeTeam({ trait, people, capacity, portfolio, alertsPerWeek }: TeamOf, model: Model): string {
  const named = people.map((one) => (one.capacity === null ? one.name : `${one.name} (${one.capacity} tasks a day)`))
  const most = [
    ...(people.length === 0 && capacity !== null ? [`${plural(capacity, 'task')} a day`] : []),
    ...(portfolio === null ? [] : [`${plural(portfolio, 'account')}`]),
    ...(alertsPerWeek === null ? [] : [`${plural(alertsPerWeek, 'task')} a week from alerts`]),
  ]
  const whose = trait ?? (people.length === 0 ? model.account.assigneeTrait : null)
  return [
    ...(named.length === 0 ? [] : [`${named.join(', ')}.`]),
    describeOwner(whose, people.length > 0),
    ...(most.length === 0 ? [] : [`At most ${most.join(', ')} each.`]),
  ].join(' ')
}

function describeOwner(trait: string | null, people: boolean): string {
  if (trait === null) return people ? 'Accounts are dealt to them in turn.' : 'Nothing says whose an account is.'
  return `An account is of whom its property ${trait} names${people ? ', else it is dealt to them in turn' : ''}.`
}

/** When, for whom, and what. */
export function describeRoutine({ score, band, afterDays, age, suggest }: RoutineOf): string {
  const after = afterDays === 0 ? '' : ` for at least ${plural(afterDays, 'day')}`
  const old = age === null ? '' : `, at an age of ${age.from} to ${age.to} days`
  return `${EACH[suggest.cadence]} while ${score} is ${band}${after}${old}, ${suggest.team}: ${suggest.action}.`
}

export function describeRenewals({ withinDays, suggest }: Renewals): string {
  return `${EACH[suggest.cadence]} in the ${plural(withinDays, 'day')} before an account renews, ${suggest.team}: ${suggest.action}.`
}
