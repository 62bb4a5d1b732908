import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import * as t from '../../src/index.ts'

const config = t.defineConfig({
  account: { renewsOn: t.trait('renews') },
  events: { note: t.event('Note Written', { kind: 'core' }) },
  scores: {
    health: t.score({ use: t.part(100, t.count('note', t.days(28)), t.rising(0, 4)) }).bands({ well: 50, badly: 0 }),
  },
  teams: { success: t.team({ people: ['ana'] }) },
  worklist: {
    routines: {
      call: t.routine('health', 'badly').suggest({ team: 'success', action: 'Call', cadence: 'weekly' }),
    },
    renewals: { team: 'success' },
  },
})

const note = (account: string, at: number) => ({
  ...{ type: 'track', event: 'Note Written', userId: `of-${account}`, context: { groupId: account } },
  timestamp: new Date(at).toISOString(),
})

it('what an import brings is on the list from the day of the import on, and overdue when nobody saw to it since', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'import-worklist-'))
  const day = (date: string): number => Date.parse(`2026-${date}T10:00:00Z`)
  let now = day('06-01')
  const telltale = await t.openTelltale({ dataDir: join(folder, 'data'), config, clock: { now: () => now } })
  // Acme has done badly since February, and renews in July: both would have asked for work for long.
  const lines = [
    {
      type: 'group',
      userId: 'ana',
      groupId: 'acme',
      traits: { renews: '2026-07-01' },
      timestamp: '2026-01-05T09:00:00Z',
    },
    ...['01-05', '01-06'].map((date) => note('acme', Date.parse(`2026-${date}T09:00:00Z`))),
    // Of beta one hears every five days to the end.
    ...Array.from({ length: 30 }, (_, i) => note('beta', day('01-05') + i * 5 * 86_400_000)),
  ].map((line, i) => JSON.stringify({ messageId: `m${i}`, ...line }))
  writeFileSync(join(folder, 'past.ndjson'), lines.join('\n'))
  await telltale.importFile(join(folder, 'past.ndjson'))

  const listed = async () =>
    (await telltale.today()).tasks.flatMap(({ account, overdueDays, reasons }) =>
      reasons.map(({ title, since, due }) => `${account}: ${title} since ${since}, due ${due}, ${overdueDays} overdue`),
    )
  const since = /health badly since (\S+),/.exec((await listed()).join())![1]!
  expect(since < '2026-03-01').toBe(true)
  const asking = (overdue: number) => [
    `acme: health badly since ${since}, due 2026-06-01, ${overdue} overdue`,
    `acme: renews on 2026-07-01 since 2026-04-02, due 2026-06-01, ${overdue} overdue`,
  ]
  expect(await listed()).toEqual(asking(0))
  expect((await telltale.team()).data.map(({ tasks, overdue }) => [tasks, overdue])).toEqual([[1, 0]])
  now = day('06-05')
  await telltale.send([note('beta', now)])
  now = day('06-07')
  await telltale.advance()
  expect(await listed()).toEqual(asking(0))
  now = day('06-08')
  await telltale.advance()
  expect(await listed()).toEqual(asking(1))

  // Brought again, it is no news.
  await telltale.importFile(join(folder, 'past.ndjson'))
  expect(await listed()).toEqual(asking(1))
  await telltale.close()
  rmSync(folder, { recursive: true })
}, 60_000)
