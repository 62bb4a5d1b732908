import { setImmediate } from 'node:timers/promises'
import type { Delivery } from '../../config/delivery/settings.ts'
import { inTurn } from '../../playbooks/in-turn.ts'
import type { Enrolment } from '../../store/control/playbooks/enrolments.ts'
import { readDue } from '../../store/control/playbooks/read-due.ts'
import type { Project } from '../project.ts'
import { advanceOne } from './advance-one.ts'
import { enrolInTurn } from './enrol-in-turn.ts'
import { moveOn } from './move-on.ts'
import { pauseFlooded } from './pause-flooded.ts'

export type Advancing = { readonly delivery: Delivery; readonly stop: AbortSignal }

/** Enrolments of a playbook that are looked at in a round. */
const LOOKED = 200
/** Those of them for whom something is done: it takes some milliseconds each. */
const DONE = 20

/** Takes whoever is due in a playbook as far as they get now, round by round, with room for everything else in between. @returns how many were looked at */
export async function advancePlaybooks(project: Project, advancing: Advancing): Promise<number> {
  let looked = 0
  while (!advancing.stop.aborted) {
    const round = await advanceRound(project, advancing)
    looked += round.looked
    if (!round.more) return looked
    await setImmediate()
  }
  return looked
}

/**
 * A bounded part of it: of each playbook so many, so that much in one does not keep another waiting. Begins what a calendar begins. Nothing is done while history is taken
 * in; those whom the close of a day or a calendar brings wait until all of them are there, so that too many are noticed before anything is sent.
 */
export async function advanceRound(
  project: Project,
  advancing: Advancing,
): Promise<{ readonly looked: number; readonly more: boolean }> {
  if (project.state !== 'ready') return { looked: 0, more: false }
  const coming = await enrolInTurn(project)
  const { control, clock, closing, config } = project
  const isGathering = (playbook: string): boolean => closing !== null || coming.gathering.has(playbook)
  const due = await readDue(control, { now: clock.now(), limit: LOOKED, isGathering })
  const paused = await pauseFlooded(
    project,
    due.map(({ playbook }) => playbook),
  )
  const going = due.filter(({ playbook }) => !paused.has(playbook))
  const { model } = config.judged
  const priorities = new Map(model.playbooks.map(({ key, priority }) => [key, priority]))
  const { perAccount, perRecipient } = model.outreach
  const all = inTurn(going, {
    priorityOf: (playbook) => priorities.get(playbook) ?? 0,
    capped: perAccount !== null || perRecipient !== null,
  })
  const acting = await moveOn(project, all)
  const now = someOfEach(acting)
  for (const enrolment of now) {
    if (advancing.stop.aborted) break
    await advanceOne(project, enrolment, advancing)
  }
  const more = coming.more || now.length < acting.length || going.some((one) => one.more)
  return { looked: all.length, more }
}

/** The first of each playbook, in their order. */
function someOfEach(acting: readonly Enrolment[]): readonly Enrolment[] {
  const taken = new Map<string, number>()
  return acting.filter(({ playbook }) => {
    const before = taken.get(playbook) ?? 0
    taken.set(playbook, before + 1)
    return before < DONE
  })
}
