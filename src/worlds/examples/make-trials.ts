import { branch, type Stream, stream, uniform } from '../../core/stream.ts'
import { type Millis, MS_PER_DAY, MS_PER_HOUR } from '../../core/time.ts'
import { formatInstant } from '../format-instant.ts'
import { categorical, chance, integerBetween, pick, poisson } from '../sample.ts'
import type { ExampleOptions, MakeExample } from './example-world.ts'
import { type Deed, inOrder, tellDeeds } from './tell-deeds.ts'

const SIGN_UPS = 7_492
/** Those who sign up and never open the product, of all. */
const GHOSTS = 2_492
/** Sign-ups come over so many days; the last of them can be followed for 28 days. */
const SIGN_UP_DAYS = 180
const FOLLOWED_DAYS = 29

/** What a trial comes to: how many of the five milestones, how fast the second of them, and how likely it is to buy. */
const COURSES = [
  { milestones: [4, 5], days: [1, 3], share: 0.0156, buys: 0.624622 },
  { milestones: [4, 5], days: [4, 7], share: 0.0396, buys: 0.522427 },
  { milestones: [4, 5], days: [8, 14], share: 0.1248, buys: 0.434037 },
  { milestones: [2, 3], days: [1, 3], share: 0.0104, buys: 0.363067 },
  { milestones: [2, 3], days: [4, 7], share: 0.0324, buys: 0.272589 },
  { milestones: [2, 3], days: [8, 14], share: 0.2672, buys: 0.208055 },
  { milestones: [1, 1], days: null, share: 0.28, buys: 0.08 },
  { milestones: [0, 0], days: null, share: 0.23, buys: 0.02 },
] as const
type Course = (typeof COURSES)[number]

/** How often each milestone's event must happen. */
const MILESTONES = {
  'Project Created': 1,
  'Invite Sent': 2,
  'Task Completed': 5,
  'Integration Connected': 1,
  'View Customized': 1,
} as const
type Step = keyof typeof MILESTONES
const STEPS = Object.keys(MILESTONES) as readonly Step[]

/** Elapsed days of each milestone that is done. */
type Done = ReadonlyMap<Step, number>
type Trial = {
  readonly account: string
  readonly user: string
  readonly at: Millis
  readonly course: Course | null
  readonly done: Done
  /** Days from sign-up to the purchase; null: none. */
  readonly boughtAfter: number | null
}

/** The world `pm-trial`: sign-ups for a 14-day trial of a project management product, of whom a third never open it. */
export const makeTrials: MakeExample = (options) => {
  const trials = Array.from({ length: Math.ceil(SIGN_UPS * options.share) }, (_, i) => drawTrial(options, i))
  const messages = trials.flatMap((trial) => tellDeeds(trial.account, listDeeds(options, trial)))
  const truth = trials.map(({ account, course, done, boughtAfter }) => ({
    ...{ account, opened: course !== null, milestones: done.size, boughtAfter },
    secondAfter: [...done.values()].sort((a, b) => a - b)[1] ?? null,
  }))
  return { messages: inOrder(messages, options.end), truth }
}

function keyOf({ seed }: ExampleOptions, account: string): Stream {
  return stream(seed, 'pm-trial', account)
}

function drawTrial(options: ExampleOptions, index: number): Trial {
  const account = `trial-${index + 1}`
  const source = branch(keyOf(options, account), 'course')
  // The days are filled in turn, so that a smaller world has as many days.
  const day = Math.floor((index * 97) % SIGN_UP_DAYS) - SIGN_UP_DAYS - FOLLOWED_DAYS
  const at = Math.floor(options.end / MS_PER_DAY + day) * MS_PER_DAY + integerBetween(source, 7 * 60, 13 * 60) * 60_000
  const base = { account, user: `user-${index + 1}`, at }
  if (isGhost(index)) return { ...base, course: null, done: new Map(), boughtAfter: null }
  const weights = COURSES.map(({ share }) => share)
  const course = COURSES[categorical(uniform(source), weights)]!
  const buys = chance(branch(source, 'purchase'), course.buys)
  const boughtAfter = buys ? 15 + 12.9 * uniform(branch(source, 'purchase day')) : null
  return { ...base, course, done: drawMilestones(branch(source, 'milestones'), course), boughtAfter }
}

/** Spread evenly, so that the first part of the sign-ups has its share. */
function isGhost(index: number): boolean {
  const before = (n: number): number => Math.floor((n * GHOSTS) / SIGN_UPS)
  return before(index + 1) > before(index)
}

/** The project comes first in nine of ten; the second milestone falls on a day of its class, the others not before it. */
function drawMilestones(source: Stream, { milestones: [least, most], days }: Course): Done {
  const n = integerBetween(source, least, most)
  const [first, ...others] = STEPS.map((step) => ({
    step,
    rank: uniform(source) - (step === 'Project Created' ? 0.9 : 0),
  }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ step }) => step)
  if (n === 0) return new Map()
  if (days === null) return new Map([[first!, integerBetween(source, 0, 13)]])
  const second = drawDay(source, days)
  const later = others.slice(1, n - 1).map((step): [Step, number] => [step, integerBetween(source, second, 14)])
  return new Map([[first!, integerBetween(source, 0, second)], [others[0]!, second], ...later])
}

/** Evenly, but of the slow rather the early days: 9.1 in the mean. */
function drawDay(source: Stream, [from, to]: readonly [number, number]): number {
  if (from !== 8) return integerBetween(source, from, to)
  return (
    from +
    categorical(
      uniform(source),
      Array.from({ length: to - from + 1 }, (_, n) => 0.55 ** n),
    )
  )
}

function listDeeds(options: ExampleOptions, trial: Trial): Deed[] {
  const { user, at, boughtAfter } = trial
  const source = branch(keyOf(options, trial.account), 'deeds')
  const company = chance(source, 0.6)
  const email = `${user}@${company ? `${trial.account}.example` : 'gmail.com'}`
  const signUp: Deed[] = [
    { kind: 'is', at, user, traits: { email, createdAt: formatInstant(at) } },
    { kind: 'did', at: at + 1, user, event: 'Signed Up' },
    { kind: 'belongs', at: at + 2, user, traits: describe(source, trial, company) },
  ]
  const buys: Deed[] = boughtAfter === null ? [] : [buy(at + boughtAfter * MS_PER_DAY, integerBetween(source, 2, 20))]
  return [...signUp, ...(trial.course === null ? [] : listUse(source, trial)), ...buys]
}

function describe(source: Stream, { account, at }: Trial, company: boolean) {
  return {
    ...{ name: `Team ${account.slice(6)}`, created_at: formatInstant(at), plan: 'trial' },
    employees: company ? integerBetween(source, 5, 900) : integerBetween(source, 1, 20),
    source: pick(source, ['organic', 'ads', 'referral', 'partner']),
    onboarding: pick(source, ['tour', 'checklist']),
  }
}

function buy(from: Millis, seats: number): Deed {
  return {
    kind: 'pays',
    at: from,
    terms: { plan: 'team', mrrMinor: seats * 1_200, from, to: null, cancelDecidedAt: null },
  }
}

/** Looks around, and works towards each milestone: one event short of those that are not reached. */
function listUse(source: Stream, { user, at, done }: Trial): Deed[] {
  const did = (event: string, elapsed: number): Deed => ({
    kind: 'did',
    at: momentOf(source, at, elapsed),
    user,
    event,
  })
  const looks = Array.from({ length: 1 + poisson(source, 2 + 2 * done.size) }, () =>
    did('Board Viewed', Math.floor(14 * uniform(source) ** 2)),
  )
  const steps = STEPS.flatMap((step) => {
    const needed = MILESTONES[step]
    const reached = done.get(step)
    if (reached === undefined)
      return Array.from({ length: integerBetween(source, 0, needed - 1) }, () =>
        did(step, integerBetween(source, 0, 13)),
      )
    const last = did(step, reached)
    // What comes before is done by the last, or it would not be the last.
    const before = Array.from({ length: needed - 1 }, () => ({
      ...did(step, 0),
      at: Math.floor(at + 60_000 + (last.at - at - 60_000) * uniform(source)),
    }))
    return [...before, last]
  })
  return [...looks, ...steps]
}

/** A moment within the working hours that follow so many whole days after the sign-up. */
function momentOf(source: Stream, signUp: Millis, elapsed: number): Millis {
  return Math.floor(signUp + elapsed * MS_PER_DAY + 60_000 + uniform(source) * 8 * MS_PER_HOUR)
}
