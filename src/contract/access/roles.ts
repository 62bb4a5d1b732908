import { z } from 'zod'
import type { KeyScopeName } from '../keys.ts'

/** What a person may do here: look, change what the team works with, or administer. */
export const RoleName = z.enum(['viewer', 'editor', 'admin'])
export type RoleName = z.infer<typeof RoleName>

/** What a request needs: nothing (signing in), or a scope that a key, or a role, brings. */
export type NeededScope = 'none' | Exclude<KeyScopeName, 'write'>

/** The one table from roles to the scopes of keys: a person may do what a key of that scope may. */
export const SCOPE_OF_ROLE = { viewer: 'read', editor: 'edit', admin: 'admin' } as const satisfies Record<
  RoleName,
  NeededScope
>

/** A write key sends events and reads nothing. */
const RANK: Readonly<Record<NeededScope | 'write', number>> = { none: 0, write: 0, read: 1, edit: 2, admin: 3 }

/** Whether a scope suffices. */
export function reaches(has: NeededScope | 'write', needed: NeededScope): boolean {
  return RANK[has] >= RANK[needed]
}

/** The lesser of two scopes: a token never does more than its owner may by now. */
export function lesserScope(one: KeyScopeName, other: KeyScopeName): KeyScopeName {
  return RANK[one] <= RANK[other] ? one : other
}

/** The least role that suffices. */
export function roleFor(needed: NeededScope): RoleName {
  return RoleName.options.find((role) => reaches(SCOPE_OF_ROLE[role], needed)) ?? 'admin'
}
