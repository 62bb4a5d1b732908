import type { CohortsQuery } from '../../contract/analyze/cohorts.ts'
import type { BreakdownValue } from '../../contract/analyze/question.ts'
import type { Millis } from '../../core/time.ts'
import { readAccountValue } from '../question/account-values.ts'
import type { Asking } from '../question/asking.ts'
import { chooseSegments } from '../question/choose-segments.ts'
import { MEMBER_BASE } from '../question/event-relation.ts'
import { readSignUps, signUpOf } from '../question/read-sign-ups.ts'
import { readTraitHistory, type TraitHistory, traitAt } from '../question/trait-history.ts'

/** Somebody who signed up in the range, and the cohort that puts them in. */
export type Newcomer = { readonly entity: number; readonly signUp: Millis; readonly value: BreakdownValue }

/** All who signed up in the range, with the value that they had at the close of that day. */
export async function readNewcomers(asking: Asking, query: CohortsQuery): Promise<readonly Newcomer[]> {
  const { calendar, first, last, zone } = asking
  const [from, to] = [calendar.startOf(first), calendar.startOf(last + 1)]
  const everybody = [...(await readSignUps(asking, asking.actor))].map(
    ([entity, one]) => [entity, signUpOf(one)] as const,
  )
  const signUps = everybody.filter(([, at]) => at >= from && at < to)
  const groupOf = await valuesOf(asking, query, { from, to })
  const segments = await chooseSegments(asking, undefined, { from, to })
  const kept = signUps.filter(
    ([entity, signUp]) => segments === null || segments.passes(accountOf(asking, entity), signUp),
  )
  return kept.map(([entity, signUp]) => ({
    entity,
    signUp,
    value: groupOf(entity, zone.startOf(zone.dayOf(signUp) + 1) - 1),
  }))
}

const NOTHING: TraitHistory = new Map()

type GroupOf = (entity: number, at: Millis) => BreakdownValue

async function valuesOf(
  asking: Asking,
  { by }: CohortsQuery,
  range: { readonly from: Millis; readonly to: Millis },
): Promise<GroupOf> {
  const { calendar, zone } = asking
  if (by === 'sign_up') return (_, at) => calendar.labelOf(calendar.ordinalOfDay(zone.dayOf(at)))
  const key = keyOf(asking, by)
  if ('segment' in key) {
    const segments = await chooseSegments(asking, key, range)
    return (entity, at) => segments!.values[segments!.groupOf(accountOf(asking, entity), at)] ?? null
  }
  if (by === 'plan' && asking.actor !== 'user') return plansOf(asking, range)
  const own = asking.actor === 'account' ? 'account' : 'person'
  const told = await readTraitHistory(asking, own, key.trait)
  const ofAccount = asking.actor === 'member' ? await readTraitHistory(asking, 'account', key.trait) : NOTHING
  return (entity, at) => {
    const subject = asking.actor === 'member' ? entity % MEMBER_BASE : entity
    return traitAt(told, subject, at) ?? traitAt(ofAccount, accountOf(asking, entity), at)
  }
}

/** A member's own word, else what the account was on or paid for. */
async function plansOf(asking: Asking, range: { readonly from: Millis; readonly to: Millis }): Promise<GroupOf> {
  const planOf = await readAccountValue(asking, 'plan', range)
  if (asking.actor === 'account') return planOf
  const told = await readTraitHistory(asking, 'person', 'plan')
  return (entity, at) => traitAt(told, entity % MEMBER_BASE, at) ?? planOf(accountOf(asking, entity), at)
}

/** The trait or segment that a name stands for. */
export function keyOf({ source }: Pick<Asking, 'source'>, by: Exclude<CohortsQuery['by'], 'sign_up'>) {
  if (typeof by === 'object') return by
  if (by === 'source') return { trait: '$source' }
  const isSegment = source.model.segments.some((segment) => segment.key === 'size' && segment.level === 'account')
  return by === 'size' && isSegment ? { segment: 'size' } : { trait: by }
}

function accountOf({ actor }: Asking, entity: number): number {
  if (actor === 'account') return entity
  return actor === 'member' ? Math.floor(entity / MEMBER_BASE) : 0
}
