import type { BacktestProgress } from '../../contract/backtest.ts'
import type { Standing } from '../../contract/standing.ts'
import { dayToIso } from '../../core/time.ts'
import { readStandingAnswer, readStandingGround, type StandingGround } from '../../store/control/standing-answers.ts'
import { firstDay } from '../decide/seed-states.ts'
import type { Project } from '../project.ts'
import { comesByItself } from './comes-by-itself.ts'
import { groundOf, isSameGround } from './ground-of.ts'
import { HISTORY, WARNINGS } from './name-asked.ts'

/** Of a processor, per account and day: of the demo, 1,200 accounts over 545 days, `telltale backtest signal` took 19 s of it and `GET /bands` with `replay` 23. */
const MICROSECONDS = 35

/** The answer to a question that takes all of history as it stands, of whichever close and configuration; null: none does. `name` null: it would be refused. */
export async function readStanding<A>(
  project: Project,
  name: string | null,
): Promise<{ readonly standing: Standing; readonly answer: A | null }> {
  const kept = name === null ? null : await readStandingAnswer(project.control, name)
  const standing = await toStanding(project, name, kept)
  return { standing, answer: kept === null ? null : (JSON.parse(kept.answer) as A) }
}

/** Of when it is, without the answer. */
export async function describeStanding(project: Project, name: string): Promise<Standing> {
  return toStanding(project, name, await readStandingGround(project.control, name))
}

async function toStanding(project: Project, name: string | null, kept: StandingGround | null): Promise<Standing> {
  const ground = groundOf(project)
  const isCurrent = kept !== null && isSameGround(kept, ground)
  const comes = name !== null && !isCurrent && comesByItself(project, name)
  if (name !== null && kept === null && comes) project.standing.awaited.set(name, project.clock.now())
  return {
    as_of: kept === null ? null : dayToIso(kept.day),
    worked_out_at: kept === null ? null : new Date(kept.at).toISOString(),
    is_current: isCurrent,
    is_of_config: kept !== null && kept.configHash === ground?.configHash,
    comes,
    run: runOf(name === WARNINGS ? HISTORY : (name ?? '')),
    cost: await costOf(project),
  }
}

async function costOf(project: Project): Promise<Standing['cost']> {
  const accounts = project.store.dictionary.account.size()
  const first = await firstDay(project)
  const days = first === null || project.judgedDay === null ? 0 : Math.max(0, project.judgedDay - first + 1)
  return { accounts, days, seconds: Math.ceil((accounts * days * MICROSECONDS) / 1e6) }
}

function runOf(name: string): string {
  return `standing ${name}`
}

/** How far what is worked out without being asked for is. */
export function standingProgress({ standing: { under } }: Project, run: string): BacktestProgress {
  return under !== null && runOf(under.name) === run ? { done: under.done, total: under.total } : { done: 0, total: 0 }
}
