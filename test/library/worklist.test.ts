import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import * as t from '../../src/index.ts'

const config = t.defineConfig({
  account: { renewsOn: t.trait('renews') },
  events: {
    note: t.event('Note Written', { kind: 'core' }),
    pricing: t.event('Pricing Viewed', { kind: 'intent' }),
  },
  activation: { milestones: { notes: t.milestone('core').when(t.count('note').atLeast(2)) } },
  teams: {
    success: t.team({ people: ['ana', 'ben'], capacity: 10, portfolio: 1 }),
    sales: t.team({ people: ['dan'], alertsPerWeek: 1 }),
    product: t.team({ people: ['ana'] }),
  },
  worklist: {
    routines: {
      early: t.routine('onboarding', 'too early').suggest({ team: 'success', action: 'Welcome them' }),
    },
    renewals: { team: 'sales' },
  },
  signals: {
    looking: t
      .signal('intent')
      .on('pricing')
      .cooldown(t.days(7))
      .suggest({ team: 'sales', action: 'Offer a call', cadence: 'daily' }),
  },
})

it('a worklist from the first event on: routine, alert and renewal, absence and cover, what was done and what somebody thinks', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'worklist-'))
  let now = Date.parse('2026-03-02T09:00:00Z')
  const telltale = await t.openTelltale({ dataDir, config, clock: { now: () => now } })
  const joins = (account: string, traits: object = {}) => {
    return {
      type: 'group',
      userId: `of-${account}`,
      groupId: account,
      traits: { name: account.toUpperCase(), ...traits },
    }
  }
  const track = (account: string, event: string) => {
    return { type: 'track', event, userId: `of-${account}`, context: { groupId: account } }
  }
  await telltale.send([joins('acme', { renews: '2026-05-01' }), joins('bolt'), joins('core')])
  await telltale.send([track('acme', 'Note Written'), track('bolt', 'Note Written'), track('core', 'Note Written')])
  now = Date.parse('2026-03-03T10:00:00Z')
  await telltale.advance()
  // An event signal is on the list at once, before the day closes.
  await telltale.send([track('core', 'Pricing Viewed'), track('bolt', 'Pricing Viewed')])

  const lines = async (query = {}) =>
    (await telltale.today(query)).tasks.map((task) => [task.account, task.assignee, task.action, task.waits])
  expect(await lines({ team: 'success' })).toEqual([
    ['acme', 'ana', 'Welcome them', null],
    ['bolt', 'ben', 'Welcome them', null],
    ['core', 'ana', 'Welcome them', null],
  ])
  expect(await lines({ team: 'sales' })).toEqual([
    ['bolt', 'dan', 'Offer a call', null],
    ['core', 'dan', 'Offer a call', 'budget'],
    ['acme', 'dan', 'Prepare the renewal', null],
  ])
  const { sentence, renewals } = await telltale.today({ assignee: 'dan' })
  expect(sentence).toBe('3 tasks, of which 1 alert beyond the week’s budget waits.')
  // What ana could do for a team that asks nothing of her is no room.
  expect((await telltale.today({ assignee: 'ana' })).sentence).toBe('2 tasks, room for 10.')
  expect(renewals.map(({ account, inDays, assignee }) => [account, inDays, assignee])).toEqual([['acme', 59, 'dan']])

  await telltale.noteAbsence({ person: 'ben', from: '2026-03-03', to: '2026-03-04', cover: null, by: 'lea' })
  await telltale.sayPulse('core', { colour: 'red', note: 'They asked for a refund', by: 'ana', until: '2026-03-03' })
  const [first, , third] = (await telltale.today({ team: 'success' })).tasks
  expect(first?.because).toBe(
    'Onboarding too early since 2 Mar; 0 of 1 step done, not yet notes; pays nothing yet; ana says red: “They asked for a refund”.',
  )
  expect([third?.account, third?.assignee, third?.insteadOf]).toEqual(['bolt', 'ana', 'ben'])
  const { data, sentence: stands } = await telltale.team()
  expect(stands).toBe('6 tasks due, 0 overdue, 1 waiting; 1 of the team has more accounts than a portfolio holds.')
  expect(
    data.map((row) => [row.team, row.assignee, row.tasks, row.accounts, row.alerts, row.waiting, row.away]),
  ).toEqual([
    ['product', 'ana', 0, 3, 0, 0, null],
    ['sales', 'dan', 3, 3, 2, 1, null],
    ['success', 'ana', 3, 2, 0, 0, null],
    ['success', 'ben', 0, 1, 0, 0, { from: '2026-03-03', to: '2026-03-04', cover: null }],
  ])

  const core = (await telltale.today({ team: 'success' })).tasks[0]!
  const act = await telltale.actOnTask(core.id, { what: 'done', by: 'ana', result: 'contacted', note: '' })
  expect([act.account, act.what, act.at]).toEqual(['core', 'done', '2026-03-03T10:00:00.000Z'])
  expect((await lines({ team: 'success' })).map(([account]) => account)).toEqual(['acme', 'bolt'])
  await telltale.undoTask(core.id, 'ana')
  expect((await lines({ team: 'success' })).map(([account]) => account)).toEqual(['core', 'acme', 'bolt'])
  await expect(telltale.undoTask(core.id, 'ana')).rejects.toMatchObject({ code: 'not_found' })
  await expect(telltale.sayPulse('none', { colour: 'red', note: '', by: 'ana' })).rejects.toMatchObject({
    code: 'not_found',
  })

  // The pulse is beside what is computed, and over after its last day; of a past day one sees what was said by then.
  expect((await telltale.account('core'))?.pulse).toMatchObject({ colour: 'red', until: '2026-03-03', by: 'ana' })
  expect((await telltale.account('core', { asOf: '2026-03-02' }))?.pulse).toMatchObject({ colour: 'red' })
  now = Date.parse('2026-03-04T00:00:05Z')
  await telltale.advance()
  expect((await telltale.account('core'))?.pulse).toBeNull()
  expect((await telltale.account('core', { asOf: '2026-03-02' }))?.pulse).toBeNull()
  await telltale.close()
  rmSync(dataDir, { recursive: true })
})
