import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { dayToIso, isoToDay, weekdayOf } from '../../src/core/time.ts'
import * as t from '../../src/index.ts'
import { openControlStore } from '../../src/store/control/open-control-store.ts'
import { readTransitions } from '../../src/store/control/read-judgement.ts'

/** Reports are sent on weekdays; who does little else signs in all the same. */
const config = t.defineConfig({
  events: { report: t.event('Report Sent', { kind: 'core' }), login: t.event('Signed In', { kind: 'other' }) },
  signals: {
    noReports: t.signal('risk').when(t.daysSinceLast('report').atLeast(3)),
    fewReports: t.signal('risk').when(t.count('report', t.days(7)).under(3)),
    silent: t.signal('risk').detects(t.silence('report')),
    drops: t.signal('risk').detects(t.fastDrop('report')),
    noLogin: t.signal('risk').when(t.daysSinceLast('login').atLeast(5)),
    looksOn: t.signal('risk').on('login').when(t.daysSinceLast('report').atLeast(4)),
    ofPersons: t.signal('risk').level('person').when(t.daysSinceLast('report').atLeast(3)),
  },
  scores: {
    use: t.score({ reports: t.part(100, t.count('report', t.days(7)), t.rising(0, 5)) }).bands({ low: 0, fine: 60 }),
  },
})

const ACCOUNTS = Array.from({ length: 100 }, (_, i) => `c${String(i).padStart(2, '0')}`)
const DAY = (iso: string): number => isoToDay(iso)!
/** Monday to Friday, for eight weeks before. */
const FIRST = DAY('2026-01-12')
/** Tuesday to Thursday: what the product sends as a report does not arrive. */
const [BREAKS, MENDED] = [DAY('2026-03-10'), DAY('2026-03-13')]
/** A Wednesday on which few do anything. */
const HOLIDAY = DAY('2026-03-04')

type Message = Record<string, unknown>

/** c00 sends its last report on the day before the fault, and goes on signing in. */
function messagesOf(day: number): Message[] {
  if (weekdayOf(day) > 4) return []
  const there = day === HOLIDAY ? ACCOUNTS.slice(0, 30) : ACCOUNTS
  return there.flatMap((account) => {
    const of = { type: 'track', userId: `of-${account}`, context: { groupId: account } }
    const missing = (day >= BREAKS && day < MENDED) || (account === 'c00' && day >= BREAKS)
    const group = day === FIRST ? [{ type: 'group', userId: of.userId, groupId: account }] : []
    return [...group, { ...of, event: 'Signed In' }, ...(missing ? [] : [{ ...of, event: 'Report Sent' }])]
  })
}

async function bandsIn(dataDir: string): Promise<string[]> {
  const control = await openControlStore(dataDir)
  const told = await readTransitions(control, { limit: 1_000, order: 'oldest' })
  await control.destroy()
  return told.flatMap(({ subject, name, entity, what, asOf }) =>
    subject === 'band' && asOf >= BREAKS && 'account' in entity
      ? [`${dayToIso(asOf)} ${what} ${entity.account} ${name}`]
      : [],
  )
}

it('an event that nobody sends for three days is one incident: what reads it is not judged, and no account is called silent; a holiday is none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'incidents-'))
  let now = Date.parse('2026-03-10T00:10:00Z')
  const telltale = await t.openTelltale({ dataDir: join(folder, 'data'), config, clock: { now: () => now } })
  const past = Array.from({ length: BREAKS - FIRST }, (_, i) => FIRST + i).flatMap((day) =>
    messagesOf(day).map((one, i) => ({ ...one, messageId: `${day}-${i}`, timestamp: `${dayToIso(day)}T09:00:00Z` })),
  )
  writeFileSync(join(folder, 'past.ndjson'), past.map((one) => JSON.stringify(one)).join('\n'))
  await telltale.importFile(join(folder, 'past.ndjson'))
  expect((await telltale.incidents()).data).toEqual([])

  const liveUntil = async (last: string): Promise<void> => {
    for (let day = DAY(dayToIso(Math.floor(now / 86_400_000))); day <= DAY(last); day++) {
      now = Date.parse(`${dayToIso(day)}T09:00:00Z`)
      await telltale.send(messagesOf(day))
    }
    now = Date.parse(`${last}T23:00:00Z`) + 2 * 3_600_000
    await telltale.advance()
  }
  const changes = async () =>
    (await telltale.episodes()).data.flatMap(({ signal, entity, changes }) =>
      changes.map(
        ({ what, asOf }) => `${asOf} ${signal} ${'account' in entity ? entity.account : entity.person} ${what}`,
      ),
    )
  const why = async (account: string) => {
    const { explanations } = (await telltale.account(account))!
    return Object.fromEntries(explanations.map(({ signal, state, sentence }) => [signal, `${state}: ${sentence}`]))
  }

  await liveUntil('2026-03-12')
  expect((await telltale.incidents()).data).toEqual([
    {
      ...{ since: '2026-03-10', last: '2026-03-12', lasts: true, judgedFrom: null },
      events: [{ name: 'Report Sent', heard: 0, usual: 100 }],
      ...{ signals: ['drops', 'fewReports', 'looksOn', 'noReports', 'ofPersons', 'silent'], scores: ['use'] },
    },
  ])
  const reason =
    'not judged: tracking may be broken since 2026-03-10; Report Sent came from 0 accounts on 2026-03-12, where 100 are usual'
  expect(await why('c07')).toMatchObject({ noReports: `unknown: ${reason}`, drops: `unknown: ${reason}` })
  expect((await why('c07')).noLogin).toContain('off: ')

  // Back on the 13th; judged again once a week holds no day of the fault.
  await liveUntil('2026-03-19')
  expect((await telltale.incidents()).data).toMatchObject([{ lasts: false, judgedFrom: '2026-03-20' }])
  expect((await why('c00')).noReports).toContain(
    'not judged until 2026-03-20: tracking may have been broken from 2026-03-10 to 2026-03-12',
  )
  expect(await changes()).toEqual([])

  await liveUntil('2026-03-23')
  expect((await telltale.incidents()).data).toMatchObject([
    { last: '2026-03-12', judgedFrom: '2026-03-20', signals: [], scores: [] },
  ])
  // One of the hundred really has stopped.
  expect((await changes()).filter((one) => !one.includes('c00 '))).toEqual([])
  expect((await changes()).sort()).toEqual([
    '2026-03-20 fewReports c00 opened',
    '2026-03-20 noReports c00 opened',
    '2026-03-20 ofPersons u:of-c00 opened',
    '2026-03-23 looksOn c00 closed',
    '2026-03-23 looksOn c00 opened',
  ])
  const { data } = await telltale.replay({ from: '2026-02-10', to: '2026-03-23' })
  expect(data.map(({ signal, changes }) => `${changes[0]!.asOf} ${signal}`).sort()).toEqual([
    '2026-03-20 fewReports',
    '2026-03-20 noReports',
    '2026-03-20 ofPersons',
    '2026-03-23 looksOn',
  ])
  await telltale.close()
  // Reports of a week are two of five in the fault, which would be low for everybody.
  expect(await bandsIn(join(folder, 'data'))).toEqual([
    '2026-03-20 closed c00 use.fine',
    '2026-03-20 opened c00 use.low',
  ])
  rmSync(folder, { recursive: true })
}, 120_000)
