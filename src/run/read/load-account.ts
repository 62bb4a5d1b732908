import type { FactKey } from '../../config/fact-key.ts'
import { DAY_MAX, type Millis } from '../../core/time.ts'
import type { AccountTimeline } from '../../store/analytic/rows.ts'
import type { Project } from '../project.ts'
import { type AccountInput, streamAccounts } from '../stream-accounts.ts'
import type { KeptInputs } from './accounts/kept-inputs.ts'
import { textTraitAsOf } from './trait-as-of.ts'

/** Rows of facts that are held at most; some 60 bytes each. The account asked for last is held however many it has. */
const ROWS_MAX = 200_000

/** All facts and timelines of one account, whenever known, as they were read last where nothing of it has changed since; null when no such account was ever heard of. */
export async function loadAccount(project: Project, key: string): Promise<AccountInput | null> {
  const { store, inputs, config, merges } = project
  const id = store.dictionary.account.idOf(key)
  if (id === undefined) return null
  const found = inputs.get(id)
  inputs.delete(id)
  const holds = found?.config === config && store.lastChangeOf(id) <= found.batch
  const batch = store.batches()
  const input = holds ? found.input : await readAccount(project, id)
  // What an account pays that took others in changes with these.
  if (input === null || merges.some(({ into }) => into === key)) return input
  inputs.set(id, holds ? found : { config, batch, input })
  letGo(inputs)
  return input
}

function letGo(inputs: KeptInputs): void {
  let rows = 0
  for (const { input } of inputs.values()) rows += input.block.rows
  for (const [id, { input }] of inputs) {
    if (rows <= ROWS_MAX || inputs.size === 1) return
    rows -= input.block.rows
    inputs.delete(id)
  }
}

async function readAccount(project: Project, id: number): Promise<AccountInput | null> {
  const { judged, standing } = project.config
  const facts: FactKey[] = [...new Set([...judged.plan.facts, ...standing.plan.facts])]
  const scan = {
    accounts: Int32Array.of(id),
    days: { from: 0, to: DAY_MAX },
    knownUpTo: null,
    facts,
    columns: judged.plan.columns,
  }
  for await (const input of streamAccounts(project.store, scan)) return input
  return null
}

export type PersonName = { readonly name: string; readonly email: string | null }

/** How people of an account are called at an instant: the name, else the e-mail address, else the id as it was sent. */
export function namesOfPeople(project: Project, timeline: AccountTimeline, at: Millis): (actor: number) => PersonName {
  const rows = new Map<number, AccountTimeline['personTraits'][number][]>()
  for (const row of timeline.personTraits) {
    const own = rows.get(row.person)
    if (own === undefined) rows.set(row.person, [row])
    else own.push(row)
  }
  const personOf = joinsAsOf(timeline, at)
  return (actor) => {
    const person = personOf(actor)
    const traits = rows.get(person) ?? []
    const email = textTraitAsOf(traits, 'email', at)
    const full = [textTraitAsOf(traits, 'firstName', at), textTraitAsOf(traits, 'lastName', at)]
      .filter((part) => part !== null)
      .join(' ')
    const name = textTraitAsOf(traits, 'name', at) ?? (full === '' ? null : full)
    return { name: name ?? email ?? project.store.dictionary.actor.keyOf(person).slice(2), email }
  }
}

/** The person an actor is known to be at an instant. */
export function joinsAsOf(timeline: AccountTimeline, at: Millis): (actor: number) => number {
  const joins = new Map<number, number>()
  for (const link of timeline.links) if (link.knownAt <= at) joins.set(link.actor, link.person)
  const follow = (actor: number, left: number): number => {
    const person = joins.get(actor)
    return person === undefined || person === actor || left === 0 ? actor : follow(person, left - 1)
  }
  return (actor) => follow(actor, 16)
}
