import type { Playbook } from '../../config/playbooks/playbook.ts'
import { dayOfTime } from '../../core/day-of-time.ts'
import { type Millis, monthStartOf, weekStartOf } from '../../core/time.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import { instantOfDay } from '../digest/due-digests.ts'
import type { Project } from '../project.ts'
import { traitAsOf } from '../read/trait-as-of.ts'

/** When a calendar would have begun a playbook within days of the past: for everybody at once, or for accounts by their keys, each in order of time. */
export type Turns =
  | { readonly kind: 'everybody'; readonly at: readonly Millis[] }
  | { readonly kind: 'accounts'; readonly at: ReadonlyMap<string, readonly Millis[]> }

/** null: no calendar begins it. */
export async function pastTurns(project: Project, { trigger }: Playbook, days: DayRange): Promise<Turns | null> {
  if (trigger.kind === 'schedule') return { kind: 'everybody', at: scheduledWithin(project, trigger, days) }
  return trigger.kind === 'renewal' ? { kind: 'accounts', at: await renewalsWithin(project, trigger.days, days) } : null
}

type Schedule = Extract<Playbook['trigger'], { kind: 'schedule' }>

function scheduledWithin({ zone, config }: Project, { every, at }: Schedule, { from, to }: DayRange): Millis[] {
  const { weekStart } = config.judged.model.product
  const turns: Millis[] = []
  for (let day = from; day <= to; day++) {
    const begins = every === 'day' ? day : every === 'week' ? weekStartOf(day, weekStart) : monthStartOf(day)
    if (begins === day) turns.push(instantOfDay(day, at, zone))
  }
  return turns
}

/** By what was known of the end of a contract as each day began. */
async function renewalsWithin(
  { store, zone, config }: Project,
  before: number,
  { from, to }: DayRange,
): Promise<ReadonlyMap<string, readonly Millis[]>> {
  const trait = config.judged.model.account.renewsOnTrait
  const renewals = new Map<string, Millis[]>()
  if (trait === null) return renewals
  const needs = { people: false, personTraits: [], subscriptions: false, firstSeen: false, heard: false }
  for await (const page of store.scanTimelines(null, { ...needs, accountTraits: [trait] }))
    for (const { account, traits } of page) {
      // A contract whose end was never said to be on a day begins nothing on it.
      const said = new Set(traits.map(({ value }) => dayOfTime(value, zone)))
      const turns = [...said]
        .flatMap((on) => (on === null || on - before < from || on - before > to ? [] : [on]))
        .filter((on) => dayOfTime(traitAsOf(traits, trait, zone.startOf(on - before)), zone) === on)
        .map((on) => zone.startOf(on - before))
      if (turns.length > 0)
        renewals.set(
          store.dictionary.account.keyOf(account),
          turns.sort((a, b) => a - b),
        )
    }
  return renewals
}
