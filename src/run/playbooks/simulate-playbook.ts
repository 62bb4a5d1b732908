import type { Playbook } from '../../config/playbooks/playbook.ts'
import type { SimulatedRow, SimulateQuery, Simulation } from '../../contract/playbooks/playbooks.ts'
import { dayToIso } from '../../core/time.ts'
import { groupBy } from '../../stats/samples/group-by.ts'
import type { Project } from '../project.ts'
import type { Proving } from '../prove/proving.ts'
import { closedDay } from '../read/read-account-detail.ts'
import { replayHistory } from '../read/replay-history.ts'
import { sayForecast } from './holdout/describe-holdout.ts'
import { firstOfEach } from './holdout/first-of-each.ts'
import { forecastHoldout, mayLeaveAlone } from './holdout/forecast-holdout.ts'
import { simulateAll } from './live-through-past.ts'
import { pastTurns } from './past-turns.ts'

const ROWS = 200

/**
 * What a playbook would have done over days of the past: who would have begun it, and what would have been sent when, by the configuration of now over what was known then. Messages
 * keep quiet hours; caps are those of one account alone, and nobody is left alone for science.
 */
export async function simulatePlaybook(
  project: Project,
  playbook: Playbook,
  { asked, proving }: { readonly asked: Omit<SimulateQuery, 'run'>; readonly proving: Proving },
): Promise<Simulation> {
  const { zone, judgedDay } = project
  const latest = judgedDay ?? 0
  const to = asked.to === undefined ? latest : closedDay(asked.to, latest)
  const from = asked.from === undefined ? to - 27 : closedDay(asked.from, latest)
  // From the beginning: what holds on the first day may have begun long before.
  const changes = await replayHistory(project, { days: { from: 0, to } }, proving)
  const span = { from: zone.startOf(from), to: zone.startOf(to + 1) }
  const turns = await pastTurns(project, playbook, { from, to })
  const rows = simulateAll(project, playbook, { changes, span, turns })
  rows.sort((a, b) => (a.enteredAt < b.enteredAt ? -1 : a.enteredAt > b.enteredAt ? 1 : a.account < b.account ? -1 : 1))
  const holdout = await forecastOf(project, playbook, { rows, days: to - from + 1, stop: proving.stop })
  return summarise(playbook, rows, { from: dayToIso(from), to: dayToIso(to), holdout })
}

type Simulated = { readonly rows: readonly SimulatedRow[]; readonly days: number; readonly stop: AbortSignal }

async function forecastOf(
  project: Project,
  playbook: Playbook,
  { rows, days, stop }: Simulated,
): Promise<Simulation['holdout']> {
  if (!mayLeaveAlone(playbook) || rows.length === 0) return null
  const entrances = firstOfEach(rows.map(({ account, enteredAt }) => ({ account, at: Date.parse(enteredAt) })))
  return sayForecast(
    project,
    playbook,
    await forecastHoldout(project, { entrances, days, goal: playbook.goal!.outcome, stop }),
  )
}

function summarise(
  playbook: Playbook,
  rows: readonly SimulatedRow[],
  days: Pick<Simulation, 'from' | 'to' | 'holdout'>,
): Simulation {
  const actions = rows.flatMap((row) => row.actions)
  const messages = actions.filter(({ kind }) => kind !== 'task').length
  const tasks = actions.length - messages
  const byDay = groupBy(rows, ({ enteredAt }) => enteredAt.slice(0, 10))
  const mostInADay = Math.max(0, ...[...byDay.values()].map(({ length }) => length))
  const wouldPause = mostInADay > playbook.breaker
  const untold = playbook.trigger.kind === 'manual' ? ' What a person begins is not looked at.' : ''
  const paused = wouldPause
    ? ` ${mostInADay} of them on one day: it would have paused itself at ${playbook.breaker}.`
    : ''
  const sentence = `From ${days.from} to ${days.to} ${rows.length} would have begun it, with ${messages} messages and ${tasks} tasks.${paused}${untold}`
  return { ...days, sentence, entered: rows.length, messages, tasks, mostInADay, wouldPause, data: rows.slice(0, ROWS) }
}
