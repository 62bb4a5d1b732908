import type { KeyRow } from '../../contract/keys.ts'
import type { ApiKey } from '../../store/control/api-keys.ts'

export function toKeyRow(key: ApiKey): KeyRow {
  const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())
  return {
    ...key,
    origins: key.origins === null ? null : [...key.origins],
    createdAt: new Date(key.createdAt).toISOString(),
    lastUsedAt: iso(key.lastUsedAt),
    expiresAt: iso(key.expiresAt),
    revokedAt: iso(key.revokedAt),
  }
}
