import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packageRoot } from '../../src/core/package-root.ts'
import { type Ran, runCommand } from '../cli/run-command.ts'
import { readProject } from './read-project.ts'
import { readLines, realFile, tally } from './real-data.ts'

const { path: FILE, skipped } = realFile('sparkify_nov2018/log_data_2018-11.ndjson.gz')
const EXAMPLE = join(packageRoot(), 'examples', 'sparkify')
const NOW = Date.UTC(2018, 11, 1, 12)

type Row = { readonly page: string; readonly userId: string; readonly level: string; readonly ts: number }

const folder = skipped === '' ? mkdtempSync(join(tmpdir(), 'telltale-sparkify-')) : ''
afterAll(() => {
  if (folder !== '') rmSync(folder, { recursive: true, force: true })
})

function telltale(...argv: string[]): Promise<Ran> {
  const config = join(EXAMPLE, 'telltale.config.ts')
  return runCommand([...argv, '--config', config, '--data', join(folder, 'data')], { cwd: folder, now: NOW })
}

describe.skipIf(skipped !== '')(`a music service${skipped}`, () => {
  const rows: Row[] = skipped === '' ? readLines(FILE).map((line) => JSON.parse(line)) : []
  const known = rows.filter(({ userId }) => userId !== '')
  let imported: Ran

  beforeAll(async () => {
    imported = await telltale('import', FILE, '--mapping', join(EXAMPLE, 'mapping.json'))
  })

  it('every page of somebody is kept; those of nobody are set aside and can be listed', async () => {
    expect([rows.length, known.length, rows.length - known.length]).toEqual([8_056, 7_770, 286])
    expect(new Set(known.map(({ userId }) => userId)).size).toBe(97)
    expect(new Set(known.filter(({ page }) => page === 'NextSong').map(({ userId }) => userId)).size).toBe(96)
    expect(imported.out).toBe(
      [
        `${FILE}: 8,056 rows`,
        '  kept         7,770 events from 2018-11-01 to 2018-11-30',
        '  duplicates   0',
        '  quarantined  286 (286 missing_id); see: telltale quarantine',
        'The store has 7,770 events, 97 accounts and 97 people.',
      ].join('\n'),
    )
    const { out, code } = await telltale('quarantine', '--limit', '500', '--json')
    const page: { total: number; data: { reason: string; raw: string }[] } = JSON.parse(out)
    expect([code, page.total]).toEqual([1, 286])
    expect(tally(page.data.map(({ raw }) => JSON.parse(raw).event))).toEqual(
      tally(rows.filter(({ userId }) => userId === '').map((row) => row.page)),
    )
  })

  it('each page was seen as often as the file says', async () => {
    expect(tally(known.map(({ page }) => page))).toEqual({
      About: 22,
      Downgrade: 60,
      Error: 9,
      Help: 38,
      Home: 635,
      Logout: 90,
      NextSong: 6_820,
      'Save Settings': 10,
      Settings: 56,
      'Submit Downgrade': 1,
      'Submit Upgrade': 8,
      Upgrade: 21,
    })
    expect(await countKept()).toEqual(tally(known.map(({ page, userId }) => `${page} ${userId}`)))
  })

  it('says of a listener why each signal is on or off', async () => {
    const { out } = await telltale('explain', 'account', '49')
    expect(out.split('\n')).toEqual([
      '49, at the close of 2018-11-30',
      'ON  Habit since 2018-11-13: days with NextSong in the last 14 days 12, at least 8 (4 past)',
      'ON  Thinking of leaving since 2018-11-18: Downgrade by 49 on 2018-11-18, last on 2018-11-30; Downgrade in the last 7 days 2, at least 2 (just there); NextSong where level is paid in the last 7 days 170, at least 1 (169 past); closes on 2018-12-07 unless it comes again',
      'off Listening less',
      '      ✓ NextSong in the 7 days before the last 7 days 153, at least 20 (133 past)',
      '      ✗ change of NextSong in the last 7 days against the 7 days before 118.3 % (334 after 153), needs at most -70 % (188.3 points to go)',
      'off Thinking of upgrading: waits for Upgrade; as of now NextSong where level is paid in the last 7 days 334, needs at most 0 (334 to go); NextSong in the last 7 days 334, at least 5 (329 past)',
      'outcomes: upgraded on 2018-11-14',
    ])
    const days = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' })
    const upgrades = known.filter(({ userId, page }) => userId === '49' && page === 'Submit Upgrade')
    expect(upgrades.map(({ ts }) => days.format(ts))).toEqual(['2018-11-14'])
    const songs = known
      .filter(({ userId, page }) => userId === '49' && page === 'NextSong')
      .map(({ ts }) => days.format(ts))
    const between = (from: string, to: string) => songs.filter((day) => day >= from && day <= to)
    expect(between('2018-11-24', '2018-11-30')).toHaveLength(334)
    expect(between('2018-11-17', '2018-11-23')).toHaveLength(153)
    expect(new Set(between('2018-11-17', '2018-11-30')).size).toBe(12)
  })
})

/** Events by page and listener, from the store. */
async function countKept(): Promise<Record<string, number>> {
  const place = { config: join(EXAMPLE, 'telltale.config.ts'), dataDir: join(folder, 'data'), now: NOW }
  return readProject(place, async ({ store }) => {
    const kept: string[] = []
    const days = { from: 0, to: 2_000_000 }
    for await (const block of store.scanEvents({ accounts: null, names: null, by: 'happened', days, latest: null }))
      kept.push(...block.map(({ name, account }) => `${name} ${store.dictionary.account.keyOf(account)}`))
    return tally(kept)
  })
}
