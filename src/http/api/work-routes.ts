import { z } from 'zod'
import { BandChangesQuery } from '../../contract/band-changes.ts'
import { PulseRequest } from '../../contract/pulse.ts'
import { AbsenceRequest, UntouchedQuery } from '../../contract/team.ts'
import { EntityKey } from '../../contract/values.ts'
import {
  DismissRequest,
  DoneRequest,
  SnoozeRequest,
  TasksAboutRequest,
  UndoRequest,
  WorklistQuery,
} from '../../contract/worklist.ts'
import { found } from './found.ts'
import { type ApiRoute, defineRoute } from './route.ts'

const byId = z.strictObject({ id: z.string().min(1).max(4_000) })

/** An act changes what others see. It is kept with its author, and not noted once more. */
const act = { method: 'POST', scope: 'edit', params: byId, answer: 'TaskAct', makes: false, audit: null } as const

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
    method: 'POST',
    path: '/tasks/about',
    operation: 'listTasksAbout',
    summary: 'The tasks about some accounts that are due within 30 days, the highest risk × value first.',
    body: TasksAboutRequest,
    answer: 'TasksAbout',
    makes: false,
    audit: null,
    handle: ({ deps, body }) => deps.listTasksAbout(body),
  }),
  defineRoute({
    method: 'GET',
    path: '/bands',
    operation: 'getBandChanges',
    summary:
      'From which band of a score to which accounts went within a period, how long they stayed, and who crossed.',
    query: BandChangesQuery,
    answer: 'BandChanges',
    handle: ({ deps, query }) => deps.getBandChanges(query),
  }),
  defineRoute({
    method: 'GET',
    path: '/team',
    operation: 'getTeam',
    summary: 'How everybody of every team stands today: tasks, portfolio, what is overdue or untouched, who is away.',
    answer: 'Team',
    handle: ({ deps }) => deps.getTeam(),
  }),
  defineRoute({
    method: 'GET',
    path: '/team/untouched',
    operation: 'listUntouched',
    summary: 'Accounts of one assignee of a team that are older than 30 days and about which nothing was done for 30.',
    query: UntouchedQuery,
    answer: 'Untouched',
    handle: ({ deps, query }) => deps.listUntouched(query),
  }),
  defineRoute({
    method: 'POST',
    path: '/absences',
    operation: 'noteAbsence',
    summary: 'Notes that somebody is away: their tasks go to who covers for them.',
    scope: 'edit',
    audit: ({ body: { person, from, to } }) => ({ subject: person, after: { from, to } }),
    body: AbsenceRequest,
    answer: 'AbsenceRow',
    handle: async ({ deps, body, reply }) => {
      const noted = await deps.noteAbsence(body)
      reply.code(201)
      return noted
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/absences/:id',
    operation: 'removeAbsence',
    summary: 'Forgets an absence.',
    scope: 'edit',
    params: z.strictObject({ id: z.coerce.number().int().min(1) }),
    answer: null,
    handle: async ({ deps, params }) => {
      await found(
        'absence',
        String(params.id),
        deps.removeAbsence(params.id).then((removed) => removed || null),
      )
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/pulses',
    operation: 'listPulses',
    summary: 'What people think of accounts today.',
    answer: 'PulseList',
    handle: async ({ deps }) => ({ data: [...(await deps.listPulses())] }),
  }),
  defineRoute({
    method: 'POST',
    path: '/accounts/:key/pulse',
    operation: 'sayPulse',
    summary: 'Says what a person thinks of an account, up to a day. It is in no score.',
    scope: 'edit',
    audit: null,
    params: z.strictObject({ key: EntityKey }),
    body: PulseRequest,
    answer: 'PulseAnswer',
    makes: false,
    handle: ({ deps, params, body }) => found('account', params.key, deps.sayPulse(params.key, body)),
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
