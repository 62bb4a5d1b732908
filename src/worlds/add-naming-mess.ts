import type { Day } from '../core/time.ts'
import { type EventName, NOISE_NAMES, RENAMED, VARIANTS } from './vocabulary.ts'
import type { Bag } from './world-message.ts'

const NOISE_SHARE = 0.03

/** How an event is spelled when it is sent on a day; `u` decides among its spellings. */
export function spellEvent(event: EventName, u: number, at: { day: Day; renameDay: Day }): string {
  if (event === RENAMED.from && at.day >= at.renameDay) return RENAMED.to
  let left = u
  for (const { name, share } of VARIANTS[event] ?? []) {
    if (left < share) return name
    left -= share
  }
  return event
}

/** For five days from the rename on, the old name is sent too. */
export function firesTwice(event: EventName, at: { day: Day; renameDay: Day }): boolean {
  return event === RENAMED.from && at.day >= at.renameDay && at.day < at.renameDay + RENAMED.doubleFireDays
}

/** Half of the time the plan is sent as `plan_name`. */
export function spellProperties(properties: Bag, u: number): Bag {
  if (!Object.hasOwn(properties, 'plan') || u < 0.5) return properties
  const { plan, ...rest } = properties
  return { ...rest, plan_name: plan ?? null }
}

/** The meaningless event that autocapture sends beside one in thirty; null: none. */
export function noiseBeside(u: number): string | null {
  return u < NOISE_SHARE ? NOISE_NAMES[Math.floor((u / NOISE_SHARE) * NOISE_NAMES.length)]! : null
}

/** What each name on the wire means; null: nothing. */
export function mapNames(names: readonly EventName[], mess: boolean): Readonly<Record<string, EventName | null>> {
  const map: Record<string, EventName | null> = {}
  for (const name of names) {
    map[name] = name
    if (mess) for (const variant of VARIANTS[name] ?? []) map[variant.name] = name
  }
  if (!mess) return map
  map[RENAMED.to] = RENAMED.from
  for (const name of NOISE_NAMES) map[name] = null
  return map
}
