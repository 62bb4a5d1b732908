import type { ApiBody, ApiQuery } from '../../src/contract/api/api-questions.ts'
import { type MetricTree, TreeQuery } from '../../src/contract/metrics.ts'
import { UndoRequest } from '../../src/contract/worklist.ts'
import { defineRoute } from '../../src/http/api/route.ts'

/** Checked by tsc: every `@ts-expect-error` line must be an error, every other line must be none. A route reads and gives what callers of its path are told of. */
const said = { operation: 'x', summary: 'x', answer: 'MetricTree', method: 'GET', path: '/metrics/tree' } as const
declare const tree: MetricTree

export const told = defineRoute({ ...said, query: TreeQuery, handle: async () => tree })
export const other = defineRoute({
  ...said,
  query: TreeQuery,
  // @ts-expect-error the answer of another path
  handle: async () => ({ data: [] }),
})
// @ts-expect-error a path of which callers are told nothing
export const untold = defineRoute({ ...said, path: '/metrics/forest', query: TreeQuery, handle: async () => tree })
// @ts-expect-error callers may ask what no schema reads
export const unread = defineRoute({ ...said, handle: async () => tree })
// @ts-expect-error a body of which callers are told nothing
export const bodied = defineRoute({ ...said, query: TreeQuery, body: UndoRequest, handle: async () => tree })

export const undo: ApiBody<'POST', '/tasks/:id/undo'> = { by: 'Ada' }
// @ts-expect-error the body of another path
export const taken: ApiBody<'POST', '/tasks/:id/undo'> = { name: 'x', path: '/', shared: true }
/** A number in an address is one to whoever asks; what may be left out may be told as nothing. */
export const bands: ApiQuery<'GET', '/bands'> = { score: 'health', limit: 5, from: undefined }
// @ts-expect-error what must be asked is missing
export const whose: ApiQuery<'GET', '/bands'> = { limit: 5 }
// @ts-expect-error what nobody reads
export const unheard: ApiQuery<'GET', '/bands'> = { score: 'health', colour: 'red' }
