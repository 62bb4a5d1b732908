import { z } from 'zod'
import { Count } from './values.ts'

/** What a part of the data folder takes, and for how long it is kept. */
export const StoragePart = z.object({
  part: z.enum(['log', 'imports', 'archives', 'store', 'control', 'other']),
  bytes: Count,
  files: Count,
})
export const StorageAnswer = z.object({
  bytes: Count,
  parts: z.array(StoragePart),
  logDays: Count.describe('Raw messages stay in the log for so many days after they were archived.'),
})

export type StoragePart = z.infer<typeof StoragePart>
export type StorageAnswer = z.infer<typeof StorageAnswer>

/** What a part holds, and how long it is kept. */
export function storageWords({ part }: StoragePart, logDays: number): { readonly what: string; readonly kept: string } {
  switch (part) {
    case 'log':
      return { what: 'what came, as it came', kept: `${logDays} days after it was archived` }
    case 'imports':
      return { what: 'what was imported or read from sources, as it came', kept: 'until somebody is forgotten' }
    case 'archives':
      return { what: 'days that are over, as they came, packed', kept: 'until somebody is forgotten' }
    case 'store':
      return { what: 'events and daily counts, built from these', kept: 'can be built again: telltale rebuild' }
    case 'control':
      return { what: 'what was decided and done, users, keys, messages', kept: 'until somebody is forgotten' }
    case 'other':
      return { what: 'locks, addresses and copies under way', kept: 'as long as they are needed' }
  }
}
