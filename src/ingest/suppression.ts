import { createHmac } from 'node:crypto'
import { accountKey } from './account-key.ts'

/** How a key that asked to be forgotten is kept: by a hash, from which nobody learns who it was. `salt` is hexadecimal. */
export function suppressionOf(salt: string, key: string): string {
  return `${PREFIX}${salt}:${createHmac('sha256', Buffer.from(salt, 'hex')).update(key).digest('hex')}`
}

const PREFIX = 'sha256:'

/** Tells whether keys asked to be forgotten: actors (`u:ben`), accounts under `@` + key. Those kept as they are count too. */
export type Suppression = (keys: readonly string[]) => boolean

/** Answers are remembered until another asks. */
export function makeSuppression(forgotten: ReadonlySet<string>): Suppression {
  let size = -1
  let salts: readonly string[] = []
  const known = new Map<string, boolean>()
  const isForgotten = (key: string): boolean => {
    const before = known.get(key)
    if (before !== undefined) return before
    const found = forgotten.has(key) || salts.some((salt) => forgotten.has(suppressionOf(salt, key)))
    known.set(key, found)
    return found
  }
  return (keys) => {
    if (forgotten.size === 0) return false
    if (forgotten.size !== size) {
      size = forgotten.size
      known.clear()
      salts = [
        ...new Set([...forgotten].flatMap((entry) => (entry.startsWith(PREFIX) ? [entry.split(':')[1] ?? ''] : []))),
      ]
    }
    return keys.some(isForgotten)
  }
}

/** How a record of the log that somebody is forgotten is kept: a hash as it is; an earlier version wrote the key itself. */
export function keptSuppression({
  subject,
  id,
}: {
  readonly subject: 'person' | 'account'
  readonly id: string
}): string {
  return subject === 'person' || id.startsWith(PREFIX) ? id : accountKey(id)
}

/** What is kept of the keys of somebody who asks. */
export function suppressionsOf(of: 'person' | 'account', keys: readonly string[], salt: string): string[] {
  return keys.map((key) => suppressionOf(salt, of === 'account' ? accountKey(key) : key))
}
