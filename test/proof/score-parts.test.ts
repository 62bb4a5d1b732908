import { expect, it } from 'vitest'
import {
  churned,
  count,
  days,
  decaying,
  defineConfig,
  event,
  milestone,
  part,
  points,
  rising,
  score,
} from '../../src/index.ts'
import { openPast, pays, prove, track } from './open-past.ts'

const config = defineConfig({
  events: { note: event('Note Written', { kind: 'core' }), view: event('Page Viewed', { kind: 'other' }) },
  outcomes: { churned: churned() },
  scores: {
    health: score({
      notes: part(50, count('note', days(28)), rising(0, 4)),
      views: part(50, count('view', days(28)), rising(0, 4)),
    }).bands({ well: 60, middling: 30, poor: 0 }),
  },
})

/** Eighty accounts: those who write three notes or more stay, most who write fewer leave; how many pages one views has nothing to do with it. */
function* past(): Generator<object> {
  for (let i = 0; i < 80; i++) {
    const account = `a${String(i).padStart(2, '0')}`
    const notes = i % 5
    const leaves = notes <= 2 && i % 16 !== 0
    for (let n = 0; n < notes; n++) yield track(account, 'Note Written', `02-0${n + 1}`)
    for (let n = 0; n < Math.floor(i / 5) % 5; n++) yield track(account, 'Page Viewed', `02-0${n + 1}`)
    yield track(account, 'Page Viewed', '02-06')
    yield pays(account, '01-10', leaves ? { cancelDecidedAt: '2026-02-20T09:00:00Z', to: '2026-03-04T00:00:00Z' } : {})
    yield track(account, 'Page Viewed', '03-20')
  }
}

it('of a score it is told how often each tenth of it had the outcome, and what it would be without each of its parts', async () => {
  const story = await openPast(config, '2026-03-21T12:00:00Z', [...past()])
  const { proofs } = await prove(story.project(), { what: 'health', within_days: 30, gap_days: 0 })
  const proof = proofs[0]!
  if (proof.kind !== 'score') throw new Error('no score')
  expect(proof.parts.map(({ name }) => name)).toEqual(['notes', 'views'])
  const [notes, views] = proof.parts.map(({ difference }) => difference!)
  expect(notes!.lower).toBeGreaterThan(0.1)
  expect(views!.upper).toBeLessThan(0)
  // Whoever leaves on 20 February came into the band of the likeliest before.
  const { median, in_time: inTime } = proof.notice!
  expect([median > 0, median <= 30, inTime]).toEqual([true, true, 1])
  const { tenths } = proof
  expect(tenths.length).toBeGreaterThan(2)
  // Everybody is in one of them, nobody in two, and what they had adds up.
  const sum = (of: (one: (typeof tenths)[number]) => number) => tenths.reduce((total, one) => total + of(one), 0)
  expect([sum(({ accounts }) => accounts), sum(({ outcomes }) => outcomes)]).toEqual([
    proof.outcomes + proof.non_outcomes,
    proof.outcomes,
  ])
  expect(tenths.slice(1).every(({ from }, i) => from > tenths[i]!.to)).toBe(true)
  expect(tenths[0]!.rate!.estimate).toBeGreaterThan(tenths.at(-1)!.rate!.estimate)
}, 60_000)

/** Points that fade are of members. */
function members(): object[] {
  const accounts = Array.from({ length: 80 }, (_, i) => `a${String(i).padStart(2, '0')}`)
  return accounts.map((account) => ({
    ...{ type: 'group', groupId: account, userId: `of-${account}`, timestamp: '2026-01-31T09:00:00Z' },
    traits: { createdAt: '2026-01-31T09:00:00Z' },
  }))
}

it('a score that fades and the activation score are taken apart too', async () => {
  const fading = defineConfig({
    events: { note: event('Note Written', { kind: 'core' }), view: event('Page Viewed', { kind: 'other' }) },
    outcomes: { churned: churned() },
    scores: {
      warmth: decaying({ note: points(10), view: points(10) }).bands({ warm: 30, cool: 10, cold: 0 }),
    },
    activation: {
      milestones: {
        wrote: milestone('core').when(count('note').atLeast(3)),
        viewed: milestone('team').when(count('view').atLeast(3)),
      },
    },
  })
  const story = await openPast(fading, '2026-03-21T12:00:00Z', [
    // The record begins before they sign up.
    track('earlier', 'Note Written', '01-01'),
    ...[...past(), ...members()],
  ])
  const asked = { within_days: 30, gap_days: 0 }
  const partsOf = async (what: string) => {
    const [proof] = (await prove(story.project(), { what, ...asked })).proofs
    if (proof?.kind !== 'score') throw new Error('no score')
    return new Map(proof.parts.map(({ name, difference }) => [name, difference!]))
  }
  const warmth = await partsOf('warmth')
  expect([...warmth.keys()]).toEqual(['note', 'view'])
  expect([warmth.get('note')!.lower > 0, warmth.get('view')!.lower > 0]).toEqual([true, false])
  const activation = await partsOf('activation')
  expect([...activation.keys()]).toEqual([
    ...['viewed', 'wrote', 'speed of the first step', 'days of coming back', 'further features'],
  ])
  expect([activation.get('wrote')!.lower > 0, activation.get('viewed')!.lower > 0]).toEqual([true, false])
  // Nobody used a further feature: without it nothing changes.
  expect(activation.get('further features')!.estimate).toBe(0)
}, 60_000)
