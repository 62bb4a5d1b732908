import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { DigestSettings } from '../../src/config/delivery/digest-settings.ts'
import { dayToIso, makeZone } from '../../src/core/time.ts'
import * as t from '../../src/index.ts'
import { dueDigest } from '../../src/run/digest/due-digests.ts'
import { startReceiver } from './start-receiver.ts'
import { startSmtp } from './start-smtp.ts'

const config = t.defineConfig({
  events: { note: t.event('Note Written', { kind: 'core' }) },
  activation: { milestones: { notes: t.milestone('core').when(t.count('note').atLeast(2)) } },
  teams: { success: t.team({ people: ['ana', 'ben', 'cas'] }) },
  worklist: {
    routines: { early: t.routine('onboarding', 'too early').suggest({ team: 'success', action: 'Welcome them' }) },
  },
  channels: {
    team: t.slack({ webhook: 'SLACK' }),
    mail: t.email({ from: 'Telltale <telltale@example.com>' }),
  },
  delivery: { allow: ['127.0.0.1/32'], baseUrl: 'https://telltale.example.com' },
  digests: {
    morning: t.taskDigest({ via: 'mail', to: { ana: 'ana@example.com', cas: 'cas@example.com' } }),
    lead: t.teamDigest({ via: 'team', cadence: 'daily', at: '09:00' }),
    numbers: t.metricDigest({ via: 'team', cadence: 'daily', at: '09:00' }),
  },
})

it('every assignee gets their list once in the morning, the lead that of the team; nobody gets an empty one, and who has no address is listed', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'telltale-digests-'))
  const slack = await startReceiver(() => ({ status: 200, body: 'ok' }))
  const { port, letters } = await startSmtp()
  const env = { SLACK: slack.url, SMTP_URL: `smtp://127.0.0.1:${port}` }
  // A Monday.
  let now = Date.parse('2026-03-02T09:00:00Z')
  const telltale = await t.openTelltale({ dataDir, config, clock: { now: () => now }, env })
  onTestFinished(async () => {
    await telltale.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  for (const account of ['acme', 'bolt'])
    await telltale.send([
      {
        type: 'group',
        userId: `of-${account}`,
        groupId: account,
        traits: { name: `${account.toUpperCase()} <!channel>` },
      },
      { type: 'track', event: 'Note Written', userId: `of-${account}`, context: { groupId: account } },
    ])
  const morning = async (time: string): Promise<void> => {
    now = Date.parse(time)
    await telltale.advance()
    await telltale.deliver()
  }
  await morning('2026-03-03T07:59:00Z')
  expect((await telltale.deliveries()).data).toEqual([])
  await morning('2026-03-03T08:00:00Z')
  await morning('2026-03-03T08:00:30Z')
  const told = async () =>
    (await telltale.deliveries()).data.map(({ key, target, state, why }) => [key, target, state, why])
  expect(await told()).toEqual([
    ['digest/morning/ben/2026-03-03', '', 'dead', 'there is no address for ben in digests.morning.to'],
    ['digest/morning/ana/2026-03-03', 'ana@example.com', 'delivered', null],
  ])
  expect(letters.map(({ to }) => to)).toEqual([['ana@example.com']])
  expect(letters[0]!.letter).toContain('Subject: 1 task for ana today, 2026-03-03')
  const said = letters[0]!.letter.replaceAll('=\r\n', '').replaceAll('=3D', '=')
  expect(said).toContain('https://telltale.example.com/accounts/acme')
  // The page reads its choice from these.
  expect(said).toContain('Open the list: https://telltale.example.com/today?of=ana&horizon=day')

  await morning('2026-03-03T09:00:00Z')
  const [lead] = slack.received.map(({ body }) => JSON.parse(body))
  expect(lead.text).toBe('The teams, 2026-03-03')
  const [, , success] = lead.blocks
  const lines = success.elements[1].elements.map(({ elements }: { elements: { text: string }[] }) =>
    elements.map(({ text }) => text).join(''),
  )
  expect(lines).toEqual(['ana 1 task, 0 overdue, 0 waiting, 1 account', 'ben 1 task, 0 overdue, 0 waiting, 1 account'])
  // The next day, once more; a clock that goes back tells nothing twice.
  await morning('2026-03-04T08:30:00Z')
  await morning('2026-03-03T10:00:00Z')
  await morning('2026-03-04T08:40:00Z')
  expect(letters.map(({ letter }) => /Subject: (.*)/.exec(letter)?.[1])).toEqual([
    '1 task for ana today, 2026-03-03',
    '1 task for ana today, 2026-03-04',
  ])
  // Saturdays are free.
  await morning('2026-03-07T12:00:00Z')
  expect(letters).toHaveLength(2)
}, 90_000)

const daily: DigestSettings = {
  ...{ via: 'mail', cadence: 'daily', at: '08:00', weekends: false },
  what: { kind: 'team', to: '' },
}

it('is due from its time of the product’s day on, also on days on which clocks are changed', () => {
  const zone = makeZone('Europe/Berlin')
  const dueAt = (digest: DigestSettings, time: string): string | null => {
    const due = dueDigest(digest, { now: Date.parse(time), zone, weekStart: 'monday' })
    return due === null ? null : dayToIso(due.day)
  }
  const all = { ...daily, weekends: true }
  // Clocks go forward on 29 March and back on 25 October 2026, both Sundays.
  expect([dueAt(all, '2026-03-28T06:59:59Z'), dueAt(all, '2026-03-28T07:00:00Z')]).toEqual([null, '2026-03-28'])
  expect([dueAt(all, '2026-03-29T05:59:59Z'), dueAt(all, '2026-03-29T06:00:00Z')]).toEqual([null, '2026-03-29'])
  expect([dueAt(all, '2026-10-25T06:59:59Z'), dueAt(all, '2026-10-25T07:00:00Z')]).toEqual([null, '2026-10-25'])
  expect(dueAt(daily, '2026-03-29T07:00:00Z')).toBeNull()
  const weekly: DigestSettings = { ...daily, cadence: 'weekly' }
  // Monday, up to three days late, and then next week's.
  expect(
    ['2026-03-02T06:00:00Z', '2026-03-02T07:00:00Z', '2026-03-05T12:00:00Z', '2026-03-06T12:00:00Z'].map((time) =>
      dueAt(weekly, time),
    ),
  ).toEqual([null, '2026-03-02', '2026-03-02', null])
  const monthly: DigestSettings = { ...daily, cadence: 'monthly' }
  expect(
    ['2026-03-01T08:00:00Z', '2026-03-04T08:00:00Z', '2026-03-05T08:00:00Z'].map((time) => dueAt(monthly, time)),
  ).toEqual(['2026-03-01', '2026-03-01', null])
})
