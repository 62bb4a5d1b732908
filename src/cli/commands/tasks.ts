import { type TaskAct, type TaskRequest, TaskResult, type TaskRow } from '../../contract/worklist.ts'
import { telltaleError } from '../../core/errors.ts'
import { makeZone } from '../../core/time.ts'
import { actOnTask, undoTask } from '../../run/act-on-task.ts'
import { type CommandSpec, type ExitCode, type Invocation, textOption } from '../command.ts'
import { connect } from '../connect.ts'
import { findConfig } from '../find-config.ts'
import { readModel } from '../read-config.ts'
import { A_DAY, neededOption } from '../read-option.ts'
import { printable } from '../render/render-table.ts'
import { whoAsks } from '../who-asks.ts'
import { withControl } from '../with-control.ts'

const BY = { flags: '--by <name>', description: 'who did it (default: the user of this machine)' }
const WHY = { flags: '--reason <text>', description: 'why' }

export const tasksDoneCommand: CommandSpec = {
  usage: 'tasks done <id>',
  summary: 'Note that a task was done, and what came of it. It is due again when its cadence has passed.',
  options: [
    { flags: '--result <result>', description: TaskResult.options.join(', ') },
    { flags: '--note <text>', description: 'what is worth remembering' },
    BY,
  ],
  examples: ['npx telltale tasks done goingQuiet/acme/1 --result contacted --note "On holiday until Monday"'],
  run: (invocation) =>
    act(invocation, (by) => ({ what: 'done', by, result: readResult(invocation), note: noteOf(invocation) })),
}

export const tasksSnoozeCommand: CommandSpec = {
  usage: 'tasks snooze <id>',
  summary: 'Put a task off to a day.',
  options: [{ flags: '--until <day>', description: 'the day on which it comes back' }, WHY, BY],
  examples: [
    'npx telltale tasks snooze goingQuiet/acme/1 --until 2026-07-01 --reason "Their budget is decided in July"',
  ],
  run: (invocation) =>
    act(invocation, (by) => ({
      what: 'snoozed',
      by,
      until: neededOption(invocation, 'until', A_DAY),
      reason: neededOption(invocation, 'reason', 'a few words'),
    })),
}

export const tasksDismissCommand: CommandSpec = {
  usage: 'tasks dismiss <id>',
  summary: 'Say that nothing is to be done about it. Its reasons do not come back; new ones do.',
  options: [WHY, BY],
  examples: ['npx telltale tasks dismiss goingQuiet/acme/1 --reason "They close for the season"'],
  run: (invocation) =>
    act(invocation, (by) => ({ what: 'dismissed', by, reason: neededOption(invocation, 'reason', 'a few words') })),
}

export const tasksUndoCommand: CommandSpec = {
  usage: 'tasks undo <id>',
  summary: 'Take back what was done about a task last.',
  options: [BY],
  examples: ['npx telltale tasks undo goingQuiet/acme/1'],
  run: async (invocation) => {
    const [id = ''] = invocation.args
    const by = whoAsks(invocation)
    const undone = await withControl(invocation, (control) => undoTask({ control, clock: invocation.clock }, id, by))
    if (undone === null) throw telltaleError('not_found', { what: 'act on the task', name: id.slice(0, 200) })
    return answer(invocation, undone, 'is taken back')
  },
}

/** The task is asked for, and the act written beside a server that may run: whoever has the folder may. */
async function act(invocation: Invocation, toRequest: (by: string) => TaskRequest): Promise<ExitCode> {
  const [id = ''] = invocation.args
  const request = toRequest(whoAsks(invocation))
  const zone = makeZone((await readModel(findConfig(invocation))).product.timezone)
  const task = await readTask(invocation, id)
  const done = await withControl(invocation, (control) =>
    actOnTask({ control, zone, clock: invocation.clock }, task, request),
  )
  return answer(invocation, done!, done!.until === null ? 'is noted' : `until ${done!.until} is noted`)
}

async function readTask(invocation: Invocation, id: string): Promise<TaskRow> {
  const connection = await connect(invocation)
  try {
    return await connection.get<TaskRow>(`/tasks/${encodeURIComponent(id)}`)
  } finally {
    await connection.close()
  }
}

function answer({ io, json }: Invocation, act: TaskAct, how: string): ExitCode {
  const said = act.result === null ? act.what : `${act.what} (${act.result})`
  io.out(json ? JSON.stringify(act) : printable(`${act.account}: ${said} ${how}, by ${act.by}.`))
  return 0
}

function readResult(invocation: Invocation): TaskResult {
  const value = textOption(invocation, 'result')
  const result = TaskResult.options.find((one) => one === value)
  if (result !== undefined) return result
  const expected = `one of ${TaskResult.options.join(', ')}`
  throw telltaleError('bad_argument', { argument: '--result', value: value ?? 'missing', expected })
}

function noteOf(invocation: Invocation): string {
  return textOption(invocation, 'note') ?? ''
}
