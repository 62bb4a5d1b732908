import { telltaleError } from '../../core/errors.ts'
import type { Project } from '../project.ts'
import type { Proving } from './proving.ts'

/** Proofs that may be under way at a time: each folds all of history. */
const AT_A_TIME = 2

/** `name`: under which whoever asked wants to know how far it is. */
export type Running = { readonly name: string | undefined; readonly stop: AbortSignal }

/** Does a work of proof, of which it is told meanwhile how far it is. @throws overloaded while too many are under way */
export async function prove<T>(
  project: Project,
  { name, stop }: Running,
  work: (proving: Proving) => Promise<T>,
): Promise<T> {
  const { proving } = project
  if (proving.size >= AT_A_TIME) throw telltaleError('overloaded', { seconds: 30 })
  const state = { done: 0, total: 0 }
  const key = name === undefined || proving.has(name) ? ` ${[...proving.keys()].join(' ')}` : name
  proving.set(key, state)
  try {
    return await work({ stop, progress: (done, total) => void Object.assign(state, { done, total }) })
  } finally {
    proving.delete(key)
  }
}
