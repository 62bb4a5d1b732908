import type { Day } from '../../core/time.ts'
import { type ControlStore, readMeta, writeMeta } from './open-control-store.ts'

/** The days of a close under way, inclusive: one, but for a server that slept; and how many accounts the store knew when it began: later ones have no part in it. */
export type ClosingDays = { readonly from: Day; readonly to: Day; readonly accounts: number }

/** A day close is committed in pieces: it begins, accounts are judged in any order, it is finished. */
export type CloseStep =
  | { readonly kind: 'begun'; readonly days: ClosingDays }
  | { readonly kind: 'judged'; readonly accounts: readonly string[] }
  | { readonly kind: 'finished' }

const KEY = 'closing'
/** SQLite binds at most 32,766 values in one statement. */
const ROWS_MAX = 10_000

/** Writes a step within the transaction that commits what was judged by it. */
export async function writeCloseStep(tx: ControlStore, step: CloseStep): Promise<void> {
  switch (step.kind) {
    case 'begun':
      return writeMeta(tx, KEY, JSON.stringify(step.days))
    case 'judged':
      return insertAccounts(tx, step.accounts)
    case 'finished':
      await tx.deleteFrom('closed_account').execute()
      await tx.deleteFrom('meta').where('key', '=', KEY).execute()
  }
}

async function insertAccounts(tx: ControlStore, accounts: readonly string[]): Promise<void> {
  for (let at = 0; at < accounts.length; at += ROWS_MAX) {
    const rows = accounts.slice(at, at + ROWS_MAX).map((account) => ({ account }))
    await tx.insertInto('closed_account').values(rows).execute()
  }
}

/** The close that was begun and not finished, with the accounts it has judged; null: none. */
export async function readClosing(
  db: ControlStore,
): Promise<{ readonly days: ClosingDays; readonly closed: readonly string[] } | null> {
  const days = await readMeta(db, KEY)
  if (days === null) return null
  const rows = await db.selectFrom('closed_account').selectAll().execute()
  return { days: JSON.parse(days), closed: rows.map(({ account }) => account) }
}
