import type { RoleName } from '../../contract/access/roles.ts'
import type { LinkKind, LinkMade } from '../../contract/access/sign-in.ts'
import type { Millis } from '../../core/time.ts'
import { keepLink } from '../../store/control/access/links.ts'
import { hasUsers } from '../../store/control/access/users.ts'
import type { ControlStore } from '../../store/control/open-control-store.ts'

const MINUTE = 60_000
const OPENS_MS: Readonly<Record<LinkKind, Millis>> = {
  'set-up': 15 * MINUTE,
  invitation: 48 * 60 * MINUTE,
  reset: 60 * MINUTE,
}

export type NewLink = {
  readonly kind: LinkKind
  readonly email: string | null
  readonly name: string | null
  readonly role: RoleName
  readonly by: string
  readonly now: Millis
  /** 32 bytes. */
  readonly random: Uint8Array
}

/** Makes a link that opens once; its secret is in this answer and nowhere else. It stands behind #, so that no log and no other site sees it. */
export async function makeLink(control: ControlStore, { now, random, ...link }: NewLink): Promise<LinkMade> {
  const secret = Buffer.from(random).toString('base64url')
  const expiresAt = now + OPENS_MS[link.kind]
  await keepLink(control, secret, { ...link, expiresAt })
  return { email: link.email ?? '', path: `/accept#${secret}`, expiresAt: new Date(expiresAt).toISOString() }
}

/** The link with which the first admin is made; null: somebody can sign in already. */
export async function offerSetUp(
  control: ControlStore,
  { now, random }: Pick<NewLink, 'now' | 'random'>,
): Promise<LinkMade | null> {
  if (await hasUsers(control)) return null
  return makeLink(control, { kind: 'set-up', email: null, name: null, role: 'admin', by: 'the server', now, random })
}
