import type { Filter } from '../../contract/analyze/filter.ts'
import type { Breakdown, BreakdownValue } from '../../contract/analyze/question.ts'
import { telltaleError } from '../../core/errors.ts'
import type { Millis } from '../../core/time.ts'
import { plansOf } from '../subscriptions/plan-table.ts'
import { readTerms } from '../subscriptions/read-terms.ts'
import type { Asking } from './asking.ts'
import { unknownName } from './choose-events.ts'
import { chooseSegments } from './choose-segments.ts'
import { readSignUps } from './read-sign-ups.ts'
import { leavesOf } from './split-filter.ts'
import { tenureAt } from './tenure-bands.ts'
import { filterHolds } from './test-condition.ts'
import { readTraitHistory, type TraitHistory, traitAt } from './trait-history.ts'

/** What an account is at an instant, without any event: a value of a breakdown; null: none. */
export type AccountValue = (account: number, at: Millis) => BreakdownValue

type Range = { readonly from: Millis; readonly to: Millis }

/** The value that a breakdown puts an account in. A plan is the last one that was in force by then. @throws bad_argument where only events or persons have the value */
export async function readAccountValue(asking: Asking, breakdown: Breakdown, range: Range): Promise<AccountValue> {
  if (breakdown === 'tenure') return readTenure(asking)
  if (breakdown === 'plan') return readPlan(asking)
  if (breakdown === 'role' || 'event_property' in breakdown) throw notOfAccounts('breakdown', breakdown)
  if ('trait' in breakdown) {
    const told = await readAccountTrait(asking, breakdown.trait)
    return (account, at) => traitAt(told, account, at)
  }
  const segments = await chooseSegments(asking, breakdown, range)
  return (account, at) => segments!.values[segments!.groupOf(account, at)] ?? null
}

/** Whether an account passes the question's filter. @throws bad_argument where it asks for properties of events */
export async function readAccountFilter(
  asking: Asking,
  range: Range,
): Promise<(account: number, at: Millis) => boolean> {
  const leaves = asking.filters.flatMap(leavesOf)
  const traits = new Map<string, TraitHistory>()
  for (const leaf of leaves) {
    if ('event_property' in leaf) throw notOfAccounts('filter', leaf)
    if ('trait' in leaf && !traits.has(leaf.trait)) traits.set(leaf.trait, await readAccountTrait(asking, leaf.trait))
  }
  const segments = await chooseSegments(asking, undefined, range)
  const passes = (filter: Filter, account: number, at: Millis) =>
    filterHolds(filter, (leaf) => ('trait' in leaf ? traitAt(traits.get(leaf.trait)!, account, at) : null))
  return (account, at) =>
    asking.filters.every((filter) => passes(filter, account, at)) && (segments?.passes(account, at) ?? true)
}

function readAccountTrait(asking: Asking, key: string): Promise<TraitHistory> {
  if (asking.traitSides.get(key)?.account !== true) {
    const ofAccounts = [...asking.traitSides].filter(([, { account }]) => account).map(([name]) => name)
    throw unknownName('trait of accounts', key, ofAccounts)
  }
  return readTraitHistory(asking, 'account', key)
}

async function readTenure(asking: Asking): Promise<AccountValue> {
  const signUps = await readSignUps(asking, 'account')
  const { zone } = asking
  return (account, at) => {
    const one = signUps.get(account)
    const since = one?.told ?? one?.seen ?? null
    return since === null ? null : tenureAt(zone.dayOf(since), zone.dayOf(at))
  }
}

async function readPlan(asking: Asking): Promise<AccountValue> {
  const told =
    asking.traitSides.get('plan')?.account === true ? await readTraitHistory(asking, 'account', 'plan') : null
  const { byAccount } = await readTerms(asking)
  const paid = new Map(byAccount.accounts.map((account) => [account, [...plansOf(byAccount.termsOf(account))]]))
  return (account, at) => {
    const ofTrait = told === null ? null : traitAt(told, account, at)
    return ofTrait ?? paid.get(account)?.findLast(([from, plan]) => from <= at && plan !== null)?.[1] ?? null
  }
}

function notOfAccounts(argument: string, value: unknown): Error {
  return telltaleError('bad_argument', {
    argument,
    value: JSON.stringify(value),
    expected: 'what accounts are without any event: a trait, a segment, a band, "plan" or "tenure"',
  })
}
