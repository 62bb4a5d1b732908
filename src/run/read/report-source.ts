import type { ReportSource } from '../../reports/question/report-source.ts'
import { readOpenBands } from '../../store/control/read-open-bands.ts'
import type { Project } from '../project.ts'
import { readFates } from './read-fates.ts'
import { readNewcomers } from './read-newcomers.ts'
import { readOpenings } from './read-openings.ts'
import { readSegments } from './read-segments.ts'

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
    readNewcomers: (asked) => unlessStopped(() => readNewcomers(project, asked)),
    countBands: (score) => countBands(project, score),
  }
}

async function countBands({ control }: Project, score: string): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (const { key, unknown } of await readOpenBands(control)) {
    const dot = key.indexOf('.')
    if (unknown || key.slice(0, dot) !== score) continue
    const band = key.slice(dot + 1)
    counts.set(band, (counts.get(band) ?? 0) + 1)
  }
  return counts
}
