import { createHash } from 'node:crypto'

/** What stands for a key where not every text may stand: in headers and the ids of others. The same for every attempt; 32 hexadecimal digits. */
export function idOfKey(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32)
}
