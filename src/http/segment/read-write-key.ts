/** The write key of an Authorization header: Basic with the key as user (the colon may be missing), Bearer, or null when there is none. */
export function readWriteKey(authorization: string | undefined): string | null {
  if (authorization === undefined) return null
  const [scheme = '', value = ''] = authorization.trim().split(/\s+/, 2)
  if (scheme.toLowerCase() === 'bearer') return value === '' ? null : value
  if (scheme.toLowerCase() !== 'basic') return null
  const decoded = Buffer.from(value, 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  const key = colon === -1 ? decoded : decoded.slice(0, colon)
  return key === '' ? null : key
}
