import type { RoleName } from '../../../contract/access/roles.ts'
import type { LinkKind } from '../../../contract/access/sign-in.ts'
import type { Millis } from '../../../core/time.ts'
import type { ControlStore } from '../open-control-store.ts'
import { hashSecret } from './sessions.ts'

/** What a link opens, once: making the first admin, joining, or choosing a new password. */
export type SignInLink = {
  readonly kind: LinkKind
  /** null: whoever sets it up says it. */
  readonly email: string | null
  readonly name: string | null
  readonly role: RoleName
  readonly by: string
  readonly expiresAt: Millis
}

/** Keeps the hash of a link's secret. A newer link for the same replaces the former. */
export async function keepLink(
  db: ControlStore,
  secret: string,
  { by, expiresAt, ...link }: SignInLink,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const former = tx.deleteFrom('sign_in_link')
    await (link.email === null
      ? former.where('kind', '=', link.kind)
      : former.where('email', '=', link.email)
    ).execute()
    await tx
      .insertInto('sign_in_link')
      .values({ ...link, hash: hashSecret(secret), made_by: by, expires_at: expiresAt })
      .execute()
  })
}

/** The link behind a secret, if it still opens. */
export async function findLink(db: ControlStore, secret: string, now: Millis): Promise<SignInLink | null> {
  const row = await db.selectFrom('sign_in_link').selectAll().where('hash', '=', hashSecret(secret)).executeTakeFirst()
  return row === undefined || row.expires_at <= now ? null : toLink(row)
}

/** Takes a link: of two who use it at once, one gets it. */
export async function takeLink(db: ControlStore, secret: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('sign_in_link')
    .where('hash', '=', hashSecret(secret))
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Those that still open, by a name that is no secret. */
export async function listLinks(db: ControlStore, now: Millis): Promise<(SignInLink & { readonly id: string })[]> {
  const rows = await db.selectFrom('sign_in_link').selectAll().where('expires_at', '>', now).orderBy('email').execute()
  return rows.map((row) => ({ ...toLink(row), id: row.hash.slice(0, 12) }))
}

/** @returns the link that was taken back; null: there is none. */
export async function dropLink(db: ControlStore, id: string): Promise<SignInLink | null> {
  const row = await db.deleteFrom('sign_in_link').where('hash', 'like', `${id}%`).returningAll().executeTakeFirst()
  return row === undefined ? null : toLink(row)
}

type LinkRow = {
  kind: string
  email: string | null
  name: string | null
  role: string
  made_by: string
  expires_at: number
}

function toLink({ kind, email, name, role, made_by, expires_at }: LinkRow): SignInLink {
  return { kind: kind as LinkKind, email, name, role: role as RoleName, by: made_by, expiresAt: Number(expires_at) }
}
