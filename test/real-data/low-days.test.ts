import { describe, expect, it } from 'vitest'
import { dayToIso, isoToDay } from '../../src/core/time.ts'
import { findIncidents } from '../../src/fold/reference/find-incidents.ts'
import { measureVolume, VOLUME_DAYS } from '../../src/stats/detectors/measure-volume.ts'
import type { HeardRow } from '../../src/store/analytic/counts-of-all.ts'
import { readLines, realFile } from './real-data.ts'

const { path: FILE, skipped } = realFile('git_activity/commits.csv.gz')

const DAY_MS = 86_400_000
const FROM = isoToDay('2019-06-01')!
const TO = isoToDay('2026-08-22')!

/** Authors of a repository who are heard of, by the day and by what a commit is called. */
function readHeard(nameOf: (kind: string) => string): HeardRow[] {
  const cells = new Map<string, Set<string>>()
  for (const line of readLines(FILE).slice(1)) {
    const [repository, author, at, , kind = ''] = line.split(',')
    const key = `${nameOf(kind)} ${Math.floor((Number(at) * 1000) / DAY_MS)}`
    cells.set(key, (cells.get(key) ?? new Set()).add(`${repository} ${author}`))
  }
  return [...cells].map(([key, { size }]) => {
    const [name, day] = key.split(' ')
    return { fact: `name:${name}`, day: Number(day), accounts: size }
  })
}

const told = (rows: readonly HeardRow[]): string[] =>
  findIncidents(rows, { from: FROM, to: TO }).map(({ day, quantity }) => `${dayToIso(day)} ${quantity}`)

describe.skipIf(skipped !== '')(`seven years of commits${skipped}`, () => {
  it('no day is taken for a fault, Christmas neither, whether commits are one event or two', () => {
    expect(told(readHeard(() => 'commit'))).toEqual([])
    expect(told(readHeard((kind) => (kind === 'other' ? 'unnamed' : 'named')))).toEqual([])
  })

  it('enough of the days are watched for that to say something', () => {
    const heard = new Map(readHeard(() => 'commit').map(({ day, accounts }) => [day, accounts]))
    const watched = Array.from({ length: TO - FROM + 1 }, (_, i) => FROM + i).filter((last) => {
      const days = Array.from({ length: VOLUME_DAYS + 1 }, (_, i) => heard.get(last - VOLUME_DAYS + i) ?? 0)
      return measureVolume(days) !== null
    })
    expect(watched.length).toBe(1_460)
  })
})
