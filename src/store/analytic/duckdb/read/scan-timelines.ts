import type { DuckDBConnection } from '@duckdb/node-api'
import type { Sql } from '../../../sql.ts'
import type { AccountTimeline, TimelineNeeds } from '../../rows.ts'
import { isForgottenKey } from '../forgotten-key.ts'
import type { StoreContext } from '../store-context.ts'
import { seenAsKnown } from './first-seen.ts'
import { type RowReader, type RowsByAccount, readByAccount } from './read-by-account.ts'
import { readFewTimelines } from './read-few-timelines.ts'
import {
  heardOf,
  NEVER_SEEN,
  type Seen,
  toInstants,
  toLinks,
  toMembers,
  toPersonTraits,
  toSigns,
  toSubscriptions,
  toTraits,
} from './timeline-rows.ts'
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
import { withinAccounts } from './within-accounts.ts'

/**
 * Accounts that are asked for at a time, the next ones while these are worked on; and those whose rows are made objects at a time: few, or they
 * outlive a collection of young garbage and pile up among the old.
 */
const BLOCK_ACCOUNTS = 2_000
const PAGE_ACCOUNTS = 8
/** So few are asked for in another way. */
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
    const isFew = accounts !== null && part.length <= FEW_ACCOUNTS
    const next = isFew ? readFewTimelines(connection, part, needs) : readTimelines(connection, part, needs)
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
  const { keys, committed } = context.keys.account
  const ids = Int32Array.from({ length: committed }, (_, i) => i + 1)
  return ids.filter((id) => !isForgottenKey(keys[id]!))
}

const NOTHING = (): readonly never[] => []

async function readTimelines(
  connection: DuckDBConnection,
  ids: Int32Array,
  needs: TimelineNeeds,
): Promise<(account: number) => AccountTimeline> {
  const within = withinAccounts(ids)
  const { people, accountTraits, personTraits } = needs
  const heard = needs.heard ? await readByAccount(connection, heardSql(within), toInstants) : NOTHING
  const seenOf = needs.firstSeen ? await readSeen(connection, within) : () => NEVER_SEEN
  const read = async <T>(wanted: boolean, statement: Sql, reader: RowReader<T>): Promise<RowsByAccount<T>> =>
    wanted ? readByAccount(connection, statement, reader) : NOTHING
  const members = await read(people, membersSql(within), toMembers)
  const traits = await read(accountTraits?.length !== 0, traitsSql(within, accountTraits), toTraits)
  const ofPersons = await read(personTraits?.length !== 0, personTraitsSql(within, personTraits), toPersonTraits)
  const links = await read(people, linksSql(within), toLinks)
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

async function readSeen(connection: DuckDBConnection, within: Sql): Promise<(account: number) => Seen> {
  const earliest = await readByAccount(connection, firstSeenSql(within), toInstants)
  const signs = await readByAccount(connection, signsSql(within), toSigns)
  return (account) => {
    const [firstSeen] = earliest(account)
    const own = signs(account)
    return firstSeen === undefined ? NEVER_SEEN : { firstSeen, seen: seenAsKnown(firstSeen, own) }
  }
}
