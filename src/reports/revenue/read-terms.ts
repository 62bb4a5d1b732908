import type { Exclusion } from '../../config/model.ts'
import { listOf, sql } from '../../store/sql.ts'
import { type Asking, readBlocks, readTexts } from '../question/asking.ts'
import type { Terms } from './mrr-changes.ts'

export type ReadTerms = { readonly byAccount: ReadonlyMap<number, readonly Terms[]>; readonly excluded: number }

/** All subscriptions by the account that they belong to now: one that was taken in by another pays as that other one, over all history. */
export async function readTerms(asking: Asking): Promise<ReadTerms> {
  const merged = await readMergedAccounts(asking)
  const excluded = await readExcluded(asking, merged)
  const byAccount = new Map<number, Terms[]>()
  const ownerOf = makeOwners(merged)
  const statement = sql`
    -- what accounts pay, in the order in which it was said
    SELECT account, seq::DOUBLE, from_ts::DOUBLE, coalesce(to_ts, -1)::DOUBLE, mrr_minor::DOUBLE, subscription_id, currency
    FROM subscription
    ORDER BY seq
  `
  for await (const block of readBlocks(asking, statement)) {
    const [account, seq, from, to, minor] = [0, 1, 2, 3, 4].map((column) => block.numbers(column)) as Five
    const [subscription, currency] = [block.texts(5), block.texts(6)]
    for (let i = 0; i < block.rows; i++) {
      const id = merged.get(account[i]!)?.into ?? account[i]!
      if (excluded.has(id)) continue
      const own = byAccount.get(id) ?? []
      if (own.length === 0) byAccount.set(id, own)
      own.push({
        account: id,
        subscription: `${ownerOf({ account: account[i]!, id: subscription[i]!, seq: seq[i]! })} ${subscription[i]}`,
        from: from[i]!,
        to: to[i] === -1 ? Number.POSITIVE_INFINITY : to[i]!,
        minor: minor[i]!,
        currency: currency[i]!,
      })
    }
  }
  return { byAccount, excluded: excluded.size }
}

type Numbers = Int32Array | Float64Array
type Five = [Numbers, Numbers, Numbers, Numbers, Numbers]

/** Which account each one is now, and since which message. */
type Merged = ReadonlyMap<number, { readonly into: number; readonly seq: number }>
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

async function readMergedAccounts(asking: Asking): Promise<Merged> {
  const { idOf } = asking.source.store.dictionary.account
  const rows = await readTexts(asking, 2, sql`SELECT record, seq::VARCHAR FROM control ORDER BY control.seq`)
  const merged = new Map<number, { readonly into: number; readonly seq: number }>()
  for (const [record, seq] of rows) {
    const control = JSON.parse(record!) as { readonly kind: string; readonly from?: string; readonly into?: string }
    if (control.kind !== 'account_merged') continue
    const from = idOf(control.from ?? '')
    const named = idOf(control.into ?? '')
    if (from === undefined || named === undefined) continue
    const into = merged.get(named)?.into ?? named
    if (into === from) continue
    for (const [old, now] of merged) if (now.into === from) merged.set(old, { ...now, into })
    merged.set(from, { into, seq: Number(seq) })
  }
  return merged
}

/** Accounts that the rules of exclusion name, or that ever had an excluded trait. */
async function readExcluded(asking: Asking, merged: Merged): Promise<ReadonlySet<number>> {
  const { exclusions } = asking.source.model
  const { idOf } = asking.source.store.dictionary.account
  const named = exclusions.flatMap((rule) => (rule.kind === 'id' && rule.of === 'account' ? rule.ids : []))
  const ids = named.flatMap((key) => idOf(key) ?? [])
  const traits = exclusions.filter((rule) => rule.kind === 'trait')
  const told = await Promise.all(traits.map((rule) => readWithTrait(asking, rule)))
  return new Set([...ids, ...told.flat()].map((account) => merged.get(account)?.into ?? account))
}

async function readWithTrait(asking: Asking, { key, value }: Extract<Exclusion, { kind: 'trait' }>): Promise<number[]> {
  const rows = await readTexts(
    asking,
    1,
    sql`
      -- accounts that ever had an excluded trait
      SELECT DISTINCT account::VARCHAR FROM trait WHERE person = 0 AND key = ${key} AND value IN (${listOf([JSON.stringify(value)])})
    `,
  )
  return rows.map(([account]) => Number(account))
}
