import type { EventPage, LeftOutQuery } from '../../../contract/events.ts'
import { telltaleError } from '../../../core/errors.ts'
import { personOf } from '../../../ingest/attribution-state.ts'
import type { LeftOut } from '../../../store/analytic/counts-of-all.ts'
import { NO_ACCOUNT } from '../../../store/analytic/event-flags.ts'
import { WARNINGS } from '../../../store/analytic/message.ts'
import type { Project } from '../../project.ts'
import { recordsOf } from '../read-events.ts'
import { nameOfEntity } from '../read-signals.ts'

/** The latest events behind one of the status's counts of what counts nowhere, or only with care. @throws bad_argument for a reason that is none */
export async function readLeftOut(project: Project, { reason, limit }: LeftOutQuery): Promise<EventPage> {
  const rows = await project.store.listLeftOut(toLeftOut(reason), limit)
  // By all that is known now: it is nobody's history that is looked at.
  const whose = (actor: number) => {
    const person = personOf(project.applier.attribution, project.store.dictionary.actor.keyOf(actor))
    return { person, name: nameOfEntity(project, { level: 'person', person }) }
  }
  return { data: recordsOf(project, rows, whose), nextCursor: null }
}

function toLeftOut(reason: string): LeftOut {
  if (reason === 'excluded') return { kind: 'excluded' }
  if (Object.hasOwn(NO_ACCOUNT, reason)) return { kind: 'no_account', reason: reason as keyof typeof NO_ACCOUNT }
  if (Object.hasOwn(WARNINGS, reason)) return { kind: 'warning', warning: reason as keyof typeof WARNINGS }
  const expected = [...Object.keys(NO_ACCOUNT), 'excluded', ...Object.keys(WARNINGS)].join(', ')
  throw telltaleError('bad_argument', { argument: 'reason', value: reason, expected })
}
