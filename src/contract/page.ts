import { z } from 'zod'

export const PAGE_LIMIT_MAX = 1000
export const PAGE_LIMIT_DEFAULT = 100
/** A replay costs the same however much of it is given, and has no second page. */
export const REPLAY_LIMIT_MAX = 100_000

/** Query fields of every paged list. Query values arrive as text. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT),
  cursor: z.string().min(1).max(4096).optional().describe('`nextCursor` of the page before; opaque.'),
}

/** One page of a list; `nextCursor` is null on the last one. */
export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({ data: z.array(row), nextCursor: z.string().nullable() })
}

export type Page<Row> = { data: Row[]; nextCursor: string | null }
