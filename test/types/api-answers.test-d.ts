import type { MetricTree } from '../../src/contract/metrics.ts'
import { defineRoute } from '../../src/http/api/route.ts'

/** Checked by tsc: every `@ts-expect-error` line must be an error, every other line must be none. A route gives what callers of its path are told of. */
const said = { operation: 'x', summary: 'x', answer: 'MetricTree' } as const
declare const tree: MetricTree

export const told = defineRoute({ ...said, method: 'GET', path: '/metrics/tree', handle: async () => tree })
export const other = defineRoute({
  ...said,
  method: 'GET',
  path: '/metrics/tree',
  // @ts-expect-error the answer of another path
  handle: async () => ({ data: [] }),
})
// @ts-expect-error a path of which callers are told nothing
export const untold = defineRoute({ ...said, method: 'GET', path: '/metrics/forest', handle: async () => tree })
