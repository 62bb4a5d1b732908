import type { Project } from '../project.ts'
import { backtest } from '../prove/backtest.ts'
import type { Proving } from '../prove/proving.ts'
import { SIGNALS } from './name-asked.ts'

/** A question that takes all of history, and whose answer stands ready. */
export type ReadyQuestion = { readonly name: string; readonly work: (proving: Proving) => Promise<unknown> }

/** In the order in which they are answered, where nobody waits for one. */
export function readyQuestions(project: Project): readonly ReadyQuestion[] {
  return [{ name: SIGNALS, work: (proving) => backtest(project, { what: 'signal' }, proving) }]
}
