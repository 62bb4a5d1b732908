import { all } from './condition.ts'
import { ago, change, difference, rollUp, topMember, topShare } from './derived-quantities.ts'
import {
  activeMembers,
  activeShare,
  colleaguesElsewhere,
  hasRole,
  members,
  tenure,
  trait,
} from './entity-quantities.ts'
import { activeDays, count, daysSinceLast, type Events } from './event-quantities.ts'
import { outcome } from './outcome.ts'
import { signal } from './signal.ts'
import { CHURN, type Event, GROWTH, type Of, sales, success } from './starter-words.ts'
import { days } from './window.ts'

/** Few of those who could use it do. */
function seatsThin(): Of<never, 'churned', 'success'> {
  return signal('risk')
    .for(all(tenure('days').atLeast(60), members().atLeast(5)))
    .when(activeShare(days(28)).under(0.2))
    .until(activeShare(days(28)).over(0.4))
    .minimum(3)
    .predicts(outcome('churned').within(days(90)))
    .suggest(success('Train the second team', 'monthly'))
}

/** None of those who decide has been there for two weeks. */
function adminsQuiet(roles: readonly string[]): Of<never, 'churned', 'success'> {
  return signal('risk')
    .for(all(tenure('days').atLeast(30), members({ roles }).atLeast(1)))
    .when(activeMembers(days(14), { roles }).under(1))
    .predicts(CHURN)
    .suggest(success('Ask whether the champion is still there', 'weekly'))
}

/** Somebody who decides was removed, by the event that says so. */
function adminRemoved<const E extends string>(event: E): Of<`event.${E}`, 'churned', 'success'> {
  return signal('risk').on(event).cooldown(days(14)).predicts(CHURN).suggest(success('Meet their successor', 'once'))
}

/** The one of those in these roles who was there on most days of three months before has been away for two weeks. */
function championQuiet(role: string, ...others: readonly string[]): Of<never, 'churned', 'success'> {
  const most = activeDays(days(90).before(days(14)))
  const champion = { by: most, among: hasRole(role, ...others) }
  return signal('risk')
    .for(all(tenure('days').atLeast(60), topMember(most, champion).atLeast(5)))
    .when(topMember(daysSinceLast(), champion).atLeast(14))
    .predicts(CHURN)
    .suggest(success('Ask whether they are still there, and who takes over', 'weekly'))
}

/** Fewer paid seats than thirty days ago: a tenth less, and two at least. `seats`: the property of the account. */
function seatsFalling(seats: string): Of<never, 'churned', 'success'> {
  const now = trait(seats).number
  const before = ago(now, days(30))
  return signal('risk')
    .when(all(change(now, before).atMost(-0.1), difference(now, before).atMost(-2)))
    .cooldown(days(14))
    .predicts(CHURN)
    .suggest(success('Ask who left, and what they did here', 'once'))
}

/** One member does four fifths of the work, a week long: when they leave, so does the account. */
function oneDoesAll<const E extends string>(core: Events<E>): Of<Event<E>, 'churned', 'success'> {
  const share = topShare(count(core, days(28)))
  return signal('risk')
    .for(all(tenure('days').atLeast(60), members().atLeast(3), count(core, days(28)).atLeast(20)))
    .when(share.atLeast(0.8))
    .until(share.under(0.6))
    .minimum(7)
    .predicts(outcome('churned').within(days(90)))
    .suggest(success('Bring in a second person who knows the product', 'monthly'))
}

/** Bills or prices were looked at twice within a week by those in these roles. */
function billingCuriosity<const E extends string>(
  event: E,
  role: string,
  ...others: readonly string[]
): Of<`event.${E}`, 'churned', 'success'> {
  return signal('intent')
    .on(event)
    .when(rollUp('sum', count(event, days(7)), { among: hasRole(role, ...others) }).atLeast(2))
    .cooldown(days(14))
    .predicts(CHURN)
    .suggest(success('Ask whether the plan still fits', 'once'))
}

/** One more in these roles than a week ago, and two at least; not while the account is being set up. */
function adminAdded(role: string, ...others: readonly string[]): Of<never, 'expanded', 'sales'> {
  const admins = members({ roles: [role, ...others] })
  return signal('expansion')
    .for(all(tenure('days').atLeast(30), admins.atLeast(2)))
    .when(difference(admins, ago(admins, days(7))).atLeast(1))
    .predicts(GROWTH)
    .suggest(sales('Meet who has come in', 'once'))
}

/** Three users or more of one business e-mail domain, two of them elsewhere: in accounts of their own, or in none. */
function domainCluster(): Of<never, 'converted', 'sales'> {
  return signal('intent')
    .when(colleaguesElsewhere().atLeast(2))
    .until(colleaguesElsewhere().under(1))
    .predicts(outcome('converted').within(days(60)))
    .suggest(sales('Offer them one account for all of the company', 'once'))
}

/** Signals about who the members are, and how many are paid for. */
export const peopleSignals = {
  ...{ seatsThin, seatsFalling, oneDoesAll, adminsQuiet, adminRemoved, championQuiet },
  ...{ billingCuriosity, adminAdded, domainCluster },
} as const
