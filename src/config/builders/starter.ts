import { activated, activation } from './activation.ts'
import { all, not } from './condition.ts'
import { ago, change, difference, ratio } from './derived-quantities.ts'
import { fastDrop, rise, silence, slowDrop } from './detector.ts'
import { limitUse } from './entitlement.ts'
import { activeMembers, adoption, distinctFeatures, tenure } from './entity-quantities.ts'
import { activeDays, count, daysSinceLast, type Events, streakDays, streakWeeks } from './event-quantities.ts'
import { outcome } from './outcome.ts'
import { signal } from './signal.ts'
import { peopleSignals } from './starter-people.ts'
import { CHURN, CONVERSION, type Event, GROWTH, type Of, sales, success } from './starter-words.ts'
import { days, ever, months } from './window.ts'

/** Use has fallen far below the account's own usual week. */
function usageDrop(): Of<never, 'churned', 'success'> {
  return signal('risk')
    .for(tenure('days').atLeast(60))
    .detects(fastDrop())
    .predicts(CHURN)
    .suggest(success('Call the champion and ask what changed', 'weekly'))
}

/** Use falls too slowly to be seen in a week. */
function slowDecline(): Of<never, 'churned', 'success'> {
  return signal('risk')
    .for(tenure('days').atLeast(90))
    .detects(slowDrop())
    .predicts(outcome('churned').within(days(90)))
    .suggest(success('Go through their goals with them again', 'monthly'))
}

/** Nobody has been there for longer than is usual for the account. */
function wentSilent(): Of<never, 'churned', 'success'> {
  return signal('risk')
    .for(tenure('days').atLeast(30))
    .detects(silence())
    .predicts(CHURN)
    .suggest(success('Reach every admin', 'weekly'))
}

/** The work the product is for has fallen, whatever else goes on. */
function coreDecline<const E extends string>(core: Events<E>): Of<Event<E>, 'churned', 'success'> {
  return signal('risk')
    .for(tenure('days').atLeast(60))
    .detects(fastDrop(core))
    .predicts(CHURN)
    .suggest(success('Find out who does this work now, and where', 'weekly'))
}

/** A week after sign-up, and nothing of the core has been done. */
function stalledOnboarding<const E extends string>(core: Events<E>): Of<Event<E>, 'converted', 'success'> {
  return signal('activation')
    .for(all(tenure('days').atLeast(7), tenure('days').atMost(30)))
    .when(count(core).under(1))
    .predicts(CONVERSION)
    .suggest(success('Offer to set it up together', 'weekly'))
}

/** A feature was tried once, and not again for two weeks. */
function oneAndDone<const E extends string>(feature: Events<E>): Of<Event<E>, 'churned', 'success'> {
  return signal('risk')
    .when(all(count(feature).atMost(1), daysSinceLast(feature).atLeast(14)))
    .predicts(outcome('churned').within(days(90)))
    .suggest(success('Show what it is good for, with their data', 'once'))
}

/** A payment failed. */
function paymentFailed<const E extends string>(event: E): Of<`event.${E}`, 'churned', 'success'> {
  return signal('risk')
    .on(event)
    .cooldown(days(14))
    .predicts(outcome('churned').within(days(30)))
    .suggest(success('Ask for another way to pay', 'daily'))
}

/** Three tickets or more within a week. */
function ticketSurge<const E extends string>(ticket: E): Of<`event.${E}`, 'churned', 'success'> {
  return signal('risk')
    .on(ticket)
    .when(count(ticket, days(7)).atLeast(3))
    .cooldown(days(14))
    .predicts(outcome('churned').within(days(90)))
    .suggest(success('Name one person who owns all open tickets', 'daily'))
}

/** One attempt in ten or more fails. */
function errorsHigh<const E extends string, const A extends string>(
  errors: Events<E>,
  attempts: Events<A>,
): Of<Event<E> | Event<A>, 'churned', 'success'> {
  return signal('risk')
    .for(count(attempts, days(7)).atLeast(30))
    .when(ratio(count(errors, days(7)), count(attempts, days(7))).atLeast(0.1))
    .until(ratio(count(errors, days(7)), count(attempts, days(7))).under(0.05))
    .predicts(outcome('churned').within(days(90)))
    .suggest(success('Send an engineer what fails', 'once'))
}

/** The prices were looked at three times within a week. */
function pricingInterest<const E extends string>(event: E): Of<`event.${E}`, 'converted', 'sales'> {
  return signal('intent')
    .on(event)
    .when(count(event, days(7)).atLeast(3))
    .cooldown(days(14))
    .predicts(CONVERSION)
    .suggest(sales('Offer a call about the plan they looked at', 'once'))
}

/** Something beyond the plan was tried; it escalates with the third time in a week. */
function paywallHit<const E extends string>(event: E): Of<`event.${E}`, 'expanded', 'sales'> {
  return signal('intent')
    .on(event)
    .cooldown(days(14))
    .escalate(count(event, days(7)).atLeast(3))
    .predicts(GROWTH)
    .suggest(sales('Open the feature for a week', 'once'))
}

/** Nine tenths of what the plan allows is used. */
function limitNear<const L extends string>(limit: L): Of<`limit.${L}`, 'expanded', 'sales'> {
  return signal('expansion')
    .when(limitUse(limit).atLeast(0.9))
    .until(limitUse(limit).under(0.8))
    .predicts(GROWTH)
    .suggest(sales('Offer the next plan before the limit is in the way', 'weekly'))
}

/** Three invitations or more within a week. */
function inviteWave<const E extends string>(invite: Events<E>): Of<Event<E>, 'expanded', 'success'> {
  return signal('expansion')
    .when(count(invite, days(7)).atLeast(3))
    .cooldown(days(28))
    .predicts(GROWTH)
    .suggest(success('Welcome the new team with a session', 'once'))
}

/** A fifth more people than four weeks ago, and two at least. */
function teamGrowing(): Of<never, 'expanded', 'sales'> {
  const active = activeMembers(days(28))
  return signal('expansion')
    .for(tenure('days').atLeast(60))
    .when(all(change(active).atLeast(0.2), difference(active).atLeast(2)))
    .cooldown(days(28))
    .predicts(GROWTH)
    .suggest(sales('Talk about the plan for larger teams', 'once'))
}

/** A feature is used that was not used before the last four weeks. */
function featureAdopted(): Of<never, 'expanded', 'sales'> {
  const used = distinctFeatures(ever())
  return signal('expansion')
    .for(tenure('days').atLeast(60))
    .when(difference(used, ago(used, days(28))).atLeast(1))
    .predicts(GROWTH)
    .suggest(sales('Ask what they do with it, and for whom', 'once'))
}

/** Use has risen far above the account's own usual week. */
function usageRise(): Of<never, 'expanded', 'sales'> {
  return signal('expansion')
    .for(tenure('days').atLeast(60))
    .detects(rise())
    .predicts(GROWTH)
    .suggest(sales('Ask what they have begun', 'once'))
}

/** Older than half a year, more than twenty people, three quarters of the features. */
function powerAccount(): Of<never, 'expanded', 'sales'> {
  return signal('expansion')
    .for(tenure().over(months(6)))
    .when(all(activeMembers(days(28)).over(20), adoption({ window: days(28) }).atLeast(0.75)))
    .until(activeMembers(days(28)).under(15))
    .predicts(outcome('expanded').within(days(90)))
    .suggest(sales('Book a talk about growing', 'monthly'))
}

/** Three days or more with use in each of two weeks or more. */
function habit(): Of<never, 'converted', 'sales'> {
  return signal('engagement')
    .when(streakWeeks({ daysPerWeek: 3 }).atLeast(2))
    .predicts(outcome('converted').within(days(60)))
    .suggest(sales('Ask what a paid plan would have to do', 'once'))
}

/** Three days with use in a row. */
function streak(): Of<never, 'converted', 'success'> {
  return signal('engagement')
    .for(tenure('days').atMost(30))
    .when(streakDays().atLeast(3))
    .cooldown(days(28))
    .predicts(CONVERSION)
    .suggest(success('Show the next feature', 'once'))
}

/** Back after thirty days without any use. */
function resurrected(): Of<never, 'expanded', 'success'> {
  return signal('engagement')
    .for(tenure('days').atLeast(60))
    .when(all(activeDays(days(7)).atLeast(1), not(activeDays(days(30).before(days(7))).atLeast(1))))
    .cooldown(days(28))
    .predicts(outcome('expanded').within(days(90)))
    .suggest(success('Ask what brought them back', 'once'))
}

/** Activated within three days of sign-up. Needs an `activation`. */
function fastActivator(): Of<never, 'expanded', 'success'> {
  return signal('activation')
    .for(tenure('days').atMost(30))
    .when(all(activated(), activation('days').under(4)))
    .predicts(outcome('expanded').within(days(90)))
    .suggest(success('Invite them to the beta group', 'once'))
}

/** Six to begin with, two of risk, one of each other kind: `signals: starterSignals.six('projectCreated')`. */
function six<const E extends string>(core: Events<E>) {
  return {
    ...{ usageDrop: usageDrop(), wentSilent: wentSilent(), stalledOnboarding: stalledOnboarding<E>(core) },
    ...{ teamGrowing: teamGrowing(), powerAccount: powerAccount(), habit: habit() },
  }
}

/**
 * Signals to pick from, each with the outcome it predicts, an action, a team (success or sales) and a cadence:
 * `signals: { ...starterSignals.six('projectCreated'), paymentFailed: starterSignals.paymentFailed('paymentFailed') }`. What they return is a
 * signal like any other, to be changed with the methods of one. Rests on outcomes named churned, converted and expanded.
 */
export const starterSignals = {
  six,
  ...{ usageDrop, slowDecline, wentSilent, coreDecline },
  ...peopleSignals,
  ...{ oneAndDone, paymentFailed, ticketSurge, errorsHigh },
  ...{ stalledOnboarding, fastActivator, streak, habit, resurrected },
  ...{ pricingInterest, paywallHit, limitNear, inviteWave, teamGrowing, featureAdopted, usageRise, powerAccount },
} as const
