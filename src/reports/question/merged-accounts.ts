import type { GivenTable } from '../../store/analytic/analytic-store.ts'
import { sql } from '../../store/sql.ts'
import { type Asking, type Merged, readTexts } from './asking.ts'

export async function readMergedAccounts(asking: Asking): Promise<Merged> {
  const { idOf } = asking.source.store.dictionary.account
  const rows = await readTexts(
    asking,
    { width: 2 },
    sql`
      -- accounts that were taken in by others, in order
      SELECT record, seq::VARCHAR
      FROM control
      WHERE record LIKE '%"account_merged"%'
      ORDER BY control.seq
    `,
  )
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

/** `account_of`: the account that one is now, of those that were taken in. */
export function ownersTable(merged: Merged): GivenTable {
  return {
    name: 'account_of',
    rows: merged.size,
    columns: [
      { name: 'account', data: { kind: 'int', values: [...merged.keys()] } },
      { name: 'owner', data: { kind: 'int', values: Array.from(merged.values(), ({ into }) => into) } },
    ],
  }
}
