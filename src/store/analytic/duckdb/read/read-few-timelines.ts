import type { DuckDBConnection } from '@duckdb/node-api'
import { listOf, type Sql, sql } from '../../../sql.ts'
import type { AccountTimeline, TimelineNeeds, TraitRow } from '../../rows.ts'
import { readRows } from '../connection.ts'
import { type Sign, seenAsKnown } from './first-seen.ts'
import { followLinks, type Present } from './follow-links.ts'
import { type RowReader, readByAccount } from './read-by-account.ts'
import {
  heardOf,
  NEVER_SEEN,
  type Seen,
  toInstants,
  toMembers,
  toPersonTraits,
  toSubscriptions,
  toTraits,
} from './timeline-rows.ts'
import {
  FIRST_SEEN_TRAIT,
  firstSeenSql,
  membersSql,
  personTraitsSql,
  presentSql,
  subscriptionsSql,
  traitsSql,
} from './timeline-sql.ts'

type Rows = Pick<AccountTimeline, 'members' | 'traits' | 'subscriptions'> & {
  /** Earliest fact. NaN: there is none. */
  readonly firstFact: number
}

/**
 * Timelines of a few accounts. Each table is asked once, and how an account was first seen is put together here: of so few, the question takes longer than its
 * rows do. `ids` ascend.
 */
export async function readFewTimelines(
  connection: DuckDBConnection,
  ids: Int32Array,
  needs: TimelineNeeds,
): Promise<(account: number) => AccountTimeline> {
  const { people, firstSeen } = needs
  // An `IN` list becomes a join, which takes three times as long as looking each row up in so short a list. By one id the engine skips what it does not lie in.
  const within =
    ids.length === 1
      ? sql`account = ${ids[0]!}`
      : sql`list_contains(string_split(${ids.join(',')}, ',')::INTEGER[], account)`
  const read = <T>(wanted: boolean, statement: Sql, reader: RowReader<T>) =>
    wanted ? readAll(connection, ids, { statement, reader }) : nothingOf<T>()
  const asksTraits = firstSeen || needs.heard || needs.accountTraits?.length !== 0
  const traits = await read(asksTraits, traitsSql(within, keysOf(needs)), toTraits)
  const members = await read(people || firstSeen, membersSql(within), toMembers)
  const subscriptions = await read(needs.subscriptions || firstSeen, subscriptionsSql(within), toSubscriptions)
  const ofPersons = await read(
    needs.personTraits?.length !== 0,
    personTraitsSql(within, needs.personTraits),
    toPersonTraits,
  )
  const present = people || firstSeen ? await readPresent(connection, ids) : []
  const belonging = [...members].flatMap(([account, rows]) => rows.map(({ person }) => ({ account, actor: person })))
  const links = people ? await followLinks(connection, [...present, ...belonging]) : NO_LINKS
  const facts = firstSeen ? await firstFacts(connection, present) : new Map<number, number>()
  return (account) => {
    const rows = {
      members: members.get(account) ?? [],
      traits: traits.get(account) ?? [],
      subscriptions: subscriptions.get(account) ?? [],
      firstFact: facts.get(account) ?? Number.NaN,
    }
    return {
      account,
      ...(firstSeen ? seenOf(rows) : NEVER_SEEN),
      ...heardOf(needs.heard ? heardAt(rows) : []),
      members: people ? rows.members : [],
      traits: rows.traits.filter(({ key }) => needs.accountTraits?.includes(key) !== false),
      personTraits: ofPersons.get(account) ?? [],
      links: links.get(account) ?? [],
      subscriptions: needs.subscriptions ? rows.subscriptions : [],
    }
  }
}

const NO_LINKS: Awaited<ReturnType<typeof followLinks>> = new Map()

/** Whenever an account was first seen, any of its traits may tell. */
function keysOf({ accountTraits, firstSeen }: TimelineNeeds): readonly string[] | null {
  return firstSeen || accountTraits === null ? null : [...accountTraits, FIRST_SEEN_TRAIT]
}

function nothingOf<T>(): ReadonlyMap<number, readonly T[]> {
  return new Map()
}

async function readAll<T>(
  connection: DuckDBConnection,
  ids: Int32Array,
  { statement, reader }: { readonly statement: Sql; readonly reader: RowReader<T> },
): Promise<ReadonlyMap<number, readonly T[]>> {
  const rowsOf = await readByAccount(connection, statement, reader)
  return new Map(Array.from(ids, (account) => [account, rowsOf(account)]))
}

type PresentSince = Present & { readonly firstTs: number }

/** Who left facts in the accounts, and since when. */
async function readPresent(connection: DuckDBConnection, ids: Int32Array): Promise<readonly PresentSince[]> {
  const rows = await readRows(connection, presentSql(ids))
  return rows.map(({ account, actor, first_ts }) => ({
    account: account as number,
    actor: actor as number,
    firstTs: first_ts === null ? Number.NaN : (first_ts as number),
  }))
}

/** Where events moved away, their facts still tell when they were: what stayed is found among the events. */
async function firstFacts(
  connection: DuckDBConnection,
  present: readonly PresentSince[],
): Promise<ReadonlyMap<number, number>> {
  const first = new Map<number, number>()
  const moved = new Set<number>()
  for (const { account, actor, firstTs } of present) {
    if (actor === MOVED) moved.add(account)
    else if (!(first.get(account)! <= firstTs)) first.set(account, firstTs)
  }
  if (moved.size === 0) return first
  const ids = Int32Array.from(moved).sort()
  const read = await readByAccount(connection, firstSeenSql(sql`account IN (${listOf(ids)})`), toInstants)
  for (const account of ids) first.set(account, read(account)[0] ?? Number.NaN)
  return first
}

/** Stands for the actor where corrections say that something moved away. */
const MOVED = 0

function seenOf({ members, traits, subscriptions, firstFact }: Rows): Seen {
  const earliest = [...members, ...traits, ...subscriptions].reduce(
    (least, { from }) => Math.min(least, from),
    Number.isNaN(firstFact) ? Number.POSITIVE_INFINITY : firstFact,
  )
  if (earliest === Number.POSITIVE_INFINITY) return NEVER_SEEN
  const signs = [...members, ...traits.filter((trait) => !isTold(trait)), ...subscriptions].map(toSign)
  const told = traits.filter(isTold).map(({ value, knownAt }) => ({ ts: Date.parse(String(value)), knownAt }))
  return { firstSeen: earliest, seen: seenAsKnown(earliest, [...signs, ...told]) }
}

const toSign = ({ from, knownAt }: Pick<TraitRow, 'from' | 'knownAt'>): Sign => ({ ts: from, knownAt })
const isTold = ({ key }: TraitRow): boolean => key === FIRST_SEEN_TRAIT

function heardAt({ traits }: Rows): number[] {
  const told = traits.filter(isTold).map(({ knownAt }) => knownAt)
  return told.length === 0 ? [] : [told.reduce((least, at) => Math.min(least, at))]
}
