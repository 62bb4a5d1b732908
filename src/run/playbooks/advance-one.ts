import type { Delivery } from '../../config/delivery/settings.ts'
import type { Playbook } from '../../config/playbooks/playbook.ts'
import { type Move, planMove, type Standing } from '../../playbooks/plan-move.ts'
import { insertDeliveries } from '../../store/control/outbox.ts'
import { type Enrolment, moveEnrolment } from '../../store/control/playbooks/enrolments.ts'
import { insertPlaybookTask, noteSend } from '../../store/control/playbooks/playbook-sends.ts'
import type { Project } from '../project.ts'
import { act } from './act.ts'
import { readInside, whereTo } from './move-on.ts'

/** Takes somebody as far as they get now: what is sent, and where they stand then, are committed together. */
export async function advanceOne(
  project: Project,
  enrolment: Enrolment,
  { delivery }: { readonly delivery: Delivery },
): Promise<void> {
  const { control, zone, clock, config } = project
  const { id } = enrolment
  let standing: Standing = { step: enrolment.step, since: enrolment.since, dueAt: enrolment.dueAt! }
  for (;;) {
    const [inside] = await readInside(control, [enrolment], config.judged.model.playbooks)
    const { playbook, holds } = inside!
    const now = clock.now()
    const seen = standing.dueAt
    const move = planMove(playbook, standing, { now, zone, holds })
    if (move.kind !== 'act') {
      await moveEnrolment(control, { id, seen, ...standing, ...whereTo(move) }, now)
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
