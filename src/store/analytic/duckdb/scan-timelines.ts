import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api'
import { listOf, type Sql, sql } from '../../sql.ts'
import type { AccountTimeline, TimelineNeeds, TraitRow } from '../rows.ts'
import { numbersOf } from './connection.ts'
import { type Sign, seenAsKnown } from './first-seen.ts'
import { followLinks } from './follow-links.ts'
import { type RowReader, type RowsByAccount, readByAccount, textsOf } from './read-by-account.ts'
import type { StoreContext } from './store-context.ts'
import {
  firstSeenSql,
  heardSql,
  linksSql,
  membersSql,
  personTraitsSql,
  signsSql,
  subscriptionsSql,
  traitsSql,
} from './timeline-sql.ts'

/** Accounts that are asked for at a time, the next ones while these are worked on; and those whose rows are made objects at a time. */
const BLOCK_ACCOUNTS = 2_000
const PAGE_ACCOUNTS = 50
/** Of so few, joins are looked up actor by actor. */
const FEW_ACCOUNTS = 64

const WHOLE: TimelineNeeds = {
  people: true,
  accountTraits: null,
  personTraits: null,
  subscriptions: true,
  firstSeen: true,
  heard: true,
}

/** Timelines in ascending order of account, a few at a time whatever the population. Null: every account. */
export async function* scanTimelines(
  context: StoreContext,
  accounts: Int32Array | null,
  needs: TimelineNeeds = WHOLE,
): AsyncGenerator<readonly AccountTimeline[]> {
  const ids = accounts === null ? everyAccount(context) : Int32Array.from(accounts).sort()
  const connection = await context.instance.connect()
  let reading: Promise<(account: number) => AccountTimeline> | null = null
  const read = (at: number): typeof reading => {
    if (at >= ids.length) return null
    const part = ids.subarray(at, at + BLOCK_ACCOUNTS)
    const fewAccounts = accounts !== null && part.length <= FEW_ACCOUNTS
    const next = readTimelines(connection, part, { ...needs, fewAccounts })
    // Not awaited while the consumer works; a failure shows at the next turn.
    next.catch(() => undefined)
    return next
  }
  try {
    reading = read(0)
    for (let at = 0; reading !== null; at += BLOCK_ACCOUNTS) {
      const timelineOf: (account: number) => AccountTimeline = await reading
      reading = read(at + BLOCK_ACCOUNTS)
      const last = Math.min(ids.length, at + BLOCK_ACCOUNTS)
      for (let from = at; from < last; from += PAGE_ACCOUNTS)
        yield Array.from(ids.subarray(from, Math.min(last, from + PAGE_ACCOUNTS)), timelineOf)
    }
  } finally {
    await reading?.catch(() => undefined)
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

const NOTHING = (): readonly never[] => []

async function readTimelines(
  connection: DuckDBConnection,
  ids: Int32Array,
  needs: TimelineNeeds & { readonly fewAccounts: boolean },
): Promise<(account: number) => AccountTimeline> {
  const within = withinSql(ids)
  const { people, accountTraits, personTraits } = needs
  const heard = needs.heard ? await readByAccount(connection, heardSql(within), toInstants) : NOTHING
  const seenOf = needs.firstSeen ? await readSeen(connection, within) : () => NEVER_SEEN
  const read = async <T>(wanted: boolean, statement: Sql, reader: RowReader<T>): Promise<RowsByAccount<T>> =>
    wanted ? readByAccount(connection, statement, reader) : NOTHING
  const members = await read(people, membersSql(within), toMembers)
  const traits = await read(accountTraits?.length !== 0, traitsSql(within, accountTraits), toTraits)
  const ofPersons = await read(personTraits?.length !== 0, personTraitsSql(within, personTraits), toPersonTraits)
  const links =
    people && needs.fewAccounts ? await followLinks(connection, ids) : await read(people, linksSql(within), toLinks)
  const subscriptions = await read(needs.subscriptions, subscriptionsSql(within), toSubscriptions)
  return (account) => ({
    account,
    ...seenOf(account),
    ...heardOf(heard(account)),
    members: members(account),
    traits: traits(account),
    personTraits: ofPersons(account),
    links: links(account),
    subscriptions: subscriptions(account),
  })
}

type Seen = Pick<AccountTimeline, 'firstSeen' | 'seen'>
const NEVER_SEEN: Seen = { firstSeen: Number.NaN }

async function readSeen(connection: DuckDBConnection, within: Sql): Promise<(account: number) => Seen> {
  const earliest = await readByAccount(connection, firstSeenSql(within), toInstants)
  const signs = await readByAccount(connection, signsSql(within), toSigns)
  return (account) => {
    const [firstSeen] = earliest(account)
    const own = signs(account)
    return firstSeen === undefined ? NEVER_SEEN : { firstSeen, seen: seenAsKnown(firstSeen, own) }
  }
}

type Row<K extends 'members' | 'traits' | 'personTraits' | 'links' | 'subscriptions'> = AccountTimeline[K][number]

function heardOf([heardAt]: readonly number[]): Pick<AccountTimeline, 'heardAt'> {
  return heardAt === undefined ? {} : { heardAt }
}

function toInstants(chunk: DuckDBDataChunk): (i: number) => number {
  const ts = numbersOf(chunk, 1)
  return (i) => ts[i]!
}

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
