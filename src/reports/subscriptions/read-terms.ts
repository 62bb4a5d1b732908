import type { SubscriptionStatus } from '../../store/analytic/message.ts'
import { sql } from '../../store/sql.ts'
import { type Asking, readBlocks, readTexts } from '../question/asking.ts'
import { readExcluded } from '../question/read-excluded.ts'
import type { Terms } from './mrr-changes.ts'
import { nameSubscriptions } from './name-subscriptions.ts'
import type { TermsByAccount } from './terms-by-account.ts'

export type ReadTerms = { readonly byAccount: TermsByAccount; readonly excluded: number }

/** All subscriptions by the account that they belong to now: one that was taken in by another pays as that other one, over all history. */
export async function readTerms(asking: Asking): Promise<ReadTerms> {
  const excluded = await readExcluded(asking, 'account')
  const table = await readTable(asking)
  // Afterwards: what is said while the terms are read is in both.
  const wordings = await readWordings(asking)
  const survivors = new Set(Array.from(asking.merged.values(), ({ into }) => into))
  const termsOf = (account: number) => {
    const place = table.placeOf.get(account)
    if (place === undefined) return []
    const terms: Terms[] = []
    for (let row = place.begin; row < place.end; row++) terms.push(termsAt(table, { account, row, wordings }))
    if (!survivors.has(account)) return terms
    const [, saidOf, , seq] = table.columns.map((column) => column.subarray(place.begin, place.end))
    const said = terms.map((one, i) => ({ ...one, saidOf: saidOf![i]!, seq: seq![i]! }))
    return nameSubscriptions(said, asking.merged)
  }
  const accounts = [...table.placeOf.keys()].filter((account) => !excluded.has(account))
  const currencies = new Set(Array.from(wordings.values(), ({ currency }) => currency))
  const hasEnd = (account: number) => endsWithin(table, account)
  return { byAccount: { accounts, termsOf, currencies, hasEnd }, excluded: excluded.size }
}

type Place = { readonly begin: number; readonly end: number }

type TermsTable = {
  /** Rows by column of the statement. */
  readonly columns: readonly Float64Array[]
  /** Rows of an account. */
  readonly placeOf: ReadonlyMap<number, Place>
}

/** Numbers only: of hundreds of thousands of rows, texts would take longest. */
async function readTable(asking: Asking): Promise<TermsTable> {
  const statement = sql`
    -- what accounts pay, by the account that it belongs to now, each subscription numbered by the message that first spoke of it
    SELECT
      coalesce(account_of.owner, subscription.account) AS owner,
      subscription.account AS said_of,
      (
        min(subscription.seq) OVER (
          PARTITION BY coalesce(account_of.owner, subscription.account), subscription.subscription_id
        )
      )::DOUBLE AS first_said,
      subscription.seq::DOUBLE AS seq,
      from_ts::DOUBLE AS from_ts,
      coalesce(to_ts, -1)::DOUBLE AS to_ts,
      mrr_minor::DOUBLE AS mrr_minor,
      coalesce(terms_minor, mrr_minor)::DOUBLE AS terms_minor,
      wording.first_seq AS wording
    FROM subscription
    LEFT JOIN account_of ON account_of.account = subscription.account
    JOIN (
      ${WORDINGS}
    ) wording
      ON wording.currency = subscription.currency
      AND wording.plan IS NOT DISTINCT FROM subscription.plan
      AND wording.status IS NOT DISTINCT FROM subscription.status
    ORDER BY owner, first_said, from_ts, seq
  `
  const parts: Float64Array[][] = Array.from({ length: 9 }, () => [])
  for await (const block of readBlocks(asking, statement))
    for (const [column, own] of parts.entries())
      own.push(new Float64Array(block.numbers(column).subarray(0, block.rows)))
  const columns = parts.map(joinParts)
  return { columns, placeOf: placesOf(columns[0]!) }
}

function joinParts(parts: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** Of a column in order. */
function placesOf(owners: Float64Array): Map<number, Place> {
  const places = new Map<number, Place>()
  for (let begin = 0, end = 1; begin < owners.length; begin = end) {
    for (end = begin + 1; owners[end] === owners[begin]; ) end++
    places.set(owners[begin]!, { begin, end })
  }
  return places
}

function endsWithin({ columns, placeOf }: TermsTable, account: number): boolean {
  const { begin, end } = placeOf.get(account) ?? { begin: 0, end: 0 }
  const to = columns[5]!
  for (let row = begin; row < end; row++) if (to[row] !== -1) return true
  return false
}

type Wording = { readonly currency: string; readonly plan: string | null; readonly status: SubscriptionStatus }

const WORDINGS = sql`
  SELECT currency, plan, status, min(seq)::DOUBLE AS first_seq
  FROM subscription
  GROUP BY currency, plan, status`

/** Currencies, plans and states, by the message that first said them together. */
async function readWordings(asking: Asking): Promise<ReadonlyMap<number, Wording>> {
  const rows = await readTexts(
    asking,
    { width: 4 },
    sql`
      -- what the terms say in words
      SELECT currency, plan, coalesce(status, 'active'), first_seq::BIGINT::VARCHAR
      FROM (
        ${WORDINGS}
      )
      ORDER BY first_seq
    `,
  )
  return new Map(
    rows.map(([currency, plan, status, seq]) => [
      Number(seq),
      { currency: currency!, plan: plan!, status: status as SubscriptionStatus },
    ]),
  )
}

type TermsAt = {
  readonly account: number
  readonly row: number
  readonly wordings: ReadonlyMap<number, Wording>
}

function termsAt({ columns }: TermsTable, { account, row, wordings }: TermsAt): Terms {
  const [, , firstSaid, , from, to, minor, termsMinor, wording] = columns
  const { currency, plan, status } = wordings.get(wording![row]!)!
  return {
    account,
    subscription: firstSaid![row]!,
    plan,
    from: from![row]!,
    to: to![row] === -1 ? Number.POSITIVE_INFINITY : to![row]!,
    status,
    termsMinor: termsMinor![row]!,
    minor: minor![row]!,
    currency,
  }
}
