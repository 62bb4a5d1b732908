import { z } from 'zod'
import { EntityKey } from './values.ts'

const Keys = z.array(EntityKey).max(1_000).default([])

/** Whose names are asked for. */
export const NamesRequest = z.strictObject({ accounts: Keys, people: Keys })
export const NameRow = z.object({ key: EntityKey, name: z.string().describe('Its key where nothing names it.') })
/** As they are named now, in the order in which they were asked for. */
export const NamesAnswer = z.object({ accounts: z.array(NameRow), people: z.array(NameRow) })

export type NamesRequest = z.infer<typeof NamesRequest>
export type NamesAnswer = z.infer<typeof NamesAnswer>
