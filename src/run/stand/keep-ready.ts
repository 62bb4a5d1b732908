import { setTimeout } from 'node:timers/promises'
import { TelltaleError } from '../../core/errors.ts'
import { readStandingGround } from '../../store/control/standing-answers.ts'
import type { Project } from '../project.ts'
import { pauseUnless } from '../prove/pause-unless.ts'
import type { Unhurried } from '../prove/proving.ts'
import { unhurriedFor } from '../prove/unhurried-for.ts'
import { comesByItself, isAwaited } from './comes-by-itself.ts'
import { groundOf, isSameGround } from './ground-of.ts'
import { answerAndKeep } from './keep-ready-answer.ts'
import { type ReadyQuestion, readyQuestions } from './ready-questions.ts'

const GIVE_WAY_MS = 200

/** Answers what takes all of history and does not stand as of the last close, one question at a time, those first for which somebody waits. @returns which it answered. @throws the reason of `stop` */
export async function keepReady(project: Project, stop: AbortSignal): Promise<readonly string[]> {
  const answered: string[] = []
  for (let next = await nextOf(project); next !== null; next = await nextOf(project)) {
    stop.throwIfAborted()
    if (await answerOne(project, next, stop)) answered.push(next.name)
  }
  return answered
}

async function nextOf(project: Project): Promise<ReadyQuestion | null> {
  if (project.state !== 'ready') return null
  const ground = groundOf(project)
  const waiting: ReadyQuestion[] = []
  for (const one of readyQuestions(project))
    if (comesByItself(project, one.name) && !isSameGround(await readStandingGround(project.control, one.name), ground))
      waiting.push(one)
  const next = waiting.find(({ name }) => isAwaited(project, name)) ?? waiting[0] ?? null
  return waiting.find(({ name }) => name === next?.after) ?? next
}

async function answerOne(project: Project, { name, work }: ReadyQuestion, stop: AbortSignal): Promise<boolean> {
  const { standing } = project
  const under = { name, done: 0, total: 0 }
  const ground = JSON.stringify(groundOf(project))
  standing.under = under
  try {
    const progress = (done: number, total: number): void => void Object.assign(under, { done, total })
    await answerAndKeep(project, name, () => work({ stop, progress, unhurried: unhurried(project, stop) }))
    return true
  } catch (error) {
    stop.throwIfAborted()
    // It would fail again: whoever asks is told why.
    standing.refused.set(name, ground)
    if (error instanceof TelltaleError) return false
    throw error
  } finally {
    standing.under = null
  }
}

/** Rests while somebody asks something of the kind, and most of the time; not while somebody waits for this. */
function unhurried(project: Project, stop: AbortSignal): Unhurried {
  const resting = unhurriedFor(project, stop)
  const hurrying = pauseUnless({ stop })
  const pause = async (): Promise<void> => {
    while (project.proving.size > 0 && !stop.aborted)
      await setTimeout(GIVE_WAY_MS, undefined, { signal: stop }).catch(() => {})
    await (isAwaited(project) ? hurrying() : resting.pause())
  }
  return { ...resting, pause, mostAccounts: Number.POSITIVE_INFINITY }
}
