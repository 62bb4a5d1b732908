import type { Pulse, PulseRequest } from '../contract/pulse.ts'
import { telltaleError } from '../core/errors.ts'
import { type Day, dayToIso, isoToDay } from '../core/time.ts'
import { type KeptPulse, readPulses, writePulse } from '../store/control/pulses.ts'
import type { Project } from './project.ts'

const HOLDS_DAYS = 90

/** Notes what somebody thinks of an account; null: it was taken back. @throws bad_argument */
export async function sayPulse(
  { control, zone, clock }: Pick<Project, 'control' | 'zone' | 'clock'>,
  account: string,
  { colour, note, until, by }: PulseRequest,
): Promise<Pulse | null> {
  const at = clock.now()
  const today = zone.dayOf(at)
  const last = until === undefined ? today + HOLDS_DAYS : lastDay(until, today)
  await writePulse(control, { account, colour, note, until: colour === null ? null : last, by, at })
  return colour === null ? null : toPulse({ account, colour, note, until: last, by, at })
}

function lastDay(text: string, today: Day): Day {
  const day = isoToDay(text)
  if (day !== null && day >= today) return day
  throw telltaleError('bad_argument', { argument: 'until', value: text, expected: `a day from ${dayToIso(today)} on` })
}

/** Those that hold today, by account. */
export async function listPulses({
  control,
  zone,
  clock,
}: Pick<Project, 'control' | 'zone' | 'clock'>): Promise<Pulse[]> {
  const at = clock.now()
  return (await readPulses(control, { day: zone.dayOf(at), at })).map(toPulse)
}

export function toPulse({ account, colour, note, until, by, at }: KeptPulse): Pulse {
  return { account, colour, note, until: dayToIso(until), by, at: new Date(at).toISOString() }
}
