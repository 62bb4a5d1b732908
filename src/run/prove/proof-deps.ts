import type { ApiDeps } from '../../contract/api-deps.ts'
import { telltaleError } from '../../core/errors.ts'
import type { Project } from '../project.ts'
import { backtest } from './backtest.ts'

/** Proofs that may be under way at a time: each folds all of history. */
const AT_A_TIME = 2

/** What the API asks about proof. @throws overloaded while too many are under way */
export function proofDeps(project: Project): Pick<ApiDeps, 'backtest' | 'getBacktestProgress'> {
  let next = 0
  return {
    backtest: async (request, stop) => {
      if (project.proving.size >= AT_A_TIME) throw telltaleError('overloaded', { seconds: 30 })
      const name = request.run ?? ` ${next++}`
      const state = { done: 0, total: 0 }
      project.proving.set(name, state)
      const progress = (done: number, total: number): void => void Object.assign(state, { done, total })
      try {
        return await backtest(project, request, { stop, progress })
      } finally {
        project.proving.delete(name)
      }
    },
    getBacktestProgress: (run) => project.proving.get(run) ?? { done: 0, total: 0 },
  }
}
