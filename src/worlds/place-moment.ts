import { type StreamKey, uniformAt } from '../core/stream.ts'
import { type Day, type Millis, MS_PER_DAY, MS_PER_HOUR } from '../core/time.ts'

/** Index ranges of a key's block, one for each use of the numbers of a day. */
export const SLOTS = { usage: 0, moment: 1 << 16, mess: 1 << 20, transport: 1 << 24 } as const

/** A moment of somebody's working day (about 7:30 to 19:30, mostly around one), `offsetHours` east of UTC. */
export function momentOn(key: StreamKey, at: { day: Day; n: number; offsetHours: number }): Millis {
  const slot = SLOTS.moment + 2 * at.n
  const hour = 7.5 + 6 * (uniformAt(key, at.day, slot) + uniformAt(key, at.day, slot + 1))
  return Math.floor(at.day * MS_PER_DAY + (hour - at.offsetHours) * MS_PER_HOUR)
}
