import type { Team, Worklist } from '../config/worklist.ts'
import type { Day } from '../core/time.ts'
import type { Absence, WorkAccount } from './task.ts'

export type Assigned = { readonly assignee: string | null; readonly insteadOf: string | null }

/** A team that the configuration does not list: whoever the account's own property names. */
const UNLISTED: Team = { trait: null, people: [], capacity: null, portfolio: null, alertsPerWeek: null }

export function teamOf({ teams }: Pick<Worklist, 'teams'>, key: string): Team {
  return teams.find((team) => team.key === key) ?? UNLISTED
}

/** Tasks a day that somebody can do; null: as many as there are. */
export function capacityOf({ people, capacity }: Team, person: string): number | null {
  return people.find(({ name }) => name === person)?.capacity ?? capacity
}

/** A team on a day. `turns`: one round of them, of everybody and of those who are there. */
export type Staff = {
  readonly key: string
  readonly turns: readonly string[]
  readonly present: readonly string[]
  readonly away: ReadonlyMap<string, Absence>
}

type OnADay = { readonly worklist: Pick<Worklist, 'teams'>; readonly absences: readonly Absence[]; readonly today: Day }

export function staffOf({ worklist, absences, today }: OnADay, key: string): Staff {
  const { people } = teamOf(worklist, key)
  const now = absences.filter(({ from, to }) => from <= today && today <= to)
  const away = new Map(now.map((absence) => [absence.person, absence]))
  return { key, turns: turnsOf(people), present: turnsOf(people.filter(({ name }) => !away.has(name))), away }
}

/** Who looks after an account for a team: whom its property names, else whose turn it was when it was first heard of. */
export function ownerOf(account: WorkAccount, { key, turns }: Staff): string | null {
  return account.owners[key] ?? turnOf(turns, account)
}

/** Who does its tasks on the day: the owner, or who covers for them. With nobody there to cover, they stay the owner's. */
export function assignAccount(account: WorkAccount, staff: Staff): Assigned {
  const owner = ownerOf(account, staff)
  const absence = owner === null ? undefined : staff.away.get(owner)
  if (absence === undefined) return { assignee: owner, insteadOf: null }
  const named = absence.cover !== null && !staff.away.has(absence.cover) ? absence.cover : null
  const cover = named ?? turnOf(staff.present, account)
  return cover === null ? { assignee: owner, insteadOf: null } : { assignee: cover, insteadOf: owner }
}

/** Accounts go round in the order in which they were first heard of; who can do twice as much gets twice as many. */
function turnOf(turns: readonly string[], { order }: WorkAccount): string | null {
  return turns[order % turns.length] ?? null
}

/** One round of turns, in which everybody's are spread as evenly as they can be. */
function turnsOf(people: Team['people']): string[] {
  const weights = people.map(({ capacity }) => capacity ?? 1)
  const common = weights.reduce(greatestCommon, 0)
  const shares = weights.map((weight) => weight / common)
  const round = shares.reduce((sum, share) => sum + share, 0)
  const owed = shares.map(() => 0)
  return Array.from({ length: round }, () => {
    shares.forEach((share, i) => {
      owed[i]! += share
    })
    const next = owed.indexOf(Math.max(...owed))
    owed[next]! -= round
    return people[next]!.name
  })
}

function greatestCommon(a: number, b: number): number {
  return b === 0 ? a : greatestCommon(b, a % b)
}
