import type { Millis } from '../../core/time.ts'
import type { ReportSource } from '../../reports/question/report-source.ts'
import { readActsSince } from '../../store/control/task-acts.ts'
import type { Project } from '../project.ts'
import { readFates } from './read-fates.ts'
import { readLimits } from './read-limits.ts'
import { readNewcomers } from './read-newcomers.ts'
import { readScores } from './read-scores.ts'
import { readSegments } from './read-segments.ts'
import { readOpenings, readStays } from './read-stays.ts'

/** What reports read of a project: all that is known now, under the config in force. `stop`: nobody waits for the answer any more. */
export function reportSource(project: Project, stop: AbortSignal): ReportSource {
  const { dialect, dictionary } = project.store
  /** What folds every account is not begun once nobody waits. */
  const unlessStopped = <T>(read: () => Promise<T>): Promise<T> => {
    stop.throwIfAborted()
    return read()
  }
  return {
    store: { dialect, dictionary, report: (asked) => project.store.report({ ...asked, stop }) },
    model: project.config.judged.model,
    now: project.clock.now(),
    readSegments: (segments, days) => unlessStopped(() => readSegments(project, segments, days)),
    readFates: (outcome) => unlessStopped(() => readFates(project, outcome)),
    readOpenings: (signal) => unlessStopped(() => readOpenings(project, signal)),
    readStays: () => unlessStopped(() => readStays(project)),
    readNewcomers: (asked) => unlessStopped(() => readNewcomers(project, asked)),
    readScores: (asked) => unlessStopped(() => readScores(project, asked)),
    readLimits: (day) => unlessStopped(() => readLimits(project, day)),
    readTouches: () => readTouches(project),
  }
}

/** What was only said (snoozed, dismissed) touched nobody. */
async function readTouches({ control, store }: Project): Promise<ReadonlyMap<number, readonly Millis[]>> {
  const touches = new Map<number, Millis[]>()
  for (const { account, what, at } of await readActsSince(control, 0)) {
    const id = store.dictionary.account.idOf(account)
    if (what !== 'done' || id === undefined) continue
    touches.set(id, [...(touches.get(id) ?? []), at])
  }
  return touches
}
