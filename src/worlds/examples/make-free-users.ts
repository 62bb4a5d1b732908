import { branch, type Stream, stream, uniform } from '../../core/stream.ts'
import { type Millis, MS_PER_DAY, MS_PER_HOUR } from '../../core/time.ts'
import { formatInstant } from '../format-instant.ts'
import { categorical, chance, integerBetween, pick } from '../sample.ts'
import type { ExampleOptions, MakeExample } from './example-world.ts'
import { type Deed, inOrder, tellDeeds } from './tell-deeds.ts'

const SIGN_UPS = 50_000
const SIGN_UP_DAYS = 120
/** Everybody can be followed for so long. */
const FOLLOWED_DAYS = 151

const CONVERSION = 0.032
/** Of those who buy: within a week of wanting more, some weeks after it, or without any sign of it. */
const BUYS = { soon: 0.68, later: 0.16, unannounced: 0.16 }
/** Of those who do not: wanting more with no means to pay for it, wanting more, a habit, a try, nothing at all. */
const STAYS = { misfit: 0.01, wanting: 0.04, habit: 0.12, light: 0.53, ghost: 0.3 }

type FreeUser = {
  readonly key: Stream
  readonly account: string
  readonly at: Millis
  readonly course: keyof typeof BUYS | keyof typeof STAYS
  /** Days after sign-up: the day on which limits are hit, and the purchase. */
  readonly wantsAfter: number | null
  readonly buysAfter: number | null
}

/** The world `freemium-50k`: free users of a collaboration tool, each with a workspace, and the few who come to pay. */
export const makeFreeUsers: MakeExample = (options) => {
  const users = Array.from({ length: Math.ceil(SIGN_UPS * options.share) }, (_, i) => drawUser(options, i))
  const messages = users.flatMap((user) => tellDeeds(user.account, listDeeds(user)))
  const truth = users.map(({ account, course, wantsAfter, buysAfter }) => ({ account, course, wantsAfter, buysAfter }))
  return { messages: inOrder(messages, options.end), truth }
}

function drawUser({ seed, end }: ExampleOptions, index: number): FreeUser {
  const account = `space-${index + 1}`
  const key = stream(seed, 'freemium-50k', account)
  const source = branch(key, 'course')
  const day = Math.floor(end / MS_PER_DAY) - SIGN_UP_DAYS - FOLLOWED_DAYS + ((index * 37) % SIGN_UP_DAYS)
  const at = day * MS_PER_DAY + integerBetween(source, 8 * 60, 12 * 60) * 60_000
  if (!chance(source, CONVERSION)) {
    const course = pickCourse(source, STAYS)
    const wants = course === 'wanting' || course === 'misfit'
    return { key, account, at, course, wantsAfter: wants ? integerBetween(source, 15, 140) : null, buysAfter: null }
  }
  const course = pickCourse(source, BUYS)
  // 89 days in the mean.
  const buysAfter = 10 + 139 * uniform(source) ** 0.76
  return { key, account, at, course, buysAfter, wantsAfter: wantsBefore(source, course, buysAfter) }
}

function pickCourse<C extends string>(source: Stream, shares: Readonly<Record<C, number>>): C {
  const names = Object.keys(shares) as C[]
  return names[categorical(uniform(source), Object.values(shares))]!
}

/** A whole day, of which the close is some days before the purchase. */
function wantsBefore(source: Stream, course: keyof typeof BUYS, buysAfter: number): number | null {
  if (course === 'unannounced') return null
  const days = course === 'soon' ? integerBetween(source, 2, 6) : integerBetween(source, 10, 40)
  return Math.max(1, Math.floor(buysAfter) - days)
}

function listDeeds(user: FreeUser): Deed[] {
  const source = branch(user.key, 'deeds')
  const uses = user.course !== 'ghost'
  return [
    ...listSignUp(source, user),
    ...(uses ? listFirstSteps(source, user) : []),
    ...listHabit(source, user),
    ...listWants(source, user),
    ...listPurchase(user),
  ]
}

const at = (source: Stream, { at: signUp }: FreeUser, day: number): Millis =>
  signUp + day * MS_PER_DAY + 60_000 + Math.floor(uniform(source) * 9 * MS_PER_HOUR)
const owner = ({ account }: FreeUser): string => `${account}-1`

/** Who wants more can pay for it, but for the misfits: private, and of no size. */
function listSignUp(source: Stream, user: FreeUser): Deed[] {
  const { account, course, wantsAfter, buysAfter } = user
  const isFit = course !== 'misfit' && (wantsAfter !== null || buysAfter !== null || chance(source, 0.35))
  const email = `${owner(user)}@${isFit ? `${account}.example` : 'gmail.com'}`
  const traits = {
    ...{ name: `Space ${account.slice(6)}`, plan: 'free', domain: email.split('@')[1]! },
    ...{
      created_at: formatInstant(user.at),
      employees: isFit ? integerBetween(source, 20, 400) : integerBetween(source, 1, 9),
    },
    industry: pick(source, ['software', 'agency', 'education', 'retail']),
  }
  return [
    { kind: 'is', at: user.at, user: owner(user), traits: { email } },
    { kind: 'belongs', at: user.at + 1, user: owner(user), traits },
    { kind: 'did', at: user.at + 2, user: owner(user), event: 'Workspace Created' },
  ]
}

function listFirstSteps(source: Stream, user: FreeUser): Deed[] {
  const did = (event: string, day: number): Deed => ({
    kind: 'did',
    at: at(source, user, day),
    user: owner(user),
    event,
  })
  const far = integerBetween(source, 1, 4)
  return ['File Uploaded', 'File Shared', 'Comment Received', 'File Uploaded']
    .slice(0, far)
    .map((event, n) => did(event, n + integerBetween(source, 0, 4)))
}

/** Three days a week, for three to five weeks: up to the day on which more is wanted, if there is one. */
function listHabit(source: Stream, user: FreeUser): Deed[] {
  if (user.course === 'light' || user.course === 'ghost') return []
  const weeks = integerBetween(source, 3, 5)
  const last = user.wantsAfter ?? integerBetween(source, 35, 120)
  const days = Array.from({ length: weeks * 7 }, (_, n) => last - n).filter(
    (day, n) => day > 0 && n % 7 < 5 && n % 2 === 0,
  )
  return days.map((day) => {
    const event = pick(source, ['File Uploaded', 'File Edited', 'File Shared'])
    return { kind: 'did', at: at(source, user, day), user: owner(user), event }
  })
}

/** The team fills up, so does the storage, and what the free plan lacks is tried. Others try some of it now and then. */
function listWants(source: Stream, user: FreeUser): Deed[] {
  const { wantsAfter, account } = user
  const did = (event: string, day: number, more = {}): Deed => ({
    ...{ kind: 'did', at: at(source, user, day), user: owner(user), event, ...more },
  })
  if (wantsAfter === null) {
    if (user.course === 'ghost' || !chance(source, 0.2)) return []
    return [did('Premium Feature Attempted', integerBetween(source, 3, 60), { with: { feature: 'sso' } })]
  }
  const joins = [2, 3, 4, 5].flatMap((n): Deed[] => {
    const day = Math.max(0, wantsAfter - 3 * (6 - n))
    const joined = at(source, user, day)
    return [
      { kind: 'did', at: joined - 30_000, user: owner(user), event: 'Member Invited' },
      { kind: 'did', at: joined, user: `${account}-${n}`, event: 'Account Added User', with: { role: 'member' } },
    ]
  })
  const fills = [0.5, 0.8, 1].map((gigabytes, n) =>
    did('Storage Measured', Math.max(0, wantsAfter - 4 * (2 - n)), { with: { gigabytes } }),
  )
  const tries = ['version history', 'guest access', 'sso'].map((feature) =>
    did('Premium Feature Attempted', wantsAfter, { with: { feature } }),
  )
  return [
    ...joins,
    ...fills,
    did('Member Limit Reached', wantsAfter),
    did('Storage Limit Reached', wantsAfter),
    ...tries,
  ]
}

function listPurchase(user: FreeUser): Deed[] {
  if (user.buysAfter === null) return []
  const from = user.at + user.buysAfter * MS_PER_DAY
  const seats = user.wantsAfter === null ? 2 : 6
  return [
    { kind: 'belongs', at: from, user: owner(user), traits: { plan: 'pro' } },
    {
      kind: 'pays',
      at: from + 1,
      terms: { plan: 'pro', mrrMinor: seats * 1_200, from, to: null, cancelDecidedAt: null },
    },
  ]
}
