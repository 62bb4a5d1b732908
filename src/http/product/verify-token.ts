import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Millis } from '../../core/time.ts'

export type StateToken = { readonly user: string; readonly account: string | undefined }

const LONGEST = 4_096

/**
 * Whose a token is: a JSON Web Token signed with HS256 and `secret`, with `sub` (the user id), `exp`, and where the user is in several accounts `account`. null: it is
 * none, was signed with another secret, or is over.
 */
export function verifyToken(
  token: string,
  { secret, now }: { readonly secret: string; readonly now: Millis },
): StateToken | null {
  const [header, payload, signature, ...rest] = token.split('.')
  if (
    token.length > LONGEST ||
    header === undefined ||
    payload === undefined ||
    signature === undefined ||
    rest.length > 0
  )
    return null
  const expected = createHmac('sha256', secret).update(`${header}.${payload}`).digest()
  const given = Buffer.from(signature, 'base64url')
  if (given.byteLength !== expected.byteLength || !timingSafeEqual(given, expected)) return null
  if (parse(header)?.alg !== 'HS256') return null
  const { sub, exp, account } = parse(payload) ?? {}
  if (typeof sub !== 'string' || sub === '' || typeof exp !== 'number' || !(exp * 1_000 > now)) return null
  return { user: sub, account: typeof account === 'string' && account !== '' ? account : undefined }
}

function parse(part: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
