import { chmodSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'

/**
 * What was read of a source and told to the log: a file of the data folder. It is no truth: without it everything is read and told again, which changes nothing.
 */
export type SyncState = {
  readonly target: (name: string) => TargetState | null
  readonly setTarget: (name: string, state: TargetState) => void
  /** What is kept of a row; null: it is new. */
  readonly row: (target: string, key: string) => KeptRow | null
  /** Keeps a row that is new; false: one of this key is kept already, and stays. */
  readonly addRow: (target: string, row: NewRow) => boolean
  /** Keeps a row, instead of one of its key where there is one. */
  readonly keepRow: (target: string, row: NewRow) => void
  /** Ids are given out in order; none is greater. */
  readonly greatestId: () => number
  readonly rowsOf: (target: string) => Iterable<KeptRow & { readonly key: string }>
  readonly hashesOf: (target: string) => Iterable<{ readonly id: number; readonly hash: string }>
  /** What is kept under an id. */
  readonly rowAt: (id: number) => KeptRow | null
  readonly dropRow: (id: number) => void
  readonly dropTarget: (name: string) => void
  readonly begin: () => void
  readonly commit: () => void
  readonly rollback: () => void
  readonly close: () => void
}

export type TargetState = {
  /** Its history is told: what comes now is news. */
  readonly began: boolean
  /** The last cursor read, as the database writes it. */
  readonly cursor: string | null
  readonly sql: string
  readonly columns: readonly string[]
  readonly readAt: number
}

/** `told`: the last message, where its end may have to be told. */
export type KeptRow = { readonly id: number; readonly hash: string; readonly told: string | null }

type NewRow = Omit<KeptRow, 'id'> & { readonly key: string }

/** Each source has a file of its own: they are read beside each other. */
export function syncStatePath(folder: string, source: 'postgres' | 'stripe'): string {
  return join(folder, `sync-${source}.sqlite`)
}

export function openSyncState(folder: string, source: 'postgres' | 'stripe'): SyncState {
  const path = syncStatePath(folder, source)
  const file = new Database(path)
  chmodSync(path, 0o600)
  file.pragma('journal_mode = WAL')
  file.pragma('synchronous = FULL')
  file.exec(`
    CREATE TABLE IF NOT EXISTS target (name TEXT PRIMARY KEY, state TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS row (
      id INTEGER PRIMARY KEY, target TEXT NOT NULL, key TEXT NOT NULL, hash TEXT NOT NULL, told TEXT, UNIQUE (target, key)
    );
  `)
  const find = file.prepare('SELECT id, hash, told FROM row WHERE target = ? AND key = ?')
  const keep = file.prepare(`
    INSERT INTO row (target, key, hash, told) VALUES (?, ?, ?, ?)
    ON CONFLICT (target, key) DO UPDATE SET hash = excluded.hash, told = excluded.told
  `)
  const add = file.prepare('INSERT INTO row (target, key, hash, told) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING')
  const at = file.prepare('SELECT id, hash, told FROM row WHERE id = ?')
  const drop = file.prepare('DELETE FROM row WHERE id = ?')
  return {
    target: (name) => {
      const row = file.prepare('SELECT state FROM target WHERE name = ?').get(name) as { state: string } | undefined
      return row === undefined ? null : JSON.parse(row.state)
    },
    setTarget: (name, state) => {
      file
        .prepare('INSERT INTO target VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET state = excluded.state')
        .run(name, JSON.stringify(state))
    },
    row: (target, key) => (find.get(target, key) as KeptRow | undefined) ?? null,
    keepRow: (target, { key, hash, told }) => void keep.run(target, key, hash, told),
    addRow: (target, { key, hash, told }) => add.run(target, key, hash, told).changes === 1,
    hashesOf: (target) => file.prepare('SELECT id, hash FROM row WHERE target = ?').iterate(target) as never,
    rowAt: (id) => (at.get(id) as KeptRow | undefined) ?? null,
    greatestId: () => (file.prepare('SELECT coalesce(max(id), 0) AS id FROM row').get() as { id: number }).id,
    rowsOf: (target) => file.prepare('SELECT id, key, hash, told FROM row WHERE target = ?').iterate(target) as never,
    dropRow: (id) => void drop.run(id),
    dropTarget: (name) => {
      file.prepare('DELETE FROM row WHERE target = ?').run(name)
      file.prepare('DELETE FROM target WHERE name = ?').run(name)
    },
    begin: () => void file.exec('BEGIN IMMEDIATE'),
    commit: () => void file.exec('COMMIT'),
    rollback: () => void file.exec('ROLLBACK'),
    close: () => void file.close(),
  }
}

/** Takes what is kept of somebody out of the file of a source, and writes it anew. `keys`: actors of a person, keys of an account. */
export function forgetInSync(
  folder: string,
  source: 'postgres' | 'stripe',
  {
    of,
    keys,
    mentions,
  }: { readonly of: 'person' | 'account'; readonly keys: readonly string[]; readonly mentions: readonly string[] },
): void {
  const path = syncStatePath(folder, source)
  if (!existsSync(path)) return
  const file = new Database(path)
  const ids = of === 'person' ? keys.map((key) => key.slice(2)) : keys
  // A key of two parts has a line for each.
  const remove = file.prepare(`
    DELETE FROM row
    WHERE key = ?1 OR key LIKE ?1 || char(10) || '%' OR key LIKE '%' || char(10) || ?1 OR instr(coalesce(told, ''), ?2) > 0
  `)
  for (const text of [...ids, ...mentions]) remove.run(text, JSON.stringify(text))
  file.exec('VACUUM')
  file.pragma('wal_checkpoint(TRUNCATE)')
  file.close()
}
