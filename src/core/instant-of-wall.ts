import { Temporal } from 'temporal-polyfill'
import { type Millis, MS_PER_HOUR } from './time.ts'

/** Offsets of a zone change at whole quarters of an hour. */
const STEP = MS_PER_HOUR / 4
const MOST_KEPT = 100_000

/**
 * The instant at which the clocks of a zone show a time; the time is given as if it were UTC. An hour that comes twice is its first one, and one that is left out
 * is told by the clock of before.
 */
export function makeWallClock(name: string): (shown: Millis) => Millis {
  if (name === 'UTC') return (shown) => shown
  Temporal.Now.zonedDateTimeISO(name)
  const offsets = new Map<number, Millis>()
  return (shown) => {
    const quarter = Math.floor(shown / STEP)
    let offset = offsets.get(quarter)
    if (offset === undefined) {
      const wall = Temporal.Instant.fromEpochMilliseconds(quarter * STEP)
        .toZonedDateTimeISO('UTC')
        .toPlainDateTime()
      offset = quarter * STEP - wall.toZonedDateTime(name).epochMilliseconds
      if (offsets.size >= MOST_KEPT) offsets.clear()
      offsets.set(quarter, offset)
    }
    return shown - offset
  }
}
