import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import * as t from '../../src/index.ts'

const s = t.starterSignals
const config = t.defineConfig({
  events: {
    note: t.event('Note Written', { kind: 'core', feature: 'notes' }),
    tag: t.event('Tag Added', { kind: 'depth', feature: 'tags' }),
    billing: t.event('Billing Viewed', { kind: 'intent' }),
  },
  outcomes: { churned: t.churned(), expanded: t.expanded() },
  indicators: { admin: t.rollUp('count', t.hasRole('admin', 'owner')) },
  signals: {
    championQuiet: s.championQuiet('admin'),
    seatsFalling: s.seatsFalling('seats'),
    oneDoesAll: s.oneDoesAll('note'),
    billingCuriosity: s.billingCuriosity('billing', 'admin'),
    adminAdded: s.adminAdded('admin'),
    featureAdopted: s.featureAdopted(),
  },
})

/** Ana runs acme: Mondays and Thursdays from 5 January to 5 March, four notes each time. Bo and Cy came once. */
const ANA_WAS_THERE = ['01-05', '01-08', '01-12', '01-15', '01-19', '01-22', '01-26', '01-29', '02-02', '02-05'].concat(
  ['02-09', '02-12', '02-16', '02-19', '02-23', '02-26', '03-02', '03-05'],
)

type Message = Record<string, unknown>
const member = (userId: string, role: string, traits: object = {}): Message => ({
  ...{ type: 'group', userId, groupId: 'acme' },
  traits: { role, ...traits },
})
const track = (userId: string, event: string, times = 1): Message[] =>
  Array.from({ length: times }, () => ({ type: 'track', event, userId, context: { groupId: 'acme' } }))

const LIFE: Record<string, Message[]> = {
  '01-05': [member('ana', 'admin', { seats: 20 }), member('bo', 'member'), member('cy', 'member')],
  '01-06': [...track('bo', 'Note Written'), ...track('cy', 'Note Written')],
  // Seats are paid for on the 10th; the bills are looked at by one who does not decide, then by one who does.
  '03-10': [member('ana', 'admin', { seats: 17 })],
  '03-11': track('bo', 'Billing Viewed', 3),
  '03-12': track('ana', 'Billing Viewed', 2),
  '03-16': [member('bo', 'admin'), ...track('bo', 'Tag Added')],
}

it('a champion who is gone, seats that fall, bills that are looked at, a second admin and a new feature: each on its day, once', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'people-'))
  const lived = [...new Set([...ANA_WAS_THERE, ...Object.keys(LIFE)])].sort().flatMap((date) => {
    const notes = ANA_WAS_THERE.includes(date) ? track('ana', 'Note Written', 4) : []
    return [...(LIFE[date] ?? []), ...notes].map((one) => ({ ...one, timestamp: `2026-${date}T10:00:00Z` }))
  })
  const file = join(dataDir, 'history.ndjson')
  writeFileSync(file, lived.map((one, i) => JSON.stringify({ messageId: `m${i}`, ...one })).join('\n'))
  const now = Date.parse('2026-04-15T00:00:05Z')
  const telltale = await t.openTelltale({ dataDir: join(dataDir, 'data'), config, clock: { now: () => now } })
  await telltale.importFile(file)
  const { data } = await telltale.replay({ from: '2026-01-05', to: '2026-04-14' })
  const changes = data.flatMap(({ signal, changes }) => changes.map(({ what, asOf }) => `${asOf} ${signal} ${what}`))
  expect(changes.sort()).toEqual([
    // Three seats fewer are 15 %.
    '2026-03-10 seatsFalling opened',
    '2026-03-12 billingCuriosity opened',
    // 60 days after sign-up, seven days in a row; from 6 March on all of four weeks is Ana's.
    '2026-03-12 oneDoesAll opened',
    '2026-03-16 adminAdded opened',
    '2026-03-16 featureAdopted opened',
    // Two weeks after 5 March. Bo is an admin by then, and was there on no day of the three months before.
    '2026-03-19 championQuiet opened',
    // With fewer than 20 notes in four weeks one cannot tell who does the work.
    '2026-03-19 oneDoesAll closed',
    '2026-03-23 adminAdded closed',
    '2026-03-26 billingCuriosity closed',
    '2026-04-09 seatsFalling closed',
    '2026-04-13 featureAdopted closed',
  ])

  const acme = (await telltale.account('acme', { asOf: '2026-03-20' }))!
  expect(acme.indicators.map(({ key, value }) => [key, value])).toEqual([['admin', 2]])
  const why = Object.fromEntries(acme.explanations.map(({ signal, sentence }) => [signal, sentence]))
  expect(why).toMatchObject({
    championQuiet:
      'days since the last activity, of the member (has role admin) with the most days with activity in the 90 days before the last 14 days 15, at least 14 (1 past)',
    seatsFalling:
      'change of property seats against property seats 30 days before -15 % (17 after 20), at most -10 % (5 points past); property seats minus property seats 30 days before -3 (17 after 20), at most -2 (1 past)',
    adminAdded:
      'members with role admin minus members with role admin 7 days before 1 (2 after 1), at least 1 (just there)',
  })
  await telltale.close()
  rmSync(dataDir, { recursive: true })
}, 60_000)
