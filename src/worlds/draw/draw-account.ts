import { branch, type Stream, stream, uniform } from '../../core/stream.ts'
import { type Day, type Millis, MS_PER_DAY, MS_PER_HOUR } from '../../core/time.ts'
import { type CompanyName, INDUSTRIES, nameCompany } from '../name-things.ts'
import { COUNTRIES, type Country } from '../read-calendar.ts'
import { categorical, chance, integerBetween, lognormal, normal, pick, uniformBetween } from '../sample.ts'
import { FREE_MAIL_DOMAINS, SEGMENTS, type Segment, SOURCES, type Source, STAFF_DOMAIN } from '../vocabulary.ts'
import type { WorldFrame } from '../world-options.ts'

/** Who signed up: a company; a company that never opened the product; a machine; own staff; the second sign-up of a company. */
export type Nature = 'company' | 'ghost' | 'bot' | 'internal' | 'duplicate'

/** An account as it was drawn: everything about it that does not happen, but is. */
export type Account = CompanyName & {
  readonly index: number
  /** The account key that the product sends. */
  readonly id: string
  readonly key: Stream
  readonly origin: 'customer' | 'trial'
  readonly nature: Nature
  /** The id of the account whose company signed up a second time. */
  readonly duplicateOf: string | null
  readonly segment: Segment
  /** Paid seats when it becomes a customer. */
  readonly seats: number
  readonly motivation: number
  readonly fit: number
  readonly source: Source
  readonly country: Country
  readonly countryIndex: number
  readonly industry: string
  readonly employees: number
  /** Sign-up; for customers of before the world's start, years earlier. */
  readonly createdAt: Millis
  readonly csm: string | null
}

const SEGMENT_SHARES = [0.6, 0.3, 0.1]
const SEATS: Record<Segment, readonly [number, number]> = { smb: [4, 0.6], mid: [25, 0.6], ent: [150, 0.7] }
const SOURCE_SHARES = [0.34, 0.2, 0.18, 0.12, 0.16]
/** After the campaign of the redesign's month: many more sign-ups from ads, which are smaller and less motivated. */
const CAMPAIGN_SHARES = [0.24, 0.5, 0.12, 0.06, 0.08]
const ADS_MOTIVATION = -0.5
const CSMS = ['Dana Whitfield', 'Marek Lindqvist', 'Ruth Adeleke', 'Tom Nakamura', 'Ines Carvalho', 'Pia Holm']

export function drawAccount(frame: WorldFrame, index: number): Account {
  const key = stream(frame.seed, 'account', index)
  const origin = index < frame.size.accounts ? 'customer' : 'trial'
  const countryIndex = categorical(
    uniform(branch(key, 'country')),
    COUNTRIES.map((c) => c.weight),
  )
  const country = COUNTRIES[countryIndex]!
  const createdAt = drawCreation(frame, branch(key, 'created'), { origin, country })
  const campaign = frame.mechanisms.mixShift && createdAt >= frame.redesignDay * MS_PER_DAY
  const source = SOURCES[categorical(uniform(branch(key, 'source')), campaign ? CAMPAIGN_SHARES : SOURCE_SHARES)]!
  const segment = SEGMENTS[categorical(uniform(branch(key, 'segment')), SEGMENT_SHARES)]!
  const [median, spread] = SEATS[segment]
  const seats = 1 + Math.floor(lognormal(branch(key, 'seats'), Math.log(median), spread))
  return {
    index,
    id: `acct_${index.toString(36).padStart(4, '0')}`,
    key,
    origin,
    ...drawNature(frame, key, index),
    segment,
    seats,
    motivation: normal(branch(key, 'motivation')) + (campaign && source === 'ads' ? ADS_MOTIVATION : 0),
    fit: normal(branch(key, 'fit')),
    source,
    country,
    countryIndex,
    industry: pick(branch(key, 'industry'), INDUSTRIES),
    employees: Math.max(seats, Math.round(seats * lognormal(branch(key, 'employees'), 1, 0.8))),
    createdAt,
    csm: segment === 'smb' ? null : pick(branch(key, 'csm'), CSMS),
  }
}

type Creation = { readonly origin: Account['origin']; readonly country: Country }

/** Trials start evenly over the world, on a working hour; customers came in the four years before it. */
function drawCreation(frame: WorldFrame, source: Stream, { origin, country }: Creation): Millis {
  const day: Day =
    origin === 'trial'
      ? integerBetween(source, frame.startDay, frame.endDay - 1)
      : frame.startDay - 30 - Math.floor(1_430 * uniform(source) ** 1.5)
  return Math.floor(day * MS_PER_DAY + (uniformBetween(source, 8, 18) - country.offsetHours) * MS_PER_HOUR)
}

type Naming = CompanyName & Pick<Account, 'nature' | 'duplicateOf'>

function drawNature(frame: WorldFrame, key: Stream, index: number): Naming {
  const own = nameCompany(branch(key, 'name'), index)
  if (index < frame.size.accounts) return { ...freeMail(frame, key, own), nature: 'company', duplicateOf: null }
  const shares = [0.33, 0.01, 0.005, 0.03, 0.625]
  const nature = (['ghost', 'bot', 'internal', 'duplicate', 'company'] as const)[
    categorical(uniform(branch(key, 'nature')), shares)
  ]!
  if (nature === 'internal') return { name: `Taskflow test ${index}`, domain: STAFF_DOMAIN, nature, duplicateOf: null }
  if (nature !== 'duplicate') return { ...freeMail(frame, key, own), nature, duplicateOf: null }
  const original = integerBetween(branch(key, 'duplicate of'), 0, frame.size.accounts - 1)
  const company = nameCompany(branch(stream(frame.seed, 'account', original), 'name'), original)
  return { ...company, nature, duplicateOf: `acct_${original.toString(36).padStart(4, '0')}` }
}

/** One company in thirty writes from a free mailbox, so its domain says nothing. */
function freeMail(frame: WorldFrame, key: Stream, company: CompanyName): CompanyName {
  const source = branch(key, 'free mail')
  if (!frame.mechanisms.identityMess || !chance(source, 0.03)) return company
  return { name: company.name, domain: pick(source, FREE_MAIL_DOMAINS) }
}
