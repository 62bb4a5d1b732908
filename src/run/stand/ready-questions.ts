import type { Model } from '../../config/model.ts'
import { ANALYSES } from '../../contract/analyze/analyses.ts'
import { warningsQuestion } from '../../contract/analyze/standing-questions.ts'
import type { DiscoveryRequest } from '../../contract/discovery.ts'
import { dayToIso } from '../../core/time.ts'
import type { Project } from '../project.ts'
import { backtest } from '../prove/backtest.ts'
import { discoverSteps } from '../prove/discover.ts'
import type { Proving } from '../prove/proving.ts'
import { analyze } from '../read/analyze.ts'
import type { Watching } from '../read/replay-history.ts'
import { replayToKeep } from './moves-up-to.ts'
import { HISTORY, nameOfDiscovery, SIGNALS, WARNINGS } from './name-asked.ts'

/** A question that takes all of history, and whose answer stands ready. */
export type ReadyQuestion = {
  readonly name: string
  /** What it is made of, where that stands. */
  readonly after?: string
  readonly work: (proving: Proving) => Promise<unknown>
}

/** In the order in which they are answered, where nobody waits for one. */
export function readyQuestions(project: Project): readonly ReadyQuestion[] {
  const [usual, ...others] = [...discoveries(project.config.judged.model)].map(
    ([name, asked]): ReadyQuestion => ({ name, work: (proving) => discoverSteps(project, asked, proving) }),
  )
  return [
    { name: SIGNALS, work: (proving) => backtest(project, { what: 'signal' }, proving) },
    ...(usual === undefined ? [] : [usual]),
    { name: HISTORY, work: (proving) => replayToKeep(project, project.judgedDay!, paced(proving)) },
    { name: WARNINGS, after: HISTORY, work: ({ stop }) => answerWarnings(project, stop) },
    ...others,
  ]
}

/** Of the history that stands. */
function answerWarnings(project: Project, stop: AbortSignal): Promise<unknown> {
  const query = ANALYSES.warnings.query.parse(warningsQuestion(dayToIso(project.judgedDay!)))
  return analyze(project, { kind: 'warnings', query, stop })
}

function paced({ unhurried, ...proving }: Proving): Watching {
  return { ...proving, pause: unhurried?.pause }
}

/** What the page Discover can ask: the usual outcome first, then each of accounts, then of users. */
function discoveries(model: Model): Map<string, DiscoveryRequest> {
  const levels = ['account', 'user'] as const
  const all = levels.flatMap((level) => [{ level }, ...model.outcomes.map(({ key }) => ({ level, outcome: key }))])
  return new Map(
    all.flatMap((asked) => {
      const name = nameOfDiscovery(model, asked)
      return name === null ? [] : [[name, asked] as const]
    }),
  )
}
