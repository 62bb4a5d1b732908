import { ENDS, OPENS, RESETS } from './answer-rest.ts'
import { type Lanes, STILL_OPEN } from './lanes.ts'

export type LaneRun = {
  /** As the rule of a signal has them. */
  readonly minimum: number
  readonly cooldownDays: number
  /** In which lanes a number compares as it should. */
  readonly test: (value: number) => number
}

/** The days of one entity: the number that is compared, and what else the rule says. */
export type LaneDays = { readonly values: Float64Array; readonly answers: Uint16Array }

/** Days before and behind every judged one. */
const NEVER = -1_000_000
const NO_DAY = 1_000_000

/**
 * The state machine of a trend signal (`judgeSignal`) under all thresholds at once: a lane is a bit, so that a day on which nothing changes costs the same whatever
 * their number. Writes the episodes of the entity into the lanes.
 */
export function runLanes(lanes: Lanes, { minimum, cooldownDays, test }: LaneRun, { values, answers }: LaneDays): void {
  const { all, room, counts, opened, closed, runs, rests } = lanes
  rests.fill(NEVER)
  counts.fill(0)
  // Lanes that are on, and closed ones whose condition has begun to hold.
  let [open, waiting] = [0, 0]
  // Of these, lanes whose condition has held for long enough: they open when they have rested, the first of them on the day `wakes`.
  let [held, wakes] = [0, NO_DAY]
  let [opens, resets, ends] = [0, 0, 0]
  let [lastAnswer, lastValue] = [-1, Number.NaN]
  const days = answers.length
  for (let day = 0; day < days; day++) {
    const answer = answers[day]!
    const value = values[day]!
    if (answer !== lastAnswer || value !== lastValue) {
      const unknown = Number.isNaN(value) ? all : 0
      const yes = unknown === 0 ? test(value) : 0
      const no = all & ~(yes | unknown)
      opens = pick(answer >> OPENS, no, yes, unknown)
      resets = pick(answer >> RESETS, no, yes, unknown)
      ends = pick(answer >> ENDS, no, yes, unknown)
      lastAnswer = answer
      lastValue = value
    }
    const closing = open & ends
    const ready = ~open & opens
    waiting &= ~resets
    held &= waiting
    // Lanes that only wait for their rest to end are looked at when the first of them ends.
    const judged = day < wakes ? ready & ~held : ready
    if ((closing | judged) === 0) continue
    if (day >= wakes) [held, wakes] = [0, NO_DAY]
    if (closing !== 0) closeLanes(lanes, closing, day)
    open &= ~closing
    for (let left = judged; left !== 0; left &= left - 1) {
      const bit = left & -left
      const lane = 31 - Math.clz32(bit)
      const run = (waiting & bit) === 0 ? 1 : runs[lane]! + 1
      runs[lane] = run
      waiting |= bit
      if (run < minimum) continue
      const rested = rests[lane]! + cooldownDays + 1
      if (day < rested) {
        held |= bit
        wakes = Math.min(wakes, rested)
        continue
      }
      const place = lane * room + counts[lane]!
      opened[place] = day
      closed[place] = STILL_OPEN
      counts[lane]! += 1
      open |= bit
      waiting &= ~bit
      held &= ~bit
    }
  }
}

function closeLanes({ room, counts, closed, rests }: Lanes, closing: number, day: number): void {
  for (let left = closing; left !== 0; left &= left - 1) {
    const lane = 31 - Math.clz32(left & -left)
    closed[lane * room + counts[lane]! - 1] = day
    rests[lane] = day
  }
}

/** Of three ways in which lanes compare, those for which the answer (a bit for each way) is yes. */
function pick(bits: number, no: number, yes: number, unknown: number): number {
  return (no & -(bits & 1)) | (yes & -((bits >> 1) & 1)) | (unknown & -((bits >> 2) & 1))
}
