import type { Activation, Outcome } from '../../config/model.ts'
import { ONBOARDING_TABLE } from '../../config/onboarding-table.ts'
import { type Day, type Millis, MS_PER_DAY } from '../../core/time.ts'
import { type FoldedAccount, foldAccount } from '../../fold/fold-account.ts'
import { makeFoldSpace } from '../../fold/fold-space.ts'
import { planFold } from '../../fold/plan/plan-fold.ts'
import { listHappenedDays } from '../../judge/happened-days.ts'
import type { Newcomer, NewcomersAsked } from '../../reports/onboarding/newcomer.ts'
import { firstDay } from '../decide/seed-states.ts'
import type { Project } from '../project.ts'
import { type AccountInput, streamAccounts } from '../stream-accounts.ts'
import { activeFactsOf, dateAccounts } from './read-outcomes.ts'

/** Asked beside any outcome: who has left is at risk of nothing. */
export const LEAVES: Outcome = { key: '$leaves', rule: { kind: 'churned' }, hash: '' }

/** The onboarding of every account with a sign-up, and what became of it, as it is known now. */
export async function readNewcomers(
  project: Project,
  { outcome, statusAfter, upTo }: NewcomersAsked,
): Promise<Newcomer[]> {
  const { model } = project.config.judged
  const activation = model.activations.find(({ level }) => level === 'account')
  if (activation === undefined) return []
  const found = await foldNewcomers(project, activation, { statusAfter, upTo })
  const asked = model.outcomes.find(({ key }) => key === outcome)
  if (asked === undefined) return [...found.values()].map((one) => ({ ...one, outcomes: null, unpaid: [] }))
  const of = { model, at: project.clock.now(), outcomes: [asked, LEAVES], accounts: [...found.keys()] }
  const dated = await dateAccounts(project, of)
  return [...found].map(([account, newcomer]) => {
    const [own, leaves] = dated.get(account) ?? []
    const told = own === undefined || own.standing === 'unknown' ? null : own.dates.map(({ decided }) => decided)
    return { ...newcomer, outcomes: told, unpaid: leaves?.idle ?? [] }
  })
}

type Onboarded = Omit<Newcomer, 'outcomes' | 'unpaid'>

export async function foldNewcomers(
  project: Project,
  activation: Activation,
  { statusAfter, upTo }: Pick<NewcomersAsked, 'statusAfter' | 'upTo'>,
): Promise<Map<string, Onboarded>> {
  const { store, clock, zone } = project
  const nodes = [activation.signUp, activation.activatedAt, ...activation.milestones.map(({ reached }) => reached)]
  if (statusAfter !== null && activation.onboarding !== null) nodes.push(activation.onboarding)
  if (statusAfter !== null) nodes.push(activation.checklist)
  const only = nodes.map((node) => ({ level: 'account' as const, node }))
  const plan = planFold({ model: project.config.judged.model, factId: store.dictionary.fact.idOf, only })
  const space = makeFoldSpace(plan, { judgesMembers: false })
  // At midnight nothing of the day that begins has been.
  const to = upTo ?? zone.dayOf(clock.now() - 1)
  const days = { from: statusAfter === null ? to : ((await firstDay(project)) ?? to), to }
  const active = activeFactsOf(project)
  const facts = [...new Set([...plan.facts, ...active])]
  const columns = [...new Set([...plan.columns, 'firstTs' as const])]
  const activeIds = new Set(active.flatMap((key) => store.dictionary.fact.idOf(key) ?? []))
  const found = new Map<string, Onboarded>()
  for await (const input of streamAccounts(store, {
    accounts: null,
    days: { from: 0, to },
    knownUpTo: null,
    facts,
    columns,
  })) {
    const folded = foldAccount({ plan, space, ...input, days, view: 'report' })
    const told = toOnboarded(folded, activation, { statusAfter, zone })
    if (told === null) continue
    const account = store.dictionary.account.keyOf(input.account)
    found.set(account, { account, ...told, firstActive: firstOf(input, activeIds, to) })
  }
  return found
}

type StatusAt = { readonly statusAfter: number | null; readonly zone: Project['zone'] }

function toOnboarded(
  folded: FoldedAccount,
  activation: Activation,
  { statusAfter, zone }: StatusAt,
): Omit<Onboarded, 'account' | 'firstActive'> | null {
  const { values, from, to } = folded
  const last = (node: number): number => values[node]![to - from]!
  const signUp = last(activation.signUp)
  // Infinite: on no day up to the last one that was asked for.
  if (!Number.isFinite(signUp)) return null
  const activatedAt = last(activation.activatedAt)
  const reached = activation.milestones.map((one) => known(last(one.reached)))
  const day = statusAfter === null ? null : lastClosed(signUp + statusAfter * MS_PER_DAY, zone)
  const row = day === null || activation.onboarding === null ? undefined : values[activation.onboarding]![day - from]
  const status = row === undefined ? null : (ONBOARDING_TABLE[row - 1]?.status ?? null)
  const done = day === null ? Number.NaN : (values[activation.checklist]![day - from] ?? Number.NaN)
  const checklist = Number.isNaN(done) ? null : done
  return { signUp, reached, activatedAt: known(activatedAt), status, checklist }
}

function known(at: number): Millis | null {
  return Number.isNaN(at) ? null : at
}

/** The last day whose close is not behind an instant. */
function lastClosed(at: Millis, zone: Project['zone']): Day {
  return zone.dayOf(at) - 1
}

function firstOf(input: AccountInput, facts: ReadonlySet<number>, knownBy: Day): Millis | null {
  return listHappenedDays(input, { facts, knownBy })[0]?.first ?? null
}
