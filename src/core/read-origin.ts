/** An origin as a browser sends it (`https://app.example.com`), from how a person may write it; null: it is none. A path is refused: it would say more than an origin holds. */
export function readOrigin(text: string): string | null {
  const typed = text.trim()
  if (!URL.canParse(typed)) return null
  const { protocol, origin, pathname, search, hash, username, password } = new URL(typed)
  if (protocol !== 'https:' && protocol !== 'http:') return null
  return pathname === '/' && `${search}${hash}${username}${password}` === '' ? origin : null
}
