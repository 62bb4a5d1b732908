import type { SubscriptionStatus } from '../../store/analytic/message.ts'
import { sql } from '../../store/sql.ts'
import { type Asking, readTexts } from '../question/asking.ts'
import { readExcluded } from '../question/read-excluded.ts'
import type { Terms } from './mrr-changes.ts'
import { nameSubscriptions } from './name-subscriptions.ts'
import type { TermsTable } from './order-terms.ts'
import { readTermsTable, WORDINGS } from './read-terms-table.ts'
import type { TermsByAccount } from './terms-by-account.ts'

export type ReadTerms = { readonly byAccount: TermsByAccount; readonly excluded: number }

/** All subscriptions by the account that they belong to now: one that was taken in by another pays as that other one, over all history. */
export async function readTerms(asking: Asking): Promise<ReadTerms> {
  const excluded = await readExcluded(asking, 'account')
  const table = await readTermsTable(asking)
  // Afterwards: what is said while the terms are read is in both.
  const wordings = await readWordings(asking)
  const survivors = new Set(Array.from(asking.merged.values(), ({ into }) => into))
  const termsOf = (account: number) => {
    const { begin, end } = placeOf(table, account)
    const terms: Terms[] = []
    for (let row = begin; row < end; row++) terms.push(termsAt(table, { account, row, wordings }))
    if (!survivors.has(account)) return terms
    const { saidOf, seq } = table.columns
    const said = terms.map((one, i) => ({ ...one, saidOf: saidOf[begin + i]!, seq: seq[begin + i]! }))
    return nameSubscriptions(said, asking.merged)
  }
  const accounts = accountsOf(table).filter((account) => !excluded.has(account))
  const currencies = new Set(Array.from(wordings.values(), ({ currency }) => currency))
  const hasEnd = (account: number) => endsWithin(table, account)
  return { byAccount: { accounts, termsOf, currencies, hasEnd }, excluded: excluded.size }
}

type Place = { readonly begin: number; readonly end: number }

function placeOf({ begins }: TermsTable, account: number): Place {
  return { begin: begins[account] ?? 0, end: begins[account + 1] ?? 0 }
}

function accountsOf({ begins }: TermsTable): number[] {
  const accounts: number[] = []
  for (let account = 0; account + 1 < begins.length; account++)
    if (begins[account + 1]! > begins[account]!) accounts.push(account)
  return accounts
}

function endsWithin(table: TermsTable, account: number): boolean {
  const { begin, end } = placeOf(table, account)
  const { to } = table.columns
  for (let row = begin; row < end; row++) if (to[row] !== -1) return true
  return false
}

type Wording = { readonly currency: string; readonly plan: string | null; readonly status: SubscriptionStatus }

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
  const { firstSaid, from, to, minor, termsMinor, wording } = columns
  const { currency, plan, status } = wordings.get(wording[row]!)!
  return {
    account,
    subscription: firstSaid[row]!,
    plan,
    from: from[row]!,
    to: to[row] === -1 ? Number.POSITIVE_INFINITY : to[row]!,
    status,
    termsMinor: termsMinor[row]!,
    minor: minor[row]!,
    currency,
  }
}
