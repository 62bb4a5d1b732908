import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { activeMembers, count, days, defineConfig, event, openTelltale, signal } from '../../src/index.ts'

const CONFIG = defineConfig({
  product: { name: 'Fieldnote' },
  events: {
    noteWritten: event('Note Written', { kind: 'core' }),
    limitHit: event('Plan Limit Reached', { kind: 'intent' }),
  },
  signals: {
    goneQuiet: signal('risk')
      .when(count('noteWritten', days(3)).under(1))
      .until(count('noteWritten', days(3)).atLeast(1)),
    wantsMore: signal('expansion')
      .on('limitHit')
      .when(activeMembers(days(7)).atLeast(1))
      .cooldown(days(2)),
  },
})

it('the package as a library: events in, days pass, signals explain themselves', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'library-'))
  let now = Date.parse('2026-03-02T09:00:00Z')
  const telltale = await openTelltale({ dataDir, config: CONFIG, clock: { now: () => now } })
  const ana = { userId: 'ana', context: { groupId: 'acme' } }

  await telltale.send([
    { type: 'group', userId: 'ana', groupId: 'acme', traits: { name: 'Acme' } },
    { type: 'track', event: 'Note Written', ...ana, messageId: 'note-1' },
    { type: 'track', event: 'Plan Limit Reached', ...ana, messageId: 'limit-1' },
    { type: 'track', event: 'Note Written', messageId: 'nobody' },
  ])
  const live = await telltale.episodes()
  expect(live.data.map((row) => [row.signal, row.openedAt, row.closedAt, row.changes[0]?.cause])).toEqual([
    ['wantsMore', '2026-03-02T09:00:00.000Z', null, 'behaviour'],
  ])
  expect(live.data[0]?.changes[0]?.evidence[0]).toMatchObject({ kind: 'event', messageId: 'limit-1', actor: 'u:ana' })
  expect((await telltale.quarantine()).data.map((row) => row.reason)).toEqual(['missing_id'])

  now = Date.parse('2026-03-06T00:00:01Z')
  await telltale.advance()
  const acme = await telltale.account('acme')
  expect(acme).toMatchObject({ name: 'Acme', asOf: '2026-03-05', header: { members: 1, activeMembers28: 1 } })
  expect(acme?.explanations.map((one) => [one.signal, one.state])).toEqual([
    ['goneQuiet', 'on'],
    ['wantsMore', 'off'],
  ])
  const decided = (await telltale.episodes()).data.map((row) => [
    row.signal,
    row.openedAt.slice(0, 10),
    row.closedAt?.slice(0, 10) ?? null,
  ])
  expect(decided).toEqual([
    ['goneQuiet', '2026-03-06', null],
    ['wantsMore', '2026-03-02', '2026-03-05'],
  ])
  const replayed = (await telltale.replay({ from: '2026-03-01', to: '2026-03-05' })).data
  expect(
    replayed.map((row) => [row.signal, row.openedAt.slice(0, 10), row.closedAt?.slice(0, 10) ?? null]).sort(),
  ).toEqual(decided)

  await telltale.close()
  rmSync(dataDir, { recursive: true })
})

it('a folder is held by one at a time, and given back', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'library-'))
  const first = await openTelltale({ dataDir })
  await first.close()
  const second = await openTelltale({ dataDir })
  expect((await second.status()).counts.events).toBe(0)
  await second.close()
  rmSync(dataDir, { recursive: true })
})
