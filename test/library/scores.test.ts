import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import * as t from '../../src/index.ts'

const config = t.defineConfig({
  events: {
    note: t.event('Note Written', { kind: 'core', feature: 'notes' }),
    invite: t.event('Invite Sent', { kind: 'team', feature: 'people' }),
    tag: t.event('Tag Added', { kind: 'depth', feature: 'tags' }),
    pricing: t.event('Pricing Viewed', { kind: 'intent' }),
  },
  entitlements: { seats: t.limit(t.members(), { byPlan: { free: 2, pro: null } }) },
  activation: {
    milestones: {
      firstNote: t.milestone('core').when(t.count('note').atLeast(1)),
      invites: t.milestone('team').when(t.count('invite').atLeast(2)),
    },
  },
  scores: {
    health: t
      .score({
        usage: t.part(60, t.count('note', t.days(7)), t.rising(0, 10)),
        activation: t.part(40, t.activation('score'), t.rising(0, 100)),
      })
      .bands({ healthy: 70, watch: 40, 'at risk': 0 }),
    interest: t.decaying({ pricing: t.points(20, t.days(10)) }).bands({ warm: 0, hot: 50 }),
  },
  signals: {
    ready: t
      .signal('expansion')
      .when(t.all(t.limitUse('seats').atLeast(1), t.milestone('invites').done(), t.score('interest').over(30))),
    unwell: t.signal('risk').when(t.inBand('health', 'at risk')),
  },
})

it('milestones, scores and limits, from the event to the page', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'scores-'))
  let now = Date.parse('2026-03-02T09:00:00Z')
  const telltale = await t.openTelltale({ dataDir, config, clock: { now: () => now } })
  const by = (userId: string, event: string) => ({ type: 'track', event, userId, context: { groupId: 'acme' } })
  const joins = (userId: string) => ({ type: 'group', userId, groupId: 'acme', traits: { plan: 'free' } })
  await telltale.send([joins('ana'), by('ana', 'Note Written'), by('ana', 'Invite Sent'), by('ana', 'Pricing Viewed')])
  now = Date.parse('2026-03-03T10:30:00Z')
  await telltale.send([joins('ben'), by('ben', 'Note Written'), by('ana', 'Invite Sent'), by('ben', 'Tag Added')])
  await telltale.send(Array.from({ length: 3 }, () => by('ben', 'Pricing Viewed')))
  now = Date.parse('2026-03-04T00:00:05Z')
  await telltale.advance()

  const acme = await telltale.account('acme')
  expect(acme?.activation).toMatchObject({
    ...{ signedUpAt: '2026-03-02T09:00:00.000Z', activatedAt: '2026-03-03T10:30:00.000Z', speed: 'fast', late: false },
    ...{ fully: true, provisional: true, setUpBurst: false, checklist: 1 },
    onboarding: { status: 'green', because: 'all steps within 14 days, and a team at work' },
  })
  expect(acme?.activation?.milestones.map(({ key, progress, doneAt }) => [key, progress, doneAt])).toEqual([
    ['firstNote', 1, '2026-03-02T09:00:00.000Z'],
    ['invites', 1, '2026-03-03T10:30:00.000Z'],
  ])
  const [health, interest] = acme?.scores ?? []
  expect([health?.band, health?.bandSince, health?.completeness]).toEqual(['watch', '2026-03-03', 1])
  expect(health?.lines.map(({ name, value }) => [name, value])).toEqual([
    ['activation', acme?.activation?.score.value],
    ['usage', 2],
  ])
  expect(health?.lines.reduce((sum, { points }) => sum + points!, 0)).toBe(health?.value)
  // Ana's one visit has faded by a tenth; Ben's three are worth 60, and count for no more than 40.
  expect([interest?.value, interest?.band]).toEqual([58, 'hot'])
  expect(interest?.lines.reduce((sum, { points }) => sum + points!, 0)).toBe(58)
  expect(acme?.explanations.map(({ signal, state }) => [signal, state])).toEqual([
    ['ready', 'on'],
    ['unwell', 'off'],
  ])
  const [change] = (await telltale.account('acme', { since: '2026-03-02' }))?.scores.map((one) => one.change) ?? []
  const before = (await telltale.account('acme', { asOf: '2026-03-02' }))?.scores[0]
  expect(change).toMatchObject({
    since: '2026-03-02',
    total: health!.value! - before!.value!,
    config: 0,
    missingData: 0,
    configOf: 'day',
  })
  expect(change!.parts.map(({ name, points }) => [name, points > 0])).toEqual([
    ['activation', true],
    ['usage', true],
  ])
  expect(change!.parts.reduce((sum, { points }) => sum + points, 0)).toBe(change!.behaviour)
  const { data } = await telltale.accounts()
  expect(data[0]?.bands).toEqual([
    { score: 'activation', band: 'activated', value: null, sinceDay: '2026-03-03' },
    { score: 'health', band: 'watch', value: health!.value, sinceDay: '2026-03-03' },
    { score: 'interest', band: 'hot', value: 58, sinceDay: '2026-03-03' },
    { score: 'onboarding', band: 'green', value: null, sinceDay: '2026-03-03' },
  ])

  // Eight days on nobody has been heard of: a silent source makes the score unknown, not red.
  now = Date.parse('2026-03-13T00:00:05Z')
  await telltale.advance()
  const later = await telltale.account('acme')
  expect([later?.scores[0]?.value, later?.scores[0]?.band, later?.scores[0]?.completeness]).toEqual([null, null, 0])
  expect((await telltale.account('acme', { asOf: '2026-03-03' }))?.scores[0]).toEqual(health)
  await telltale.close()
  rmSync(dataDir, { recursive: true })
})
