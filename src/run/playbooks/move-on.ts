import type { Playbook } from '../../config/playbooks/playbook.ts'
import { type Move, planMove } from '../../playbooks/plan-move.ts'
import { statesOf } from '../../playbooks/states-of.ts'
import type { ControlStore } from '../../store/control/open-control-store.ts'
import { columnsKey } from '../../store/control/playbooks/begin-enrolments.ts'
import { type Enrolment, moveEnrolment } from '../../store/control/playbooks/enrolments.ts'
import { readPlaybookVersion } from '../../store/control/playbooks/playbook-standing.ts'
import { readOpenStates } from '../../store/control/playbooks/read-open-states.ts'
import type { Project } from '../project.ts'

/** An enrolment with the playbook as it was when they began it, and what holds of them now. */
export type Inside = {
  readonly enrolment: Enrolment
  readonly playbook: Playbook
  readonly holds: (state: string) => boolean
}

/**
 * Takes those a step further who only wait, or are through: all of them are read together, and committed together.
 * @returns the others, for whom something is to be done, in the order in which they came
 */
export async function moveOn(
  { control, zone, clock, config }: Project,
  due: readonly Enrolment[],
): Promise<readonly Enrolment[]> {
  if (due.length === 0) return []
  return control.transaction().execute(async (tx) => {
    const now = clock.now()
    const acting: Enrolment[] = []
    for (const { enrolment, playbook, holds } of await readInside(tx, due, config.judged.model.playbooks)) {
      const standing = { step: enrolment.step, since: enrolment.since, dueAt: enrolment.dueAt! }
      const move = planMove(playbook, standing, { now, zone, holds })
      if (move.kind === 'act') acting.push(enrolment)
      else await moveEnrolment(tx, { id: enrolment.id, seen: standing.dueAt, ...standing, ...whereTo(move) }, now)
    }
    return acting
  })
}

/** Where one stands after a move that does nothing outside. */
export function whereTo(move: Exclude<Move, { kind: 'act' }>) {
  if (move.kind === 'wait') return { ...move.standing, state: 'live', why: null } as const
  return { state: move.state, dueAt: null, why: move.why } as const
}

/** Enrolments with what is known of each, in their order. */
export async function readInside(
  db: ControlStore,
  enrolments: readonly Enrolment[],
  playbooks: readonly Playbook[],
): Promise<readonly Inside[]> {
  const versions = await readVersions(db, enrolments, playbooks)
  const open = new Map<string, ReadonlyMap<string, ReadonlySet<string>>>()
  for (const [version, playbook] of versions) {
    const own = enrolments.filter((one) => one.version === version && one.level !== 'product')
    // Of one playbook all are of one level.
    const level = own[0]?.level
    if (level !== undefined)
      open.set(version, await readOpenStates(db, { level, entities: own, names: statesOf(playbook) }))
  }
  return enrolments.map((enrolment) => {
    const { version, level } = enrolment
    const held = level === 'product' ? undefined : open.get(version)?.get(columnsKey(enrolment))
    return { enrolment, playbook: versions.get(version)!, holds: (state) => held?.has(state) === true }
  })
}

async function readVersions(
  db: ControlStore,
  enrolments: readonly Enrolment[],
  playbooks: readonly Playbook[],
): Promise<ReadonlyMap<string, Playbook>> {
  const versions = new Map<string, Playbook>()
  for (const { playbook, version } of enrolments) {
    if (versions.has(version)) continue
    const own = playbooks.find(({ key, hash }) => key === playbook && hash === version)
    versions.set(version, own ?? (JSON.parse((await readPlaybookVersion(db, version))!) as Playbook))
  }
  return versions
}
