import type { Day } from '../../core/time.ts'
import type { Measured } from '../../stats/experiments/adjust-by-covariate.ts'
import type { Project } from '../project.ts'
import { type AccountInput, streamAccounts } from '../stream-accounts.ts'
import type { ExposedAccount } from './exposed-account.ts'
import { factsOfEvent } from './plan-experiment.ts'

export type CountingAround = {
  readonly exposed: readonly ExposedAccount[]
  readonly events: readonly string[]
  /** So many whole days before the day of the exposure, and behind it. */
  readonly days: number
}

const NO_PART = {
  ...{ people: false, accountTraits: [], personTraits: [], subscriptions: false, firstSeen: false, heard: false },
}

/** By exposed account and event: how often it happened before the day of the exposure, and how often behind it. @throws unknown_name */
export async function countAround(project: Project, { exposed, events, days }: CountingAround): Promise<Measured[][]> {
  const { store, zone } = project
  const counts = exposed.map(() => events.map(() => ({ x: 0, y: 0 })))
  if (events.length === 0 || exposed.length === 0) return counts
  const facts = events.map((event) => factsOfEvent(project, event))
  const ids = facts.map((own) => new Set(own.flatMap((key) => store.dictionary.fact.idOf(key) ?? [])))
  const places = new Map(exposed.map(({ account }, i) => [store.dictionary.account.idOf(account)!, i]))
  const dayOf = exposed.map(({ at }) => zone.dayOf(at))
  const scan = {
    accounts: Int32Array.from(places.keys()).sort(),
    ...{ days: { from: Math.min(...dayOf) - days, to: Math.max(...dayOf) + days }, knownUpTo: null },
    ...{ facts: [...new Set(facts.flat())], columns: [], timeline: NO_PART },
  }
  for await (const input of streamAccounts(store, scan)) {
    const place = places.get(input.account)
    if (place === undefined) continue
    ids.forEach((own, i) => {
      counts[place]![i] = countOne(input, own, { on: dayOf[place]!, days })
    })
  }
  return counts
}

function countOne(
  { block, start, end }: AccountInput,
  facts: ReadonlySet<number>,
  { on, days }: { readonly on: Day; readonly days: number },
): Measured {
  let [x, y] = [0, 0]
  for (let row = start; row < end; row++) {
    if (!facts.has(block.fact[row]!)) continue
    const day = block.day[row]! - on
    if (day < 0 && day >= -days) x += block.n[row]!
    if (day > 0 && day <= days) y += block.n[row]!
  }
  return { x, y }
}
