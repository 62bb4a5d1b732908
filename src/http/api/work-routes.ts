import { z } from 'zod'
import { DismissRequest, DoneRequest, SnoozeRequest, UndoRequest, WorklistQuery } from '../../contract/worklist.ts'
import { found } from './found.ts'
import { type ApiRoute, defineRoute } from './route.ts'

const byId = z.strictObject({ id: z.string().min(1).max(4_000) })

/** An act changes what others see, so that it needs a key. */
const act = { method: 'POST', scope: 'admin', params: byId, answer: 'TaskAct', makes: false } as const

export const workRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/today',
    operation: 'getWorklist',
    summary: 'What is to be done, the highest risk × value first; with the renewals of the next 90 days.',
    query: WorklistQuery,
    answer: 'Worklist',
    handle: ({ deps, query }) => deps.getWorklist(query),
  }),
  defineRoute({
    method: 'GET',
    path: '/tasks/:id',
    operation: 'getTask',
    summary: 'One task, named by its id or that of one of its reasons.',
    params: byId,
    answer: 'TaskRow',
    handle: ({ deps, params }) => found('task', params.id, deps.getTask(params.id)),
  }),
  defineRoute({
    ...act,
    path: '/tasks/:id/done',
    operation: 'finishTask',
    summary: 'Notes that a task was done, and what came of it. It is due again when its cadence has passed.',
    body: DoneRequest,
    handle: ({ deps, params, body }) => found('task', params.id, deps.actOnTask(params.id, { what: 'done', ...body })),
  }),
  defineRoute({
    ...act,
    path: '/tasks/:id/snooze',
    operation: 'snoozeTask',
    summary: 'Puts a task off to a day, with the reason.',
    body: SnoozeRequest,
    handle: ({ deps, params, body }) =>
      found('task', params.id, deps.actOnTask(params.id, { what: 'snoozed', ...body })),
  }),
  defineRoute({
    ...act,
    path: '/tasks/:id/dismiss',
    operation: 'dismissTask',
    summary: 'Says with a reason that nothing is to be done about it. Its reasons do not come back; new ones do.',
    body: DismissRequest,
    handle: ({ deps, params, body }) =>
      found('task', params.id, deps.actOnTask(params.id, { what: 'dismissed', ...body })),
  }),
  defineRoute({
    ...act,
    path: '/tasks/:id/undo',
    operation: 'undoTask',
    summary: 'Takes back what was done about a task last.',
    body: UndoRequest,
    handle: ({ deps, params, body }) => found('task', params.id, deps.undoTask(params.id, body)),
  }),
]
