import type { TaskAct, TaskRequest, TaskRow } from '../contract/worklist.ts'
import { telltaleError } from '../core/errors.ts'
import { type Day, dayToIso, isoToDay, type Millis } from '../core/time.ts'
import { type ReasonAct, type TaskAct as StoredAct, undoAct, writeAct } from '../store/control/task-acts.ts'
import type { Project } from './project.ts'

type Deciding = Pick<Project, 'control' | 'zone' | 'clock'>

/** Notes what was done about a task and all of its reasons; null: there is no such task. @throws bad_argument */
export async function actOnTask(
  { control, zone, clock }: Deciding,
  task: TaskRow | null,
  request: TaskRequest,
): Promise<TaskAct | null> {
  if (task === null) return null
  const at = clock.now()
  const act = toAct(task, request, { at, day: zone.dayOf(at) })
  await writeAct(control, act)
  return toAnswer(act)
}

/** Takes the last act on a task back; null: there is none. */
export async function undoTask(
  { control, clock }: Pick<Deciding, 'control' | 'clock'>,
  task: string,
  by: string,
): Promise<TaskAct | null> {
  const undone = await undoAct(control, { task, by, at: clock.now() })
  return undone === null ? null : toAnswer(undone)
}

function toAct({ id, account, reasons }: TaskRow, request: TaskRequest, now: { at: Millis; day: Day }): StoredAct {
  const plain = { task: id, account, reasons: reasons.map((reason) => reason.id), by: request.by, ...now }
  switch (request.what) {
    case 'done':
      return { ...plain, what: 'done', until: null, result: request.result, note: request.note }
    case 'snoozed':
      return { ...plain, what: 'snoozed', until: laterDay(request.until, now.day), result: null, note: request.reason }
    case 'dismissed':
      return { ...plain, what: 'dismissed', until: null, result: null, note: request.reason }
  }
}

function laterDay(text: string, today: Day): Day {
  const day = isoToDay(text)
  if (day !== null && day > today) return day
  throw telltaleError('bad_argument', { argument: 'until', value: text, expected: `a day after ${dayToIso(today)}` })
}

function toAnswer({ task, account, what, until, result, note, by, at }: StoredAct | ReasonAct): TaskAct {
  return {
    ...{ task, account, what, note, by },
    result: result as TaskAct['result'],
    until: until === null ? null : dayToIso(until),
    at: new Date(at).toISOString(),
  }
}
