import type { SubscriptionStatus } from '../../store/analytic/message.ts'
import { sql } from '../../store/sql.ts'
import { type Asking, type Merged, readBlocks } from '../question/asking.ts'
import { readExcluded } from '../question/read-excluded.ts'
import type { Terms } from './mrr-changes.ts'

export type ReadTerms = { readonly byAccount: ReadonlyMap<number, readonly Terms[]>; readonly excluded: number }

/** All subscriptions by the account that they belong to now: one that was taken in by another pays as that other one, over all history. */
export async function readTerms(asking: Asking): Promise<ReadTerms> {
  const { merged } = asking
  const excluded = await readExcluded(asking, 'account')
  const byAccount = new Map<number, Terms[]>()
  const nameOf = makeNames(merged)
  const statement = sql`
    -- what accounts pay, in the order in which it was said
    SELECT
      account, seq::DOUBLE, from_ts::DOUBLE, coalesce(to_ts, -1)::DOUBLE, mrr_minor::DOUBLE,
      coalesce(terms_minor, mrr_minor)::DOUBLE, subscription_id, currency, plan, coalesce(status, 'active')
    FROM subscription
    ORDER BY seq
  `
  for await (const block of readBlocks(asking, statement)) {
    const [account, seq, from, to, minor] = [0, 1, 2, 3, 4].map((column) => block.numbers(column)) as Five
    const termsMinor = block.numbers(5)
    const [subscription, currency, plan] = [block.texts(6), block.texts(7), block.texts(8)]
    const status = block.texts(9)
    for (let i = 0; i < block.rows; i++) {
      const id = merged.get(account[i]!)?.into ?? account[i]!
      if (excluded.has(id)) continue
      const own = byAccount.get(id) ?? []
      if (own.length === 0) byAccount.set(id, own)
      own.push({
        account: id,
        subscription: nameOf({ account: account[i]!, id: subscription[i]!, seq: seq[i]! }),
        plan: plan[i]!,
        from: from[i]!,
        to: to[i] === -1 ? Number.POSITIVE_INFINITY : to[i]!,
        status: status[i] as SubscriptionStatus,
        termsMinor: termsMinor[i]!,
        minor: minor[i]!,
        currency: currency[i]!,
      })
    }
  }
  return { byAccount, excluded: excluded.size }
}

type Numbers = Int32Array | Float64Array
type Five = [Numbers, Numbers, Numbers, Numbers, Numbers]

/** Within an account its id, and where accounts were merged whose it was at first. */
function makeNames(merged: Merged): (said: Said) => string {
  if (merged.size === 0) return ({ id }) => id
  const ownerOf = makeOwners(merged)
  return (said) => `${ownerOf(said)} ${said.id}`
}

type Said = { readonly account: number; readonly id: string; readonly seq: number }

/**
 * Whose subscription an id means: two accounts may both have called theirs "main", but what is said of it after one took in the other, and the survivor never had
 * that id, goes on with the other's.
 */
function makeOwners(merged: Merged): (said: Said) => number {
  const users = new Map<string, Set<number>>()
  return ({ account, id, seq }) => {
    const key = `${merged.get(account)?.into ?? account} ${id}`
    const known = users.get(key) ?? new Set()
    users.set(key, known)
    if (known.has(account)) return account
    const taken = [...known].find((one) => merged.has(one) && merged.get(one)!.seq < seq)
    if (taken !== undefined) return taken
    known.add(account)
    return account
  }
}
