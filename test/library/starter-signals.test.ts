import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { compileModel } from '../../src/config/compile/compile-model.ts'
import * as t from '../../src/index.ts'

const s = t.starterSignals
const config = t.defineConfig({
  events: {
    note: t.event('Note Written', { kind: 'core', feature: 'notes' }),
    tag: t.event('Tag Added', { kind: 'depth', feature: 'tags' }),
    invite: t.event('Invite Sent', { kind: 'team', feature: 'people' }),
    failed: t.event('Save Failed', { kind: 'other' }),
    ticket: t.event('Ticket Opened', { kind: 'support' }),
    payment: t.event('Payment Failed', { kind: 'other' }),
    pricing: t.event('Pricing Viewed', { kind: 'intent' }),
    premium: t.event('Premium Feature Attempted', { kind: 'intent' }),
    adminLeft: t.event('Admin Removed', { kind: 'other' }),
  },
  entitlements: { seats: t.limit(t.members(), { byPlan: { free: 3, pro: null } }) },
  activation: { milestones: { notes: t.milestone('core').when(t.count('note').atLeast(2)) } },
  outcomes: { churned: t.churned(), converted: t.converted(), expanded: t.expanded() },
  teams: { success: t.team({ people: ['ana'] }), sales: t.team({ people: ['dan'] }) },
  signals: {
    ...s.six('note'),
    slowDecline: s.slowDecline(),
    coreDecline: s.coreDecline('note'),
    seatsThin: s.seatsThin(),
    adminsQuiet: s.adminsQuiet(['admin']),
    adminRemoved: s.adminRemoved('adminLeft'),
    championQuiet: s.championQuiet('admin'),
    adminAdded: s.adminAdded('admin', 'owner'),
    seatsFalling: s.seatsFalling('seats'),
    oneDoesAll: s.oneDoesAll('note'),
    billingCuriosity: s.billingCuriosity('pricing', 'admin'),
    oneAndDone: s.oneAndDone('tag'),
    paymentFailed: s.paymentFailed('payment'),
    ticketSurge: s.ticketSurge('ticket'),
    errorsHigh: s.errorsHigh('failed', ['note', 'failed']),
    fastActivator: s.fastActivator(),
    streak: s.streak(),
    resurrected: s.resurrected(),
    pricingInterest: s.pricingInterest('pricing'),
    paywallHit: s.paywallHit('premium'),
    limitNear: s.limitNear('seats'),
    inviteWave: s.inviteWave('invite'),
    usageRise: s.usageRise(),
    featureAdopted: s.featureAdopted(),
    domainCluster: s.domainCluster(),
  },
})

it('every signal of the pack compiles, says what it predicts and what is to be done, and six are the beginning', () => {
  const { model, problems } = compileModel(config)
  expect(problems).toEqual([])
  const names = Object.keys(s).filter((name) => name !== 'six' && name !== 'habit')
  expect(model!.signals.map(({ key }) => key).sort()).toEqual([...names, 'habit'].sort())
  expect(Object.keys(s.six('note')).sort()).toEqual([
    ...['habit', 'powerAccount', 'stalledOnboarding', 'teamGrowing', 'usageDrop', 'wentSilent'],
  ])
  for (const { key, predicts, suggest } of model!.signals) {
    expect([key, predicts?.outcome, suggest?.team]).toEqual([
      key,
      expect.stringMatching(/^(churned|converted|expanded)$/),
      expect.stringMatching(/^(success|sales)$/),
    ])
  }
})

it('accounts that look at prices, invite, ask for help, stall or fail to pay are on the worklist the day after at the latest', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'starter-'))
  let now = Date.parse('2026-03-02T09:00:00Z')
  const telltale = await t.openTelltale({ dataDir, config, clock: { now: () => now } })
  const account = (groupId: string) => ({ type: 'group', userId: `of-${groupId}`, groupId, traits: { plan: 'free' } })
  const track = (account: string, event: string, times = 1) =>
    Array.from({ length: times }, () => ({
      type: 'track',
      event,
      userId: `of-${account}`,
      context: { groupId: account },
    }))
  await telltale.send(['looks', 'invites', 'asks', 'stalls', 'owes'].map(account))
  await telltale.send(['looks', 'invites', 'asks', 'owes'].flatMap((one) => track(one, 'Note Written')))
  now = Date.parse('2026-03-09T10:00:00Z')
  await telltale.advance()
  const open = async () => {
    const { tasks } = await telltale.today()
    return tasks.map(({ account, assignee, reasons }) => [account, assignee, reasons.map(({ title }) => title)]).sort()
  }
  // Seven days old at the close of the 8th would be 2 March plus 7: told at the close of the 9th.
  expect(await open()).toEqual([])
  await telltale.send([...track('looks', 'Pricing Viewed', 2), ...track('asks', 'Ticket Opened', 2)])
  await telltale.send([...track('invites', 'Invite Sent', 3), ...track('owes', 'Payment Failed')])
  expect(await open()).toEqual([['owes', 'ana', ['Payment failed']]])
  await telltale.send([...track('looks', 'Pricing Viewed'), ...track('asks', 'Ticket Opened')])
  now = Date.parse('2026-03-10T00:00:05Z')
  await telltale.advance()
  expect(await open()).toEqual([
    ['asks', 'ana', ['Ticket surge']],
    ['invites', 'ana', ['Invite wave']],
    ['looks', 'dan', ['Pricing interest']],
    ['owes', 'ana', ['Payment failed']],
    ['stalls', 'ana', ['Stalled onboarding']],
  ])
  await telltale.close()
  rmSync(dataDir, { recursive: true })
})
