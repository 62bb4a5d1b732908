import { branch, type Stream, stream } from '../../core/stream.ts'
import { type Millis, MS_PER_DAY, MS_PER_HOUR, weekdayOf } from '../../core/time.ts'
import { formatInstant } from '../format-instant.ts'
import { nameCompany, namePerson } from '../name-things.ts'
import { chance, exponential, integerBetween, lognormal, pick, poisson } from '../sample.ts'
import { drawOnboarding, type Onboarding, STEPS, type Status } from './draw-onboarding.ts'
import type { ExampleOptions, MakeExample } from './example-world.ts'
import { type Deed, inOrder, tellDeeds } from './tell-deeds.ts'

/** 200 a month over six and a half months: about as many as fifteen people look after, 85 each. */
const CUSTOMERS = 1_300
const DAYS = 198
const ASSIGNEES = 'ana ben chen dara elif finn gita hugo ines jamal kira luca mina noor omar'.split(' ')

/** Days from the end of onboarding to the decision to leave, in the mean: 3, 10 and 30 % leave within a year. */
const DAYS_TO_LEAVING: Readonly<Record<Status, number>> = { green: 10_500, yellow: 3_000, red: 900 }
const NOBODY_LEAVES_BEFORE = 40
const NOTICE_DAYS = 30
/** Who leaves falls silent before saying so. */
const SILENT_DAYS = 18

type Customer = {
  readonly key: Stream
  readonly account: string
  readonly name: string
  readonly domain: string
  readonly assignee: string
  readonly at: Millis
  readonly seats: number
  readonly months: number
  readonly onboarding: Onboarding
  readonly people: readonly { readonly user: string; readonly name: string; readonly weekdays: readonly number[] }[]
  readonly leavesAt: Millis | null
}

/** The world `csm-200`: new customers of an analytics platform, 200 a month, and how their onboarding goes. */
export const makeCustomers: MakeExample = (options) => {
  const customers = Array.from({ length: Math.ceil(CUSTOMERS * options.share) }, (_, i) => drawCustomer(options, i))
  const messages = customers.flatMap((one) => tellDeeds(one.account, listDeeds(one, options.end)))
  const truth = customers.map(({ account, assignee, onboarding, leavesAt }) => ({
    ...{ account, assignee, status: onboarding.status, leavesAt: leavesAt === null ? null : formatInstant(leavesAt) },
  }))
  return { messages: inOrder(messages, options.end), truth }
}

function drawCustomer({ seed, end, share }: ExampleOptions, index: number): Customer {
  const account = `customer-${index + 1}`
  const key = stream(seed, 'csm-200', account)
  const source = branch(key, 'customer')
  const day = Math.floor(end / MS_PER_DAY) - DAYS + Math.floor((index * DAYS) / (CUSTOMERS * share))
  const at = day * MS_PER_DAY + integerBetween(source, 8 * 60, 11 * 60) * 60_000
  const onboarding = drawOnboarding(branch(key, 'onboarding'))
  const { name, domain } = nameCompany(source, index)
  const leaving = exponential(branch(key, 'leaving'), DAYS_TO_LEAVING[onboarding.status])
  const leavesAt = Math.floor(at + (NOBODY_LEAVES_BEFORE + leaving) * MS_PER_DAY)
  return {
    ...{ key, account, name, domain, at, onboarding, leavesAt: leavesAt > end ? null : leavesAt },
    assignee: ASSIGNEES[index % ASSIGNEES.length]!,
    seats: onboarding.people + Math.round(lognormal(source, Math.log(12), 0.9)),
    months: pick(source, [6, 12, 12, 12]),
    people: Array.from({ length: onboarding.people }, (_, n) => ({
      ...{ user: `${account}-${n + 1}`, name: namePerson(source).name },
      weekdays: drawWeekdays(source, onboarding.daysPerWeek),
    })),
  }
}

function drawWeekdays(source: Stream, n: number): number[] {
  const rest = [0, 1, 2, 3, 4]
  return Array.from({ length: n }, () => rest.splice(integerBetween(source, 0, rest.length - 1), 1)[0]!)
}

function listDeeds(customer: Customer, end: Millis): Deed[] {
  return [...listContract(customer, end), ...listSteps(customer), ...listUse(customer, end), ...listTickets(customer)]
}

function listContract({ at, name, domain, assignee, seats, months, people, leavesAt }: Customer, end: Millis): Deed[] {
  const mrrMinor = seats * 6_000
  const traits = {
    ...{ name, csm: assignee, plan: seats > 60 ? 'enterprise' : 'business', seats },
    ...{ tier: seats > 40 ? 'strategic' : 'standard', created_at: formatInstant(at) },
  }
  const term = Math.round(months * 30.4375) * MS_PER_DAY
  const { user } = people[0]!
  const begins = (from: Millis): Deed => {
    const renewal_date = formatInstant(from + term).slice(0, 10)
    return { kind: 'belongs', at: from, user, traits: { ...traits, renewal_date } }
  }
  const renewed = at + 50 + term < Math.min(end, leavesAt ?? end) ? [begins(at + 50 + term)] : []
  const pays = (told: Millis, to: Millis | null): Deed => {
    const cancelDecidedAt = to === null ? null : told
    return { kind: 'pays', at: told, terms: { plan: traits.plan, mrrMinor, from: at, to, cancelDecidedAt } }
  }
  return [
    ...people.flatMap(({ user, name: called }, n): Deed[] => [
      { kind: 'is', at: at + n, user, traits: { name: called, email: `${user}@${domain}` } },
      {
        kind: 'did',
        at: at + 100 + n,
        user,
        event: 'Account Added User',
        with: { role: n === 0 ? 'admin' : 'member' },
      },
    ]),
    begins(at + 50),
    ...renewed,
    pays(at + 60, null),
    ...(leavesAt === null ? [] : [pays(leavesAt, leavesAt + NOTICE_DAYS * MS_PER_DAY)]),
  ]
}

function listSteps({ key, at, onboarding, people, leavesAt }: Customer): Deed[] {
  const source = branch(key, 'steps')
  const { user } = people[0]!
  const silent = silentFrom(leavesAt)
  return onboarding.steps
    .flatMap(({ step, day }) =>
      Array.from({ length: STEPS[step] }, (): Deed => {
        const moment =
          at + day * MS_PER_DAY + (0.2 + 6 * source.index) * 60_000 + integerBetween(source, 0, 300) * 60_000
        const details = step === 'Dashboard Built' ? { with: { visualizations: integerBetween(source, 5, 12) } } : {}
        return { kind: 'did', at: moment, user, event: step, ...details }
      }),
    )
    .filter((deed) => deed.at < silent)
}

/** Everybody on their weekdays: signs in, looks, asks. */
function listUse({ key, at, people, leavesAt }: Customer, end: Millis): Deed[] {
  const source = branch(key, 'use')
  const until = Math.min(end, silentFrom(leavesAt))
  return people.flatMap(({ user, weekdays }) => {
    const deeds: Deed[] = []
    for (let day = Math.floor(at / MS_PER_DAY) + 1; day * MS_PER_DAY < until; day++) {
      if (!weekdays.includes(weekdayOf(day))) continue
      const begins = day * MS_PER_DAY + 8 * MS_PER_HOUR + integerBetween(source, 0, 500) * 60_000
      deeds.push({ kind: 'did', at: begins, user, event: 'Signed In' })
      deeds.push({
        kind: 'did',
        at: begins + 90_000,
        user,
        event: chance(source, 0.6) ? 'Dashboard Viewed' : 'Query Run',
      })
    }
    return deeds
  })
}

function silentFrom(leavesAt: Millis | null): Millis {
  return leavesAt === null ? Number.POSITIVE_INFINITY : leavesAt - SILENT_DAYS * MS_PER_DAY
}

/** Those whom onboarding does not help ask for help. */
function listTickets({ key, at, onboarding, people, leavesAt }: Customer): Deed[] {
  const source = branch(key, 'tickets')
  const mean = { green: 0.3, yellow: 0.8, red: 1.2 }[onboarding.status]
  const { user } = people[0]!
  return Array.from({ length: poisson(source, mean) }, (): Deed => {
    const severity = chance(source, 0.3) ? 'high' : 'normal'
    const after = integerBetween(source, 3, 60) * MS_PER_DAY + integerBetween(source, 0, 400) * 60_000
    return { kind: 'did', at: at + after, user, event: 'Ticket Opened', with: { severity } }
  }).filter((deed) => deed.at < silentFrom(leavesAt))
}
