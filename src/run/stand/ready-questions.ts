import type { Model } from '../../config/model.ts'
import type { DiscoveryRequest } from '../../contract/discovery.ts'
import type { Project } from '../project.ts'
import { backtest } from '../prove/backtest.ts'
import { discoverSteps } from '../prove/discover.ts'
import type { Proving } from '../prove/proving.ts'
import type { Watching } from '../read/replay-history.ts'
import { replayToKeep } from './moves-up-to.ts'
import { HISTORY, nameOfDiscovery, SIGNALS } from './name-asked.ts'

/** A question that takes all of history, and whose answer stands ready. */
export type ReadyQuestion = { readonly name: string; readonly work: (proving: Proving) => Promise<unknown> }

/** In the order in which they are answered, where nobody waits for one. */
export function readyQuestions(project: Project): readonly ReadyQuestion[] {
  const [usual, ...others] = [...discoveries(project.config.judged.model)].map(
    ([name, asked]): ReadyQuestion => ({ name, work: (proving) => discoverSteps(project, asked, proving) }),
  )
  return [
    { name: SIGNALS, work: (proving) => backtest(project, { what: 'signal' }, proving) },
    ...(usual === undefined ? [] : [usual]),
    { name: HISTORY, work: (proving) => replayToKeep(project, project.judgedDay!, paced(proving)) },
    ...others,
  ]
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
