import type { AccountDetail } from '@contract/account.ts'
import type { TaskAct } from '@contract/worklist.ts'
import { readApi } from './client.ts'
import { deleteApi, postApi } from './post.ts'

/** Checked by tsc: every `@ts-expect-error` line must be an error, every other line must be none. A path is answered with what the contract has for it, and with nothing else. */
export const account: Promise<AccountDetail> = readApi('/accounts/:key', { key: 'acme', asOf: '2026-01-31' })
export const act: Promise<TaskAct> = postApi('/tasks/:id/undo', { id: 'a' }, { body: { by: 'Ada' } })
export const gone: Promise<void> = deleteApi('/views/:id', { id: 1 })

// @ts-expect-error the answer of another path
export const another: Promise<AccountDetail> = readApi('/accounts', {})
// @ts-expect-error a path that no route has
readApi('/acounts', {})
// @ts-expect-error a path that only another method has
readApi('/names', {})
// @ts-expect-error what stands in the path is missing
readApi('/accounts/:key', { asOf: '2026-01-31' })
// @ts-expect-error a path that is put together by hand, with a name that nobody encoded
deleteApi(`/views/${'1' as string}`, {})
// @ts-expect-error the body of another path
postApi('/tasks/:id/undo', { id: 'a' }, { body: { name: 'x', path: '/', shared: true } })
// @ts-expect-error what nobody reads is asked beside the path
readApi('/bands', { score: 'health', colour: 'red' })
// @ts-expect-error what must be asked is missing
readApi('/bands', { limit: 5 })
