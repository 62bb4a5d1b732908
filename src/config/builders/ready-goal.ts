import { badOptions } from './misuse.ts'
import { PlaybookBuilder } from './playbook.ts'

/**
 * The outcome that it is there for: who has it is through, and on it what some are left alone for is judged. Asked for where messages are all there is, since by
 * default a fifth is left alone then (where that is worth having); with people in it, it may be said.
 */
export type ForGoal<O extends string> = { readonly goal: O }
export type MayHaveGoal<O extends string> = { readonly goal?: O }
export type Goal<O extends string> = `outcome.${O}`

export function told<R extends string>(
  ways: object,
  known: readonly string[],
  { draft }: PlaybookBuilder<R>,
): PlaybookBuilder<R> {
  return new PlaybookBuilder(draft, badOptions('ready', ways, known))
}

/** With the goal that was said, if one was. */
export function forGoal<R extends string, O extends string>(
  built: PlaybookBuilder<R>,
  { goal }: MayHaveGoal<O>,
): PlaybookBuilder<R | Goal<O>> {
  return goal === undefined ? built : built.goal(goal)
}
