import type { Delivery } from '../../config/delivery/settings.ts'
import type { Playbook } from '../../config/playbooks/playbook.ts'
import { MS_PER_DAY } from '../../core/time.ts'
import type { EntityRef } from '../../core/transition.ts'
import { type Move, planMove, type Standing } from '../../playbooks/plan-move.ts'
import { statesOf } from '../../playbooks/states-of.ts'
import { insertDeliveries } from '../../store/control/outbox.ts'
import { countEntered, type Enrolment, moveEnrolment, readDue } from '../../store/control/playbooks/enrolments.ts'
import { insertPlaybookTask, noteSend } from '../../store/control/playbooks/playbook-sends.ts'
import {
  pausePlaybook,
  readPlaybookStandings,
  readPlaybookVersion,
} from '../../store/control/playbooks/playbook-standing.ts'
import { readOpenStates } from '../../store/control/playbooks/read-open-states.ts'
import type { Project } from '../project.ts'
import { act } from './act.ts'
import { enrolInTurn } from './enrol-in-turn.ts'

export type Advancing = { readonly delivery: Delivery; readonly stop: AbortSignal }

/** Enrolments that are read together. */
const PIECE = 200

/**
 * Takes whoever is due in a playbook as far as they get now: what is sent, and where they stand then, are committed together. Begins what a calendar begins. Nothing is
 * done while history is taken in; what the close of a day brings waits until all of it is there, so that too much of it is noticed before anything is sent.
 * @returns how many were looked at
 */
export async function advancePlaybooks(project: Project, advancing: Advancing): Promise<number> {
  if (project.state !== 'ready') return 0
  await enrolInTurn(project)
  let looked = 0
  for (;;) {
    const { control, clock, closing } = project
    const due = await readDue(control, { now: clock.now(), limit: PIECE, closing: closing !== null })
    const paused = await pauseFlooded(project, due)
    for (const enrolment of inTurn(project, due)) {
      if (advancing.stop.aborted) return looked
      if (!paused.has(enrolment.playbook)) await advanceOne(project, enrolment, advancing)
    }
    looked += due.length
    if (due.length < PIECE) return looked
  }
}

/** Whoever is due first; of those due at once the playbook of the higher priority, then the order in which they began. */
function inTurn({ config }: Project, due: readonly Enrolment[]): readonly Enrolment[] {
  const priority = new Map(config.judged.model.playbooks.map((one) => [one.key, one.priority]))
  const of = ({ playbook }: Enrolment): number => priority.get(playbook) ?? 0
  return [...due].sort((a, b) => a.dueAt! - b.dueAt! || of(b) - of(a) || a.id - b.id)
}

/** Playbooks that more began within a day than was thought of are paused before anything is sent. */
async function pauseFlooded(project: Project, due: readonly Enrolment[]): Promise<ReadonlySet<string>> {
  const { control, clock, config, say } = project
  const paused = new Set<string>()
  const standings = await readPlaybookStandings(control)
  for (const key of new Set(due.map(({ playbook }) => playbook))) {
    const breaker = config.judged.model.playbooks.find((one) => one.key === key)?.breaker
    if (breaker === undefined) continue
    const now = clock.now()
    const after = Math.max(now - MS_PER_DAY, standings.get(key)?.resumedAt ?? 0)
    const entered = await countEntered(control, key, after)
    if (entered <= breaker) continue
    paused.add(key)
    const why = `${entered} began it within a day, over ${breaker}`
    await pausePlaybook(control, { playbook: key, by: 'breaker', why, at: now })
    say(
      `The playbook ${key} is paused before it sends anything more: ${why}. \`telltale playbooks resume ${key}\` goes on.`,
    )
  }
  return paused
}

async function advanceOne(project: Project, enrolment: Enrolment, { delivery }: Advancing): Promise<void> {
  const { control, zone, clock } = project
  const playbook = await versionOf(project, enrolment)
  const holds = await holdsFor(project, playbook, enrolment)
  const { id } = enrolment
  let standing: Standing = { step: enrolment.step, since: enrolment.since, dueAt: enrolment.dueAt! }
  for (;;) {
    const now = clock.now()
    const seen = standing.dueAt
    const move = planMove(playbook, standing, { now, zone, holds })
    if (move.kind === 'wait') {
      await moveEnrolment(control, { id, seen, state: 'live', ...move.standing, why: null }, now)
      return
    }
    if (move.kind === 'over') {
      await moveEnrolment(control, { id, seen, ...standing, state: move.state, dueAt: null, why: move.why }, now)
      return
    }
    const here = stillAt(playbook, standing, move)
    const acted = await act({ project, delivery, playbook, enrolment, at: here.since, now }, move.action)
    const then = acted.until === null ? move.after : { ...here, dueAt: acted.until }
    const moved = await control.transaction().execute(async (tx) => {
      if (!(await moveEnrolment(tx, { id, seen, state: 'live', ...then, why: null }, now))) return false
      await insertDeliveries(tx, acted.deliveries, now)
      for (const send of acted.sends) await noteSend(tx, send)
      for (const task of acted.tasks) await insertPlaybookTask(tx, task)
      return true
    })
    if (!moved || acted.until !== null) return
    standing = then
  }
}

/** At the step that is to be done, since one came to it. */
function stillAt({ steps }: Playbook, standing: Standing, { action, at }: Extract<Move, { kind: 'act' }>): Standing {
  const step = steps.findIndex(({ id }) => id === action.id)
  return step === standing.step ? standing : { step, since: at, dueAt: at }
}

/** As it was when they began it. */
async function versionOf({ control, config }: Project, { playbook, version }: Enrolment): Promise<Playbook> {
  const own = config.judged.model.playbooks.find(({ key }) => key === playbook)
  if (own?.hash === version) return own
  return JSON.parse((await readPlaybookVersion(control, version))!) as Playbook
}

async function holdsFor({ control }: Project, playbook: Playbook, { level, account, person }: Enrolment) {
  if (level === 'product') return () => false
  const entity = { level, account, person } as EntityRef
  const open = await readOpenStates(control, entity, statesOf(playbook))
  return (state: string): boolean => open.has(state)
}
