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

/**
 * A day close is committed in pieces: it begins, accounts are judged in the order of their ids up to one, or before their turn, persons across accounts in any
 * order, it is finished.
 */
export type CloseStep =
  | { readonly kind: 'begun'; readonly days: ClosingDays }
  | { readonly kind: 'judged_up_to'; readonly account: number }
  | { readonly kind: 'judged'; readonly accounts: readonly string[] }
  | { readonly kind: 'persons_judged'; readonly persons: readonly string[] }
  | { readonly kind: 'finished' }

const KEY = 'closing'
/** Of a million accounts a row each would take longer than judging those to which nothing happened. */
const REACHED = 'closing_reached'
/** SQLite binds at most 32,766 values in one statement. */
const ROWS_MAX = 10_000

/** Writes a step within the transaction that commits what was judged by it. */
export async function writeCloseStep(tx: ControlStore, step: CloseStep): Promise<void> {
  switch (step.kind) {
    case 'begun':
      return writeMeta(tx, KEY, JSON.stringify(step.days))
    case 'judged_up_to':
      return writeMeta(tx, REACHED, String(step.account))
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
      await tx.deleteFrom('meta').where('key', 'in', [KEY, REACHED]).execute()
  }
}

async function inRows(keys: readonly string[], insert: (keys: readonly string[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < keys.length; at += ROWS_MAX) await insert(keys.slice(at, at + ROWS_MAX))
}

/** A close as it was left: the accounts and persons that it has judged, every account up to `reached` among them. */
export type LeftClose = {
  readonly days: ClosingDays
  readonly reached: number
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
    reached: Number((await readMeta(db, REACHED)) ?? 0),
    closed: accounts.map(({ account }) => account),
    closedPersons: persons.map(({ person }) => person),
  }
}
