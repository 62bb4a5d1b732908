import type { AbsenceRequest, AbsenceRow } from '../contract/team.ts'
import { telltaleError } from '../core/errors.ts'
import { dayToIso, isoToDay } from '../core/time.ts'
import { addAbsence, type KeptAbsence } from '../store/control/absences.ts'
import type { Project } from './project.ts'

/** Notes that somebody is away. @throws bad_argument */
export async function noteAbsence(
  { control, clock }: Pick<Project, 'control' | 'clock'>,
  { person, from, to, cover, by }: AbsenceRequest,
): Promise<AbsenceRow> {
  const [first, last] = [isoToDay(from), isoToDay(to)]
  if (first === null || last === null || last < first)
    throw telltaleError('bad_argument', { argument: 'to', value: to, expected: `a day from ${from} on` })
  if (cover === person)
    throw telltaleError('bad_argument', { argument: 'cover', value: cover, expected: `somebody other than ${person}` })
  return toAbsenceRow(await addAbsence(control, { person, from: first, to: last, cover, by, at: clock.now() }))
}

export function toAbsenceRow({ id, person, from, to, cover, by, at }: KeptAbsence): AbsenceRow {
  return { id, person, from: dayToIso(from), to: dayToIso(to), cover, by, at: new Date(at).toISOString() }
}
