import type { IngestSettings } from '../config/ingest-settings.ts'
import type { AttributionPart, AttributionRows } from '../store/analytic/attribution-rows.ts'
import { accountKey } from './account-key.ts'
import { joinActor, noteKeyless, numberOfActor, setStretches, stretchesOf } from './actor-table.ts'
import { type AttributionState, emptyAttribution, personOf, type Subject } from './attribution-state.ts'
import { isExcludedNow, isNamed } from './follow-exclusion.ts'
import { compileExclusions } from './ingest-settings.ts'
import { FIRST_SEEN, replaceSeen } from './keep-traits.ts'
import { keptSuppression } from './suppression.ts'
import { setTrait, traitOf } from './trait-table.ts'

/** Makes the state again from what the store kept: the same as if all applied messages had gone through it. */
export async function restoreAttribution(
  parts: AsyncIterable<AttributionPart> | Iterable<AttributionPart>,
  settings: IngestSettings,
): Promise<AttributionState> {
  const state = emptyAttribution()
  const shared: SharedTexts = new Map()
  for await (const part of parts) keepPart(state, part, shared)
  excludeAgain(state, settings)
  return state
}

/** Roles and most traits have few values, which come as a text of their own in each row. */
type SharedTexts = Map<string, string>
const MOST_SHARED = 10_000

function share<T>(texts: SharedTexts, value: T): T {
  if (typeof value !== 'string') return value
  const known = texts.get(value)
  if (known === undefined && texts.size < MOST_SHARED) texts.set(value, value)
  return (known as T | undefined) ?? value
}

function keepPart(state: AttributionState, part: AttributionPart, shared: SharedTexts): void {
  const { actors } = state
  for (const { actor, person } of part.links ?? [])
    joinActor(actors, numberOfActor(actors, actor), numberOfActor(actors, person))
  for (const row of part.memberships ?? []) keepStretch(state, { ...row, role: share(shared, row.role) })
  for (const row of part.traits ?? []) keepTraitAgain(state, { ...row, value: share(shared, row.value) })
  for (const { actor, first, last } of part.keyless ?? [])
    noteKeyless(actors, numberOfActor(actors, actor), { first, last })
  for (const { actor, first } of part.seen ?? []) replaceSeen(state, { of: 'person', key: actor }, first)
  for (const name of part.names ?? []) state.names.add(name)
  for (const { from, into } of part.merged ?? []) mergeAgain(state, from, into)
  for (const one of part.forgotten ?? []) state.forgotten.add(keptSuppression(one))
}

/** Rows are in order; a later one of the same account and `from` supersedes. A stretch that was emptied by a merge is gone. */
function keepStretch(state: AttributionState, row: AttributionRows['memberships'][number]): void {
  const person = personOf(state, row.person)
  const others = stretchesOf(state.actors, person).filter((one) => one.account !== row.account || one.from !== row.from)
  const stretch = { account: row.account, from: row.from, to: row.to, role: row.role }
  setStretches(state.actors, person, row.to === row.from ? others : [...others, stretch])
}

function keepTraitAgain(state: AttributionState, row: AttributionRows['traits'][number]): void {
  if (row.key === FIRST_SEEN) {
    replaceSeen(state, { of: row.of, key: row.subject }, Date.parse(String(row.value)))
    return
  }
  const table = row.of === 'account' ? state.accountTraits : state.personTraits
  const current = traitOf(table, row.subject, row.key)
  if (current === undefined || row.from >= current.from)
    setTrait(table, row.subject, { name: row.key, value: row.value, from: row.from })
}

function mergeAgain(state: AttributionState, from: string, into: string): void {
  const target = state.merged.get(into) ?? into
  for (const [old, now] of state.merged) if (now === from) state.merged.set(old, target)
  state.merged.set(from, target)
}

function excludeAgain(state: AttributionState, settings: IngestSettings): void {
  if (settings.exclusions.length === 0) return
  const rules = compileExclusions(settings.exclusions)
  const note = (subject: Subject, key: string): void => {
    if (isExcludedNow(state, rules, subject)) state.excluded.add(key)
  }
  for (const key of state.personTraits.rowOf.keys()) if (personOf(state, key) === key) note({ of: 'person', key }, key)
  for (const key of state.accountTraits.rowOf.keys())
    if (!state.merged.has(key)) note({ of: 'account', key }, accountKey(key))
  for (const key of rules.accounts)
    if (state.accountsSeen.has(key) && !state.merged.has(key)) state.excluded.add(accountKey(key))
  for (const actor of state.actors.keys) if (isNamed(rules, actor)) state.excluded.add(personOf(state, actor))
}
