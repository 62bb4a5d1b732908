import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api'
import { listOf, type Sql, sql } from '../../sql.ts'
import type { AccountTimeline, TimelineNeeds, TraitRow } from '../rows.ts'
import { numbersOf } from './connection.ts'
import { type Sign, seenAsKnown } from './first-seen.ts'
import { followLinks } from './follow-links.ts'
import { readByAccount, textsOf } from './read-by-account.ts'
import type { StoreContext } from './store-context.ts'
import {
  firstSeenSql,
  linksSql,
  membersSql,
  personTraitsSql,
  signsSql,
  subscriptionsSql,
  traitsSql,
} from './timeline-sql.ts'

const BLOCK_ACCOUNTS = 2_000
/** Of so few, joins are looked up actor by actor. */
const FEW_ACCOUNTS = 64

const WHOLE: TimelineNeeds = {
  people: true,
  accountTraits: null,
  personTraits: null,
  subscriptions: true,
  firstSeen: true,
}

/** Timelines in ascending order of account, a few thousand accounts at a time whatever the population. Null: every account. */
export async function* scanTimelines(
  context: StoreContext,
  accounts: Int32Array | null,
  needs: TimelineNeeds = WHOLE,
): AsyncGenerator<readonly AccountTimeline[]> {
  const ids = accounts === null ? everyAccount(context) : Int32Array.from(accounts).sort()
  const connection = await context.instance.connect()
  try {
    for (let at = 0; at < ids.length; at += BLOCK_ACCOUNTS) {
      const part = ids.subarray(at, at + BLOCK_ACCOUNTS)
      yield await readTimelines(connection, part, {
        ...needs,
        fewAccounts: accounts !== null && part.length <= FEW_ACCOUNTS,
      })
    }
  } finally {
    connection.closeSync()
  }
}

function everyAccount(context: StoreContext): Int32Array {
  return Int32Array.from({ length: context.keys.account.committed }, (_, i) => i + 1)
}

/** A dense stretch of ids is a range; anything else is a list. */
function withinSql(ids: Int32Array): Sql {
  const first = ids[0]!
  const last = ids[ids.length - 1]!
  if (last - first + 1 === ids.length) return sql`account BETWEEN ${first} AND ${last}`
  return sql`account IN (${listOf(ids)})`
}

/** Rows by account. */
type Part<T> = ReadonlyMap<number, readonly T[]>
type RowsOf<T> = (chunk: DuckDBDataChunk) => (i: number) => T

const NOTHING: ReadonlyMap<number, readonly never[]> = new Map()
const NO_ROWS: readonly never[] = []

async function readTimelines(
  connection: DuckDBConnection,
  ids: Int32Array,
  needs: TimelineNeeds & { readonly fewAccounts: boolean },
): Promise<readonly AccountTimeline[]> {
  const within = withinSql(ids)
  const { people, accountTraits, personTraits } = needs
  const seen = needs.firstSeen ? await readSeen(connection, within) : null
  const read = async <T>(wanted: boolean, statement: Sql, rows: RowsOf<T>): Promise<Part<T>> =>
    wanted ? readByAccount(connection, statement, rows) : NOTHING
  const parts = {
    members: await read(people, membersSql(within), toMembers),
    traits: await read(accountTraits?.length !== 0, traitsSql(within, accountTraits), toTraits),
    personTraits: await read(personTraits?.length !== 0, personTraitsSql(within, personTraits), toPersonTraits),
    links:
      people && needs.fewAccounts ? await followLinks(connection, ids) : await read(people, linksSql(within), toLinks),
    subscriptions: await read(needs.subscriptions, subscriptionsSql(within), toSubscriptions),
  }
  return Array.from(ids, (account) => ({
    account,
    ...(seen?.(account) ?? NEVER_SEEN),
    members: parts.members.get(account) ?? NO_ROWS,
    traits: parts.traits.get(account) ?? NO_ROWS,
    personTraits: parts.personTraits.get(account) ?? NO_ROWS,
    links: parts.links.get(account) ?? NO_ROWS,
    subscriptions: parts.subscriptions.get(account) ?? NO_ROWS,
  }))
}

type Seen = Pick<AccountTimeline, 'firstSeen' | 'seen'>
const NEVER_SEEN: Seen = { firstSeen: Number.NaN }

async function readSeen(connection: DuckDBConnection, within: Sql): Promise<(account: number) => Seen> {
  const earliest = await readByAccount(connection, firstSeenSql(within), (chunk) => {
    const ts = numbersOf(chunk, 1)
    return (i) => ts[i]!
  })
  const signs = await readByAccount(connection, signsSql(within), toSigns)
  return (account) => {
    const firstSeen = earliest.get(account)?.[0]
    return firstSeen === undefined
      ? NEVER_SEEN
      : { firstSeen, seen: seenAsKnown(firstSeen, signs.get(account) ?? NO_ROWS) }
  }
}

type Row<K extends 'members' | 'traits' | 'personTraits' | 'links' | 'subscriptions'> = AccountTimeline[K][number]

function toSigns(chunk: DuckDBDataChunk): (i: number) => Sign {
  const ts = numbersOf(chunk, 1)
  const knownAt = numbersOf(chunk, 2)
  const told = textsOf(chunk, 3)
  return (i) => ({ ts: Number.isNaN(ts[i]) ? timeTold(told(i)) : ts[i]!, knownAt: knownAt[i]! })
}

function toMembers(chunk: DuckDBDataChunk): (i: number) => Row<'members'> {
  const person = numbersOf(chunk, 1)
  const from = numbersOf(chunk, 2)
  const to = numbersOf(chunk, 3)
  const knownAt = numbersOf(chunk, 4)
  const role = textsOf(chunk, 5)
  return (i) => ({ person: person[i]!, from: from[i]!, to: orNull(to[i]!), knownAt: knownAt[i]!, role: role(i) })
}

function toTraits(chunk: DuckDBDataChunk): (i: number) => Row<'traits'> {
  const from = numbersOf(chunk, 1)
  const knownAt = numbersOf(chunk, 2)
  const key = textsOf(chunk, 3)
  const value = textsOf(chunk, 4)
  return (i) => ({ key: key(i)!, value: parseValue(value(i)!), from: from[i]!, knownAt: knownAt[i]! })
}

function toPersonTraits(chunk: DuckDBDataChunk): (i: number) => Row<'personTraits'> {
  const traitAt = toTraits(chunk)
  const person = numbersOf(chunk, 5)
  return (i) => ({ ...traitAt(i), person: person[i]! })
}

function toLinks(chunk: DuckDBDataChunk): (i: number) => Row<'links'> {
  const actor = numbersOf(chunk, 1)
  const person = numbersOf(chunk, 2)
  const knownAt = numbersOf(chunk, 3)
  return (i) => ({ actor: actor[i]!, person: person[i]!, knownAt: knownAt[i]! })
}

function toSubscriptions(chunk: DuckDBDataChunk): (i: number) => Row<'subscriptions'> {
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
