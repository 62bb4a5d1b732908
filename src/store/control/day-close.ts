import type { Day } from '../../core/time.ts'
import { type ControlStore, readMeta, writeMeta } from './open-control-store.ts'

/**
 * The days of a close under way, inclusive: one, but for a server that slept; and how many accounts and actors the store knew when it began: later ones have no
 * part in it. `actors` absent: begun by a version that closed all persons at once.
 */
export type ClosingDays = {
  readonly from: Day
  readonly to: Day
  readonly accounts: number
  readonly actors?: number
}

/** A day close is committed in pieces: it begins, accounts and persons across accounts are judged in any order, it is finished. */
export type CloseStep =
  | { readonly kind: 'begun'; readonly days: ClosingDays }
  | { readonly kind: 'judged'; readonly accounts: readonly string[] }
  | { readonly kind: 'persons_judged'; readonly persons: readonly string[] }
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
      return inRows(step.accounts, (account) =>
        tx
          .insertInto('closed_account')
          .values(account.map((key) => ({ account: key })))
          .execute(),
      )
    case 'persons_judged':
      return inRows(step.persons, (person) =>
        tx
          .insertInto('closed_person')
          .values(person.map((key) => ({ person: key })))
          .execute(),
      )
    case 'finished':
      await tx.deleteFrom('closed_account').execute()
      await tx.deleteFrom('closed_person').execute()
      await tx.deleteFrom('meta').where('key', '=', KEY).execute()
  }
}

async function inRows(keys: readonly string[], insert: (keys: readonly string[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < keys.length; at += ROWS_MAX) await insert(keys.slice(at, at + ROWS_MAX))
}

/** A close as it was left: the accounts and persons that it has judged. */
export type LeftClose = {
  readonly days: ClosingDays
  readonly closed: readonly string[]
  readonly closedPersons: readonly string[]
}

/** The close that was begun and not finished; null: none. */
export async function readClosing(db: ControlStore): Promise<LeftClose | null> {
  const days = await readMeta(db, KEY)
  if (days === null) return null
  const accounts = await db.selectFrom('closed_account').selectAll().execute()
  const persons = await db.selectFrom('closed_person').selectAll().execute()
  return {
    days: JSON.parse(days),
    closed: accounts.map(({ account }) => account),
    closedPersons: persons.map(({ person }) => person),
  }
}
