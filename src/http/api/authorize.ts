import type { FastifyRequest } from 'fastify'
import type { ApiDeps } from '../../contract/api-deps.ts'
import { telltaleError } from '../../core/errors.ts'
import type { ApiRoute } from './route.ts'

/**
 * Lets a request through or throws `unauthorized`. A key that is sent must be good, also where none is needed: a mistyped key is told,
 * not ignored. `open`: only this machine can ask, so reads need none; what changes something always does.
 */
export async function authorize(request: FastifyRequest, route: ApiRoute, access: KeyAccess): Promise<void> {
  const secret = bearerOf(request.headers.authorization)
  if (secret === null) {
    if (access.open && route.scope === 'read') return
    throw telltaleError('unauthorized', { scope: route.scope })
  }
  const key = await access.verifyKey(secret)
  if (key === null || !(key.scope === 'admin' || key.scope === route.scope))
    throw telltaleError('unauthorized', { scope: route.scope })
}

export type KeyAccess = { readonly open: boolean; readonly verifyKey: ApiDeps['verifyKey'] }

/** The bearer's secret; null when no Authorization header came. Another scheme is a secret that no key has. */
function bearerOf(header: string | undefined): string | null {
  if (header === undefined) return null
  return /^Bearer ([!-~]{1,200})$/i.exec(header)?.[1] ?? ''
}
