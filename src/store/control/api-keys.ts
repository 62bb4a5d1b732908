import { createHash } from 'node:crypto'
import type { Millis } from '../../core/time.ts'
import type { ControlStore } from './open-control-store.ts'

export type KeyScope = 'write' | 'read' | 'edit' | 'admin'
const PREFIX: Record<KeyScope, string> = { write: 'ttw_', read: 'ttr_', edit: 'tte_', admin: 'tta_' }

export type ApiKey = {
  readonly id: string
  readonly prefix: string
  readonly scope: KeyScope
  readonly source: string
  readonly createdAt: Millis
  readonly lastUsedAt: Millis | null
  readonly expiresAt: Millis | null
  readonly revokedAt: Millis | null
  /** The user whose personal token it is; null: nobody's. */
  readonly owner: string | null
  /** The origins of pages that may send with it; null: any, and what is no page. */
  readonly origins: readonly string[] | null
}

/** What a new key is made of; randomness comes from the composition root (32 bytes). */
export type NewKey = {
  readonly scope: KeyScope
  readonly source: string
  readonly random: Uint8Array
  readonly now: Millis
  /** Default, and null: it does not expire. */
  readonly expiresAt?: Millis | null
  /** Default: nobody's. */
  readonly owner?: string
  /** Default: from anywhere. */
  readonly origins?: readonly string[] | undefined
}

/** Makes a key and returns it once in clear: only its SHA-256 is stored. Write keys may be public: they can do nothing else. */
export async function createKey(db: ControlStore, key: NewKey): Promise<{ id: string; secret: string }> {
  const said = PREFIX[key.scope] + Buffer.from(key.random).toString('base64url')
  const secret = said + checksumOf(said)
  const id = hashKey(secret).slice(0, 12)
  await db
    .insertInto('api_key')
    .values({
      id,
      prefix: secret.slice(0, 8),
      hash: hashKey(secret),
      scope: key.scope,
      source: key.source,
      created_at: key.now,
      last_used_at: null,
      expires_at: key.expiresAt ?? null,
      revoked_at: null,
      owner: key.owner ?? null,
      origins: key.origins === undefined ? null : JSON.stringify(key.origins),
    })
    .execute()
  return { id, secret }
}

const CHECKSUM = 6

/** The last letters of a key: one that was mistyped or cut is known by them, and whoever looks for keys in files finds no others. */
function checksumOf(said: string): string {
  return createHash('sha256').update(said).digest('base64url').slice(0, CHECKSUM)
}

/** Whether the letters of a secret belong together. Those made before there was a checksum are shorter, and known by their hash alone. */
export function isWhole(secret: string): boolean {
  if (!/^tt[wrea]_[\w-]{49}$/.test(secret)) return /^tt[wrea]_[\w-]{43}$/.test(secret)
  return checksumOf(secret.slice(0, -CHECKSUM)) === secret.slice(-CHECKSUM)
}

/** The live key behind a secret, or null. Looked up by its hash, so no comparison leaks time. */
export async function findKey(db: ControlStore, secret: string, now: Millis): Promise<ApiKey | null> {
  if (!isWhole(secret)) return null
  const row = await db.selectFrom('api_key').selectAll().where('hash', '=', hashKey(secret)).executeTakeFirst()
  if (row === undefined || row.revoked_at !== null) return null
  return row.expires_at !== null && Number(row.expires_at) <= now ? null : toKey(row)
}

/** As findKey, for whoever asks with it: notes that it was used. */
export async function useKey(db: ControlStore, secret: string, now: Millis): Promise<ApiKey | null> {
  const key = await findKey(db, secret, now)
  if (key !== null) await noteUse(db, [hashKey(secret)], now)
  return key
}

const USE_MS = 60_000

/** Notes the use of keys, by the SHA-256 of their secrets, to the minute: more would be a write for every request. */
export async function noteUse(db: ControlStore, hashes: readonly string[], now: Millis): Promise<void> {
  await db
    .updateTable('api_key')
    .set({ last_used_at: now })
    .where('hash', 'in', hashes)
    .where((key) => key.or([key('last_used_at', 'is', null), key('last_used_at', '<=', now - USE_MS)]))
    .execute()
}

export async function listKeys(db: ControlStore): Promise<ApiKey[]> {
  return (await db.selectFrom('api_key').selectAll().orderBy('created_at').execute()).map(toKey)
}

/** @returns false when there is no such key. */
export async function revokeKey(db: ControlStore, id: string, now: Millis): Promise<boolean> {
  const result = await db
    .updateTable('api_key')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

function hashKey(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

type KeyRow = Awaited<ReturnType<typeof selectRow>>
const selectRow = (db: ControlStore) => db.selectFrom('api_key').selectAll().executeTakeFirstOrThrow()

function toKey(row: KeyRow): ApiKey {
  return {
    id: row.id,
    prefix: row.prefix,
    scope: row.scope as KeyScope,
    source: row.source,
    createdAt: Number(row.created_at),
    lastUsedAt: row.last_used_at === null ? null : Number(row.last_used_at),
    expiresAt: row.expires_at === null ? null : Number(row.expires_at),
    revokedAt: row.revoked_at === null ? null : Number(row.revoked_at),
    owner: row.owner,
    origins: originsOf(row.origins),
  }
}

/** Live keys, by the SHA-256 of their secret: what ingestion checks against without asking the store. */
export async function readLiveKeys(
  db: ControlStore,
  now: Millis,
): Promise<ReadonlyMap<string, Pick<ApiKey, 'source' | 'scope' | 'origins'>>> {
  const rows = await db
    .selectFrom('api_key')
    .select(['hash', 'source', 'scope', 'expires_at', 'origins'])
    .where('revoked_at', 'is', null)
    .execute()
  const live = rows.filter((row) => row.expires_at === null || Number(row.expires_at) > now)
  const told = ({ source, scope, origins }: (typeof live)[number]) => {
    return { source, scope: scope as KeyScope, origins: originsOf(origins) }
  }
  return new Map(live.map((row) => [row.hash, told(row)]))
}

function originsOf(origins: string | null): readonly string[] | null {
  return origins === null ? null : (JSON.parse(origins) as string[])
}
