import { setTimeout } from 'node:timers/promises'
import type { DatabaseConnection, SqliteDatabase, SqliteDialectConfig, SqliteStatement } from 'kysely'
import type Database from 'libsql'

/** More texts of writing statements than the code has; only lists of varying length make others. */
const STATEMENTS_MAX = 200
/** Writing statements that give rows back are readers too. */
const WRITES = /^(insert|update|delete) /i
const TURN_MS = 20
/** Longer than anybody writes at once. */
const TURNS_MAX = 1_500

/**
 * How a file is asked: by statements that are prepared once for each text where they write, and that wait while another process writes.
 *
 * The memory of a prepared one is given back only between two turns of the event loop, which a transaction is too fast to have: one of a million rows would hold a
 * million of them. And one that was refused because another process writes stays under way, and keeps the connection at what it had read by then, until it is asked
 * again: so it is the same one that is.
 */
export function keepStatements(file: Database.Database): SqliteDialectConfig {
  const kept = new Map<string, SqliteStatement>()
  const database: SqliteDatabase = {
    prepare: (asked) => {
      // What reads first and writes then would be refused for good if another process wrote in between.
      const text = asked === 'begin' ? 'begin immediate' : asked
      const before = kept.get(text)
      if (before !== undefined) return before
      const statement = file.prepare(text) as unknown as SqliteStatement
      if (statement.reader && !WRITES.test(text)) return statement
      if (kept.size === STATEMENTS_MAX) kept.clear()
      kept.set(text, statement)
      return statement
    },
    close: () => {
      kept.clear()
      file.close()
    },
  }
  return { database, onCreateConnection: async (connection) => waitForTurn(connection, () => kept.clear()) }
}

/** Asks again while another process writes; `onGivenUp` when that takes too long. */
function waitForTurn(connection: DatabaseConnection, onGivenUp: () => void): void {
  const ask = connection.executeQuery.bind(connection)
  connection.executeQuery = async <R>(query: Parameters<typeof ask>[0]) => {
    for (let turn = 0; ; turn++)
      try {
        return await ask<R>(query)
      } catch (error) {
        if (!isBusy(error)) throw error
        if (turn === TURNS_MAX) {
          onGivenUp()
          throw error
        }
        await setTimeout(TURN_MS)
      }
  }
}

function isBusy(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
}
