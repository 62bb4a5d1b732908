import { type Day, type Millis, MS_PER_DAY } from '../../core/time.ts'
import { signUpOf } from '../question/read-sign-ups.ts'
import { traitAt } from '../question/trait-history.ts'
import {
  daysBetween,
  isIn,
  type Measure,
  type Measured,
  type Measuring,
  measured,
  partOf,
  shareOf,
  untold,
} from './measured.ts'

const DAYS = 28
const VISITOR_DAYS = 14
const LEAD_DAYS = 30
/** After the end of a trial in which a purchase still counts as its. */
const GRACE_DAYS = 14

export const measureConversion: Measure<'conversion'> = async ({ of }, measuring) => {
  switch (of) {
    case 'visitor':
      return measureVisitors(measuring)
    case 'lead':
      return measureLeads(measuring)
    case 'trial':
      return measureTrials(measuring)
  }
}

async function measureVisitors(measuring: Measuring): Promise<Measured> {
  const { visit } = measuring.reading.model.metrics
  if (visit === null) return untold('metrics.visit names no event of visitors')
  return followPersons(measuring, { begun: await measuring.reading.firsts(visit), within: VISITOR_DAYS })
}

async function measureLeads(measuring: Measuring): Promise<Measured> {
  const { lead } = measuring.reading.model.metrics
  if (lead === null) return untold('metrics.lead says nothing of who is a lead')
  const begun = 'event' in lead ? await measuring.reading.firsts(lead.event) : await sinceTrait(measuring, lead)
  return followPersons(measuring, { begun, within: LEAD_DAYS })
}

/** Since when each person has had the trait (of a value, where one is asked for). */
async function sinceTrait(
  { reading }: Measuring,
  { trait, value }: { readonly trait: string; readonly value: string | number | boolean | null },
): Promise<ReadonlyMap<number, Millis>> {
  const since = new Map<number, Millis>()
  for (const [person, told] of await reading.traits('person', trait)) {
    const first = told.find((one) => (value === null ? one.value !== null : one.value === value))
    if (first !== undefined) since.set(person, first.from)
  }
  return since
}

type Followed = { readonly begun: ReadonlyMap<number, Millis>; readonly within: number }

/** Of the persons who began in the last 28 days that are long enough ago, those who signed up after it in time. */
async function followPersons(measuring: Measuring, { begun, within }: Followed): Promise<Measured> {
  const { reading, last } = measuring
  const isOf = await personFilter(measuring)
  if (isOf === null) return untold('who has not signed up is in no account: it can be told by source only')
  const signUps = await reading.personSignUps()
  const to = last - within
  const inTime = ([person, at]: readonly [number, Millis]) => {
    const one = signUps.get(person)
    const signUp = one?.told ?? one?.signed ?? null
    return signUp !== null && signUp >= at && signUp <= at + within * MS_PER_DAY
  }
  const own = [...begun].filter(([person, at]) => isWithin(reading.zone.dayOf(at), to) && isOf(person, at))
  const period = daysBetween(to - DAYS + 1, to)
  const came = new Map(own)
  const who = partOf('user', came.keys(), (id) => inTime([id, came.get(id)!]))
  return measured(
    { ...shareOf(own.filter(inTime).length, own.length), period, ...who },
    `nobody came from ${period.from} to ${period.to}`,
  )
}

/** Persons by their own source; null: by something that only accounts have. */
async function personFilter({ reading, group }: Measuring): Promise<((person: number, at: Millis) => boolean) | null> {
  if (group === null) return () => true
  const { by } = reading
  if (typeof by !== 'object' || by === null || !('trait' in by) || by.trait !== '$source') return null
  const told = await reading.traits('person', '$source')
  return (person, at) => traitAt(told, person, at + MS_PER_DAY) === group.value
}

/** Of the accounts that signed up in the last 28 days that are long enough ago, those that paid in time. */
async function measureTrials(measuring: Measuring): Promise<Measured> {
  const { reading, last, group } = measuring
  const within = reading.model.product.trialDays + GRACE_DAYS
  const to = last - within
  const paid = new Map((await reading.money()).accounts.map(({ account, changes }) => [account, changes[0]?.at]))
  const period = daysBetween(to - DAYS + 1, to)
  const [all, counted] = [new Set<number>(), new Set<number>()]
  for (const [account, one] of await reading.accountSignUps()) {
    const signUp = signUpOf(one)
    if (!isWithin(reading.zone.dayOf(signUp), to) || !isIn(group, account, last)) continue
    all.add(account)
    if ((paid.get(account) ?? Number.POSITIVE_INFINITY) <= signUp + within * MS_PER_DAY) counted.add(account)
  }
  const who = partOf('account', all, (id) => counted.has(id))
  return measured(
    { ...shareOf(counted.size, all.size), period, ...who },
    `nobody signed up from ${period.from} to ${period.to}`,
  )
}

function isWithin(day: Day, to: Day): boolean {
  return day > to - DAYS && day <= to
}
