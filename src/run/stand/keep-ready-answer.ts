import { type Ground, keepStandingAnswer } from '../../store/control/standing-answers.ts'
import type { Project } from '../project.ts'
import { groundOf, rulesAndImports } from './ground-of.ts'

/** An answer, and on what it rested when work on it began. */
export type Worked = { readonly name: string; readonly ground: Ground | null; readonly answer: unknown }

/** Keeps an answer until the next one, unless rules or imports changed while it was worked out. */
export async function keepReadyAnswer(project: Project, { name, ground, answer }: Worked): Promise<void> {
  if (ground === null || rulesAndImports(ground) !== rulesAndImports(groundOf(project))) return
  const at = project.clock.now()
  await keepStandingAnswer(project.control, { ...ground, question: name, at, answer: JSON.stringify(answer) })
  project.standing.awaited.delete(name)
  for (const listener of project.standing.listeners) listener()
}

/** Answers, and keeps it; `name` null: nothing is kept. */
export async function answerAndKeep<A>(project: Project, name: string | null, work: () => Promise<A>): Promise<A> {
  const ground = groundOf(project)
  const answer = await work()
  if (name !== null) await keepReadyAnswer(project, { name, ground, answer })
  return answer
}
