import { branch, type StreamKey, uniform } from '../../core/stream.ts'
import { type Day, type Millis, MS_PER_DAY } from '../../core/time.ts'
import { nameDevice, namePerson } from '../name-things.ts'
import { chance, gamma, uniformBetween } from '../sample.ts'
import type { Role } from '../vocabulary.ts'
import type { Account } from './draw-account.ts'

/** One human being (or mailbox), who may be a member of several accounts. */
export type Person = {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly title: string
  /** The anonymous id of the first device. */
  readonly device: string
  readonly createdAt: Millis
}

/** A person in an account. Who it is, until when and under which account key is settled once all accounts are drawn (moves, merges, shared ids). */
export type Member = {
  readonly index: number
  readonly key: StreamKey
  person: Person
  readonly role: Role
  /** Own share of activity, Gamma with shape 0.6 and mean 1: few do most. */
  readonly vigour: number
  readonly from: Day
  /** First day not a member any more; null: stays. */
  to: Day | null
  /** Was there before the world began. */
  readonly past: boolean
  /** From this day on, events carry another account key (merge or split). */
  regroup: { readonly on: Day; readonly context: { readonly groupId: string } } | null
  /** Devices of a shared mailbox; all events carry one of them beside the user id. */
  devices: readonly string[]
  /** First day of nine on which a second device sends without a login; it is joined on the tenth. */
  strayFrom: Day | null
  /** Days from joining until the first device is joined to the person. */
  mergeLagDays: number
}

export function drawMember(account: Account, at: { index: number; from: Day; past: boolean }): Member {
  const key = branch(account.key, 'member', at.index)
  return {
    index: at.index,
    key,
    person: drawPerson(account, at, key),
    role: drawRole(at.index, uniform(branch(key, 'role'))),
    vigour: gamma(branch(key, 'vigour'), 0.6, 1 / 0.6),
    from: at.from,
    to: null,
    past: at.past,
    regroup: null,
    devices: [],
    strayFrom: null,
    mergeLagDays: 0,
  }
}

function drawPerson(account: Account, at: { index: number; from: Day; past: boolean }, key: StreamKey): Person {
  const { name, local, title } = namePerson(branch(key, 'name'))
  const since = branch(key, 'since')
  const past = account.createdAt + uniform(since) ** 2 * (at.from * MS_PER_DAY - account.createdAt)
  const fresh = at.from * MS_PER_DAY + uniformBetween(since, 0.3, 0.7) * MS_PER_DAY
  return {
    userId: `u_${account.index.toString(36)}_${at.index.toString(36)}`,
    name,
    email: `${local}@${account.domain}`,
    title,
    device: nameDevice(branch(key, 'device')),
    createdAt: at.index === 0 ? account.createdAt : Math.floor(at.past ? past : fresh),
  }
}

/** The first member owns the account, the second administers it; of the others one in ten administers and one in five only looks. */
function drawRole(index: number, u: number): Role {
  if (index === 0) return 'owner'
  if (index === 1 || u < 0.1) return 'admin'
  return u < 0.3 ? 'viewer' : 'member'
}

/** The member with the largest share of the activity among those present. */
export function findChampion(members: readonly Member[], on: Day): Member | null {
  let best: Member | null = null
  for (const member of members) {
    if (isMember(member, on) && (best === null || member.vigour > best.vigour)) best = member
  }
  return best
}

export function isMember(member: Member, on: Day): boolean {
  return member.from <= on && (member.to === null || on < member.to)
}

/** Does this person work for several firms? Drawn here so that all users of it agree. */
export function isConsultant(member: Member): boolean {
  return member.role !== 'owner' && chance(branch(member.key, 'consultant'), 0.01)
}
