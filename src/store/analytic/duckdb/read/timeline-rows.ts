import type { DuckDBDataChunk } from '@duckdb/node-api'
import type { AccountTimeline, TraitRow } from '../../rows.ts'
import { numbersOf } from '../connection.ts'
import type { Sign } from './first-seen.ts'
import { textsOf } from './read-by-account.ts'

export type Seen = Pick<AccountTimeline, 'firstSeen' | 'seen'>
export const NEVER_SEEN: Seen = { firstSeen: Number.NaN }

type Row<K extends 'members' | 'traits' | 'personTraits' | 'links' | 'subscriptions'> = AccountTimeline[K][number]

export function heardOf([heardAt]: readonly number[]): Pick<AccountTimeline, 'heardAt'> {
  return heardAt === undefined ? {} : { heardAt }
}

export function toInstants(chunk: DuckDBDataChunk): (i: number) => number {
  const ts = numbersOf(chunk, 1)
  return (i) => ts[i]!
}

export function toSigns(chunk: DuckDBDataChunk): (i: number) => Sign {
  const ts = numbersOf(chunk, 1)
  const knownAt = numbersOf(chunk, 2)
  const told = textsOf(chunk, 3)
  return (i) => ({ ts: Number.isNaN(ts[i]) ? timeTold(told(i)) : ts[i]!, knownAt: knownAt[i]! })
}

export function toMembers(chunk: DuckDBDataChunk): (i: number) => Row<'members'> {
  const person = numbersOf(chunk, 1)
  const from = numbersOf(chunk, 2)
  const to = numbersOf(chunk, 3)
  const knownAt = numbersOf(chunk, 4)
  const role = textsOf(chunk, 5)
  return (i) => ({ person: person[i]!, from: from[i]!, to: orNull(to[i]!), knownAt: knownAt[i]!, role: role(i) })
}

export function toTraits(chunk: DuckDBDataChunk): (i: number) => Row<'traits'> {
  const from = numbersOf(chunk, 1)
  const knownAt = numbersOf(chunk, 2)
  const key = textsOf(chunk, 3)
  const value = textsOf(chunk, 4)
  return (i) => ({ key: key(i)!, value: parseValue(value(i)!), from: from[i]!, knownAt: knownAt[i]! })
}

export function toPersonTraits(chunk: DuckDBDataChunk): (i: number) => Row<'personTraits'> {
  const traitAt = toTraits(chunk)
  const person = numbersOf(chunk, 5)
  return (i) => ({ ...traitAt(i), person: person[i]! })
}

export function toLinks(chunk: DuckDBDataChunk): (i: number) => Row<'links'> {
  const actor = numbersOf(chunk, 1)
  const person = numbersOf(chunk, 2)
  const knownAt = numbersOf(chunk, 3)
  return (i) => ({ actor: actor[i]!, person: person[i]!, knownAt: knownAt[i]! })
}

export function toSubscriptions(chunk: DuckDBDataChunk): (i: number) => Row<'subscriptions'> {
  const [id, plan, currency] = [1, 2, 3].map((column) => textsOf(chunk, column)) as [Text, Text, Text]
  const [mrrMinor, from, to] = [4, 5, 6].map((column) => numbersOf(chunk, column)) as [Numbers, Numbers, Numbers]
  const cancelDecidedAt = numbersOf(chunk, 7)
  const knownAt = numbersOf(chunk, 8)
  return (i) => ({
    subscriptionId: id(i)!,
    plan: plan(i),
    mrrMinor: mrrMinor[i]!,
    currency: currency(i)!,
    from: from[i]!,
    to: orNull(to[i]!),
    cancelDecidedAt: orNull(cancelDecidedAt[i]!),
    knownAt: knownAt[i]!,
  })
}

type Text = (i: number) => string | null
type Numbers = ReturnType<typeof numbersOf>

const orNull = (ts: number): number | null => (Number.isNaN(ts) ? null : ts)
const parseValue = (json: string): TraitRow['value'] => JSON.parse(json) as TraitRow['value']
const timeTold = (json: string | null): number => Date.parse(String(json === null ? null : parseValue(json)))
