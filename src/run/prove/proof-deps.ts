import type { ApiDeps } from '../../contract/api-deps.ts'
import type { WhatIfRequest } from '../../contract/what-if.ts'
import type { WhatIfTable } from '../../proof/what-if/what-if-table.ts'
import { answerFit } from '../fit/answer-fit.ts'
import type { Project } from '../project.ts'
import { answerAndKeep } from '../stand/keep-ready-answer.ts'
import { nameOfBacktest, nameOfDiscovery } from '../stand/name-asked.ts'
import { standingProgress } from '../stand/read-standing.ts'
import { answerWhatIf } from './answer-what-if.ts'
import { backtest } from './backtest.ts'
import { discoverSteps } from './discover.ts'
import { findSwept, gatherTables } from './gather-table.ts'
import { listVerdicts, recomputeVerdicts } from './live-verdicts.ts'
import { prove } from './prove.ts'
import type { Proving } from './proving.ts'

/** What-if tables that are held, the latest asked for. */
const TABLES = 2

type ProofDeps = Pick<
  ApiDeps,
  'backtest' | 'discover' | 'fitScore' | 'getBacktestProgress' | 'whatIf' | 'listVerdicts' | 'recomputeVerdicts'
>

/** What the API asks about proof. @throws overloaded while too many are under way */
export function proofDeps(project: Project): ProofDeps {
  const tables = new Map<string, WhatIfTable>()
  return {
    backtest: (request, stop) =>
      prove(project, { name: request.run, stop }, (proving) =>
        answerAndKeep(project, nameOfBacktest(request), () => backtest(project, request, proving)),
      ),
    discover: (request, stop) =>
      prove(project, { name: request.run, stop }, (proving) =>
        answerAndKeep(project, nameOfDiscovery(project.config.judged.model, request), () =>
          discoverSteps(project, request, proving),
        ),
      ),
    fitScore: (query, stop) =>
      prove(project, { name: query.run, stop }, (proving) => answerFit(project, query, proving)),
    getBacktestProgress: (run) => project.proving.get(run) ?? standingProgress(project, run),
    whatIf: async (request, stop) => {
      const swept = findSwept(project.config.judged.model, request)
      const key = keyOf(project, request)
      const gather = async (proving: Proving): Promise<WhatIfTable> => {
        const { model } = project.config.judged
        return (await gatherTables(project, [swept.signal], { model, windows: request, proving }))[0]!
      }
      const table = tables.get(key) ?? (await prove(project, { name: request.run, stop }, gather))
      tables.delete(key)
      tables.set(key, table)
      for (const oldest of [...tables.keys()].slice(0, -TABLES)) tables.delete(oldest)
      return answerWhatIf(project, table, { swept, asked: request, stop })
    },
    listVerdicts: () => listVerdicts(project),
    recomputeVerdicts: async (stop) => {
      await prove(project, { name: undefined, stop }, (proving) => recomputeVerdicts(project, proving))
      return listVerdicts(project)
    },
  }
}

/** What was folded serves as long as nothing that it rests on has changed. */
function keyOf(
  { config, seeded, judgedDay }: Project,
  { signal, outcome, within_days, gap_days }: WhatIfRequest,
): string {
  return JSON.stringify([config.judged.model.hash, seeded, judgedDay, signal, outcome, within_days, gap_days])
}
