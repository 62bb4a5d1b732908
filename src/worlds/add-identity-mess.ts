import { branch, type Stream, stream } from '../core/stream.ts'
import type { AccountPlan, Regrouping, SharedPerson } from './account-plan.ts'
import { isConsultant, isMember, type Member } from './draw/draw-member.ts'
import { HOSTILE_IDS, HOSTILE_NAMES, nameDevice } from './name-things.ts'
import { chance, integerBetween } from './sample.ts'
import type { WorldFrame } from './world-options.ts'

const SHARED_MAILBOX = 0.01
const REUSED_DEVICE = 0.01
const STRAY_DEVICE = 0.05
const LATE_MERGE = 0.1
const LATE_DAYS = 9
const REGROUPED = 1 / 200
const MOVED = 0.004

export type IdentityMess = { readonly regroupings: readonly Regrouping[]; readonly shared: readonly SharedPerson[] }

/** Blurs who is who, in place: devices, shared mailboxes, persons in several accounts, accounts that merge or split. */
export function addIdentityMess(frame: WorldFrame, accounts: readonly AccountPlan[]): IdentityMess {
  for (const plan of accounts) for (const member of plan.members) blurDevices(plan, member)
  return { shared: sharePersons(frame, accounts), regroupings: regroupAccounts(frame, accounts) }
}

function blurDevices(plan: AccountPlan, member: Member): void {
  const source = branch(member.key, 'devices')
  if (chance(source, SHARED_MAILBOX)) {
    member.devices = [1, 2, 3].map((n) => nameDevice(branch(member.key, 'device', n)))
    member.person = { ...member.person, name: 'Team inbox', email: `team@${plan.account.domain}` }
  } else if (chance(source, REUSED_DEVICE) && member.index > 0) {
    member.person = { ...member.person, device: plan.members[member.index - 1]!.person.device }
  }
  if (chance(source, LATE_MERGE) && !member.past) member.mergeLagDays = LATE_DAYS
  if (chance(source, STRAY_DEVICE)) member.strayFrom = member.from + integerBetween(source, 1, 60)
}

/** Consultants work for a second account; some members change their company and keep their login. */
function sharePersons(frame: WorldFrame, accounts: readonly AccountPlan[]): SharedPerson[] {
  const all: SharedPerson[] = []
  for (const plan of accounts) {
    if (plan.paid === null) continue
    for (const member of plan.members) {
      const source = branch(member.key, 'elsewhere')
      const moves = chance(source, MOVED)
      if (!moves && !isConsultant(member)) continue
      const shared = appearIn(member, plan, {
        moves,
        other: accounts[integerBetween(source, 0, frame.size.accounts - 1)]!,
      })
      if (shared !== null) all.push(shared)
    }
  }
  return all
}

type Elsewhere = { readonly moves: boolean; readonly other: AccountPlan }

/** Takes the place of a member of the other account who joins while this one is here; a mover leaves on that day. */
function appearIn(member: Member, plan: AccountPlan, { moves, other }: Elsewhere): SharedPerson | null {
  if (other === plan || member.role === 'owner') return null
  const seat = other.members.find(
    (m) => m.role !== 'owner' && !m.past && isMember(member, m.from) && m.from > member.from,
  )
  if (seat === undefined || seat.person.userId.split('_')[1] !== other.account.index.toString(36)) return null
  seat.person = member.person
  if (moves) member.to = seat.from
  const { userId } = member.person
  return { kind: moves ? 'moved' : 'several', userId, accountIds: [plan.account.id, other.account.id], on: seat.from }
}

/** One account in two hundred becomes part of another, and one falls into two: from a day on, events carry another key. */
function regroupAccounts(frame: WorldFrame, accounts: readonly AccountPlan[]): Regrouping[] {
  const all: Regrouping[] = []
  for (const plan of accounts) {
    if (plan.paid === null || plan.account.origin === 'trial') continue
    const source = branch(plan.account.key, 'regroup')
    const on = integerBetween(source, frame.startDay + 60, frame.endDay - 60)
    const into = accounts[(plan.account.index + 1) % frame.size.accounts]!.account.id
    const merges = chance(source, REGROUPED)
    const splits = chance(source, REGROUPED) && !merges
    if (merges) all.push(regroup(plan, { kind: 'merge', on, into, take: () => true }))
    if (splits)
      all.push(regroup(plan, { kind: 'split', on, into: `${plan.account.id}_b`, take: (m) => m.index % 2 === 1 }))
  }
  return all
}

type Cut = Pick<Regrouping, 'kind' | 'on' | 'into'> & { readonly take: (member: Member) => boolean }

function regroup(plan: AccountPlan, { kind, on, into, take }: Cut): Regrouping {
  const taken = plan.members.filter(take)
  const context = { groupId: into }
  for (const member of taken) member.regroup = { on, context }
  return { kind, on, from: plan.account.id, into, userIds: taken.map((member) => member.person.userId) }
}

/** Gives a few accounts and persons names and ids that break careless code. */
export function addHostileNames(frame: WorldFrame, accounts: readonly AccountPlan[]): void {
  const source: Stream = stream(frame.seed, 'hostile')
  for (const name of HOSTILE_NAMES) {
    const plan = accounts[integerBetween(source, 0, accounts.length - 1)]!
    plan.name = name
    const member = plan.members.at(-1)!
    member.person = { ...member.person, name }
  }
  for (const userId of HOSTILE_IDS) {
    const plan = accounts[integerBetween(source, 0, frame.size.accounts - 1)]!
    const member = plan.members.at(-1)!
    member.person = { ...member.person, userId }
  }
}
