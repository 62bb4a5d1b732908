import type { Activation } from '../../config/model.ts'
import type { ProductState, StateMilestone } from '../../contract/state.ts'
import { titleOf } from '../../contract/title-of.ts'
import type { Entity, MemberEntity } from '../../fold/entity.ts'
import { foldAccount } from '../../fold/fold-account.ts'
import { withOwnBuffers } from '../planned.ts'
import type { Project } from '../project.ts'
import type { AccountInput } from '../stream-accounts.ts'
import { known } from './known.ts'
import { loadAccount } from './load-account.ts'
import { soleAccount, userOfProduct } from './product-user.ts'
import { segmentsOf } from './segments-of.ts'

/** What the product is told of a user, but for what it is to show them. */
export type Standing = Omit<ProductState, 'messages'>

/**
 * How a user and their account stand now, today's events with the rest: steps, limits, segments. null: no such user, or not in that account.
 * @throws bad_argument when the user is in several accounts and none is named
 */
export async function readUserStanding(
  project: Project,
  user: string,
  { account }: { readonly account?: string | undefined },
): Promise<Standing | null> {
  const now = project.clock.now()
  const asking = userOfProduct(project, user, account)
  const chosen = soleAccount(asking)
  const input = chosen === null ? null : await loadAccount(project, chosen)
  if (chosen === null || input === null) return null
  const { model } = project.config.judged
  const folded = foldNow(project, input, asking.person)
  const activation = model.activations.find(({ level }) => level === 'account')
  return {
    user,
    account: chosen,
    at: new Date(now).toISOString(),
    activatedAt: activation === undefined ? null : iso(folded.account(activation.activatedAt)),
    milestones: model.activations.flatMap((one) => milestonesOf(one, folded)),
    limits: model.entitlements.map(({ key, usage, limit, use }) => ({
      ...{ key, usage: folded.account(usage), limit: folded.account(limit), use: folded.account(use) },
    })),
    segments: project.judgedDay === null ? [] : segmentsOf(project, input, project.judgedDay),
  }
}

type Read = (node: number) => number | null
type Folded = { readonly account: Read; readonly member: Read | null }

/** Read while the numbers are there: the next fold overwrites them. */
function foldNow(project: Project, input: AccountInput, person: string): Folded {
  const { plan, space } = withOwnBuffers(project.config.judged)
  const today = project.zone.dayOf(project.clock.now())
  let member: Read | null = null
  const onMember = (one: MemberEntity): void => {
    if (project.store.dictionary.actor.keyOf(one.person) === person) member = copyOf(one)
  }
  const folded = foldAccount({ plan, space, ...input, days: { from: today, to: today }, view: 'decision', onMember })
  return { account: copyOf(folded), member }
}

function copyOf({ values, from, to }: Entity): Read {
  const last = Float64Array.from(values, (series) => series?.[to - from] ?? Number.NaN)
  return (node) => known(last[node])
}

function milestonesOf({ level, milestones }: Activation, { account, member }: Folded): StateMilestone[] {
  const read = level === 'account' ? account : member
  if (level === 'person' || read === null) return []
  return milestones.map(({ key, category, required, progress, reached }) => ({
    ...{ key, title: titleOf(key), level, category, required },
    progress: read(progress) ?? 0,
    doneAt: iso(read(reached)),
  }))
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
