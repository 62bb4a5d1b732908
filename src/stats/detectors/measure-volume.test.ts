import { expect, test } from 'vitest'
import { stream } from '../../core/stream.ts'
import { poisson } from '../../worlds/sample.ts'
import { measureVolume, VOLUME_DAYS } from './measure-volume.ts'

/** Nine weeks that end on a Sunday; each day by its weekday, Monday first. */
const weeks = (week: readonly number[]): number[] => Array.from({ length: 63 }, (_, day) => week[day % 7]!)
const ending = (series: readonly number[], days: number, last: number): number[] => [
  ...series.slice(0, 63 - 7 + days),
  last,
]

test('a Wednesday is held against Wednesdays, a Sunday against Sundays', () => {
  const office = weeks([60, 62, 64, 61, 55, 6, 5])
  const wednesday = measureVolume(ending(office, 2, 6))!
  expect([wednesday.heard, wednesday.expected, wednesday.broken]).toEqual([6, 64, true])
  const saturday = measureVolume(ending(office, 5, 6))!
  expect([saturday.expected, saturday.broken]).toEqual([6, false])
})

test('fewer than five to be expected, or less than four weeks, cannot be told', () => {
  expect(measureVolume(weeks([4, 4, 4, 4, 4, 4, 4]))).toBe(null)
  const young = weeks([50, 50, 50, 50, 50, 50, 50]).map((n, day) => (day < 63 - 28 ? Number.NaN : n))
  expect(measureVolume(young)).toBe(null)
  expect(measureVolume(young.map((n, day) => (day === 63 - 29 ? 50 : n)))?.expected).toBe(50)
})

test('two fifths fewer is far below where numbers are steady, and nothing where they swing', () => {
  const steady = weeks([100, 100, 100, 100, 100, 100, 100])
  expect(measureVolume(ending(steady, 6, 59))!.broken).toBe(true)
  expect(measureVolume(ending(steady, 6, 61))!.broken).toBe(false)
  const swinging = steady.map((n, day) => (Math.floor(day / 7) % 2 === 0 ? n / 2 : n * 1.5))
  expect(measureVolume(ending(swinging, 6, 40))!.broken).toBe(false)
})

test.each([6, 12, 40, 150])('of 10,000 ordinary days with %i accounts each hardly one is taken for a fault', (mean) => {
  const source = stream(3, mean)
  const series = Float64Array.from({ length: 10_000 + VOLUME_DAYS }, (_, day) =>
    poisson(source, day % 7 < 5 ? mean : mean / 2),
  )
  let broken = 0
  for (let last = VOLUME_DAYS; last < series.length; last++) {
    const reading = measureVolume(series.subarray(last - VOLUME_DAYS, last + 1))
    if (reading?.broken === true) broken++
  }
  expect(broken).toBeLessThanOrEqual(3)
})
