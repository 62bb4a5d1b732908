import type { ReleaseRequest, ReleaseRow } from '../../contract/kept/releases.ts'
import { dayToIso, isoToDay } from '../../core/time.ts'
import { addRelease, type KeptRelease } from '../../store/control/kept/releases.ts'
import type { Project } from '../project.ts'

/** Notes that a version of the product went out; on today where no day is said. */
export async function tellRelease(
  { control, zone, clock }: Pick<Project, 'control' | 'zone' | 'clock'>,
  { name, note, day: text }: ReleaseRequest,
  by: string,
): Promise<ReleaseRow> {
  const at = clock.now()
  const day = text === undefined ? zone.dayOf(at) : isoToDay(text)!
  return toReleaseRow(await addRelease(control, { name, note, day, by, at }))
}

export function toReleaseRow({ id, name, note, day, by, at }: KeptRelease): ReleaseRow {
  return { id, name, note, day: dayToIso(day), by, at: new Date(at).toISOString() }
}
