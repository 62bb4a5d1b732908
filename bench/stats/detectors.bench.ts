import { stream } from '../../src/core/stream.ts'
import {
  advanceDetector,
  CLEAR,
  type DetectorState,
  FAST_DROP_STATES,
  RISE_STATES,
  SILENCE_STATES,
  SLOW_DROP_STATES,
} from '../../src/stats/detectors/advance-detector.ts'
import { sumLastDays, sumWeeksBefore, WEEK } from '../../src/stats/detectors/daily-counts.ts'
import { detectShift, FAST_DROP, RISE, readShiftWindow, SLOW_DROP } from '../../src/stats/detectors/detect-shift.ts'
import { detectSilence, readSilence } from '../../src/stats/detectors/detect-silence.ts'
import { measureBaseline } from '../../src/stats/detectors/measure-baseline.ts'
import { measureReference, type ReferenceRow } from '../../src/stats/detectors/measure-reference.ts'
import { exponential, poisson } from '../../src/worlds/sample.ts'

/**
 * One day of all four detectors for 50 K entities, from memory: the day's reference, then each entity's readings and states. Usage:
 * npx rolldown bench/stats/detectors.bench.ts --platform node --format esm -o /tmp/detectors.mjs && node /tmp/detectors.mjs
 */
const ENTITIES = 50_000
const DAYS = 100
const ROUNDS = 5

const days = makeDays()
const business = Array.from({ length: DAYS }, (_, day) => day % 7 < 5)
for (let round = 0; round < ROUNDS; round++) {
  const start = process.cpuUsage()
  const reference = measureReference(listRows())
  const between = process.cpuUsage(start)
  const opened = runDay(reference)
  const whole = process.cpuUsage(start)
  const ms = ({ user, system }: NodeJS.CpuUsage) => ((user + system) / 1000).toFixed(0)
  console.log(`reference ${ms(between)} ms, with the detectors ${ms(whole)} ms of CPU time; ${opened} opened`)
}

function makeDays(): Float64Array {
  const source = stream(1, 'detectors')
  const counts = new Float64Array(ENTITIES * DAYS)
  for (let entity = 0; entity < ENTITIES; entity++) {
    const mean = exponential(source, 6)
    for (let day = 0; day < DAYS; day++) counts[entity * DAYS + day] = poisson(source, mean)
  }
  return counts
}

function countsOf(entity: number) {
  return { days, from: entity * DAYS, to: (entity + 1) * DAYS }
}

function listRows(): readonly ReferenceRow[] {
  const rows: ReferenceRow[] = []
  for (let entity = 0; entity < ENTITIES; entity++) {
    const weekSums = sumWeeksBefore(countsOf(entity), WEEK)
    const baseline = measureBaseline(weekSums)
    if (baseline !== null) rows.push({ weekSums, baseline, recent: sumLastDays(countsOf(entity), WEEK) })
  }
  return rows
}

function runDay(reference: ReturnType<typeof measureReference>): number {
  let opened = 0
  const advance = (
    state: DetectorState,
    input: Parameters<typeof advanceDetector>[1],
    rule: Parameters<typeof advanceDetector>[2],
  ) => {
    if (advanceDetector(state, input, rule).change === 'opened') opened++
  }
  const shifts = [
    [FAST_DROP, FAST_DROP_STATES],
    [SLOW_DROP, SLOW_DROP_STATES],
    [RISE, RISE_STATES],
  ] as const
  for (let entity = 0; entity < ENTITIES; entity++) {
    for (const [rule, states] of shifts) {
      const window = readShiftWindow(countsOf(entity), rule)
      if (window === null) continue
      const { hit, ratio } = detectShift({ ...window, reference }, rule)
      advance({ ...CLEAR, hits: 2 }, { day: DAYS, hit, ratio, baseline: window.baseline }, states)
    }
    const silence = readSilence(
      { days: days.subarray(entity * DAYS, (entity + 1) * DAYS), from: 0, to: DAYS },
      business,
    )
    if (silence === null) continue
    const { hit, ratio } = detectSilence(silence)
    advance(CLEAR, { day: DAYS, hit, ratio, baseline: null }, SILENCE_STATES)
  }
  return opened
}
