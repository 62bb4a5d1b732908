import { EXCLUDED } from '../store/analytic/excluded-trait.ts'
import { accountKey } from './account-key.ts'
import {
  ALWAYS,
  type Attributing,
  type AttributionState,
  actorsOf,
  EVERY_ACTOR,
  type Lesson,
  type Subject,
} from './attribution-state.ts'
import { hasExcludedTrait } from './check-exclusions.ts'
import { type CompiledExclusions, emailDomain } from './ingest-settings.ts'
import { setTrait, type TraitTable, traitOf } from './trait-table.ts'

/** Whether events of the account are out of every number, whoever did them. */
export function isExcludedAccount({ state }: Attributing, account: string): boolean {
  return state.excluded.size > 0 && state.excluded.has(accountKey(account))
}

/** What is known now of a subject decides: what it did before is taken out of every number, or comes back. */
export function followExclusion(at: Attributing, lesson: Lesson, subject: Subject): void {
  if (at.settings.exclusions.length === 0) return
  const { state } = at
  const key = subject.of === 'account' ? accountKey(subject.key) : subject.key
  const excluded = isExcludedNow(state, at.exclusions, subject)
  if (excluded === state.excluded.has(key)) return
  if (excluded) state.excluded.add(key)
  else state.excluded.delete(key)
  tellExcluded(at, lesson, { ...subject, excluded })
  if (subject.of === 'person') countAgain(at, lesson, { actors: actorsOf(state, subject.key), excluded })
  else {
    const { n, knownAt } = lesson
    const place = { actor: EVERY_ACTOR, from: subject.key, to: subject.key }
    at.moves.push({ n, ...place, ...ALWAYS, knownAt, which: 'account', excluded })
  }
}

/** Valid from when it became known, and never before what was told of it last: so that a late property does not stand behind an earlier one. */
function tellExcluded(at: Attributing, { n, knownAt }: Lesson, told: Subject & { readonly excluded: boolean }): void {
  const { of, key: subject, excluded: value } = told
  const table = of === 'account' ? at.state.accountTraits : at.state.personTraits
  const from = Math.max(knownAt, traitOf(table, subject, EXCLUDED)?.from ?? knownAt)
  setTrait(table, subject, { name: EXCLUDED, value, from })
  at.traits.push({ n, of, subject, key: EXCLUDED, value, from, knownAt })
}

/** Some actors of a person are excluded from now on, or are not any more. */
export function countAgain(
  at: Attributing,
  { n, knownAt }: Lesson,
  { actors, excluded }: { readonly actors: readonly string[]; readonly excluded: boolean },
): void {
  for (const actor of actors)
    at.moves.push({ n, actor, from: null, to: null, ...ALWAYS, knownAt, which: 'person', excluded })
}

export function isExcludedNow(state: AttributionState, rules: CompiledExclusions, { of, key }: Subject): boolean {
  if (of === 'account')
    return rules.accounts.has(key) || hasExcludedTrait(toldOf(state.accountTraits, key, rules), rules)
  return (
    actorsOf(state, key).some((actor) => isNamed(rules, actor)) ||
    hasExcludedTrait(toldOf(state.personTraits, key, rules), rules)
  )
}

/** By its id, or the domain of an address that is its id. */
export function isNamed({ users, domains }: CompiledExclusions, actor: string): boolean {
  const id = actor.slice(2)
  return users.has(id) || (domains.size > 0 && actor.startsWith('u:') && domains.has(emailDomain(id)))
}

function toldOf(table: TraitTable, subject: string, { told }: CompiledExclusions): object {
  const entries = told.map((name) => [name, traitOf(table, subject, name)?.value] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}
