import type { Day } from '../../core/time.ts'
import type { Transition } from '../../core/transition.ts'
import type { Project } from '../project.ts'
import { replayHistory, type Watching } from './replay-history.ts'

/** An alert of an account that opened or closed, or a band that it came into or left. */
export type AccountMove = Pick<Transition, 'name' | 'what' | 'at' | 'asOf' | 'cause'> & {
  readonly account: string
  readonly subject: 'signal' | 'band'
}

/** All of them up to the close of a day, as they would have been decided day by day; causes are of the last day. */
export async function replayMoves(project: Project, to: Day, watching: Watching = {}): Promise<AccountMove[]> {
  const changes = await replayHistory(project, { days: { from: to, to }, whose: 'accounts' }, watching)
  return changes.flatMap(({ subject, entity, name, what, at, asOf, cause }) =>
    (subject === 'signal' || subject === 'band') && entity.level === 'account'
      ? [{ account: entity.account, subject, name, what, at, asOf, cause }]
      : [],
  )
}
