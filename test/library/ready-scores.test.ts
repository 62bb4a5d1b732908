import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, test } from 'vitest'
import { compileModel } from '../../src/config/compile/compile-model.ts'
import type { ScoreStanding } from '../../src/contract/scores.ts'
import * as t from '../../src/index.ts'

const events = {
  note: t.event('Note Written', { kind: 'core', feature: 'notes' }),
  tag: t.event('Tag Added', { kind: 'depth', feature: 'tags' }),
  invite: t.event('Invite Sent', { kind: 'team', feature: 'people' }),
  comment: t.event('Comment Added', { kind: 'depth', feature: 'comments' }),
  ticket: t.event('Ticket Opened', { kind: 'support' }),
  unpaid: t.event('Payment Failed'),
  premium: t.event('Premium Feature Attempted', { kind: 'intent' }),
}
const inputs = { core: 'note', tickets: 'ticket', failedPayments: 'unpaid' } as const
const rest = {
  events,
  segments: {
    size: t.bands(t.members(), { small: 1, large: 3 }),
    age: t.cases({ new: t.tenure('days').under(9) }),
  },
  entitlements: { seats: t.limit(t.members(), { byPlan: { free: 4 } }) },
  activation: {
    milestones: {
      firstNote: t.milestone('core').when(t.count('note').atLeast(1)),
      firstInvite: t.milestone('team').when(t.count('invite').atLeast(1)),
    },
  },
} as const
const config = t.defineConfig({
  ...rest,
  scores: {
    health: t.customerHealth(inputs),
    fitted: t.customerHealth({ ...inputs, small: { size: 'small' }, fresh: { age: 'new' } }),
    readiness: t.expansionReadiness({ limit: 'seats', premium: 'premium', invites: 'invite' }),
  },
})

type Life = {
  /** Days of March on which Ana writes a note, the first one and the last. */
  readonly notes?: readonly [first: number, last: number]
  readonly people?: number
  readonly active?: number
  /** What is done on the last of these days, beside. */
  readonly beside?: readonly string[]
}
const BESIDE = ['Tag Added', 'Invite Sent', 'Comment Added']
/** Each other account is like `full`, but for one input. */
const LIVES: Readonly<Record<string, Life>> = {
  full: {},
  stalled: { beside: ['Tag Added', 'Comment Added'] },
  quiet: { notes: [1, 16] },
  rare: { notes: [21, 28] },
  half: { active: 1 },
  thin: { people: 4, active: 1 },
  shallow: { beside: ['Invite Sent'] },
  asking: { beside: [...BESIDE, 'Ticket Opened', 'Ticket Opened'] },
  owing: { beside: [...BESIDE, 'Payment Failed'] },
  trying: { beside: [...BESIDE, 'Invite Sent', ...Array<string>(2).fill('Premium Feature Attempted')] },
}

function messagesOf(account: string, { notes = [13, 28], people = 2, active = 2, beside = BESIDE }: Life, day: number) {
  const [first, last] = notes
  const by = (user: number, event: string) => ({
    ...{ type: 'track', event, userId: `${account}-${user}` },
    context: { groupId: account },
  })
  const joins = Array.from({ length: people }, (_, user) => ({
    ...{ type: 'group', userId: `${account}-${user}`, groupId: account },
    traits: { plan: 'free' },
  }))
  return [
    ...(day === first ? joins : []),
    ...(day >= first && day <= last ? [by(0, 'Note Written')] : []),
    ...(day === last ? beside.map((event) => by(0, event)) : []),
    ...(day === last && active > 1 ? [by(1, 'Note Written')] : []),
  ]
}

async function liveThrough(): Promise<(account: string) => Record<string, ScoreStanding>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ready-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true }))
  const now = Date.UTC(2026, 2, 29, 0, 0, 5)
  const telltale = await t.openTelltale({ dataDir, config, clock: { now: () => now } })
  onTestFinished(() => telltale.close())
  const lines = Array.from({ length: 28 }, (_, i) => i + 1).flatMap((day) =>
    Object.entries(LIVES).flatMap(([account, life]) =>
      messagesOf(account, life, day).map((message) =>
        JSON.stringify({ ...message, timestamp: new Date(Date.UTC(2026, 2, day, 9)).toISOString() }),
      ),
    ),
  )
  const file = join(dataDir, 'march.ndjson')
  writeFileSync(file, lines.join('\n'))
  await telltale.importFile(file)
  const read = new Map<string, Record<string, ScoreStanding>>()
  for (const account of Object.keys(LIVES)) {
    const { scores } = (await telltale.account(account))!
    read.set(account, Object.fromEntries(scores.map((score) => [score.key, score])))
  }
  return (account) => read.get(account)!
}

/** Points of a score's lines, checked to add up to its value exactly. */
function pointsOf({ value, lines }: ScoreStanding): Record<string, number | null> {
  expect(lines.reduce((sum, { points }) => sum + (points ?? 0), 0)).toBe(value)
  return Object.fromEntries(lines.map(({ name, points }) => [name, points === null ? null : Number(points.toFixed(4))]))
}

const FULL = { activation: 15, recency: 20, frequency: 15, seats: 20, depth: 15, support: 5, billing: 10 }

it('each of the seven inputs of health, each part of readiness, and other curves for the small and the new, by hand', async () => {
  const scoresOf = await liveThrough()
  const health: readonly (readonly [account: string, other: Partial<typeof FULL>, value: number, band: string])[] = [
    ['full', {}, 100, 'healthy'],
    // 40 of 65 for the milestones, two further features of three.
    ['stalled', { activation: 11.0385 }, 96.0385, 'healthy'],
    // 12 days since the last note: 16 of the 25 days from 3 to 28 are left.
    ['quiet', { recency: 12.8 }, 92.8, 'healthy'],
    ['rare', { frequency: 7.5 }, 92.5, 'healthy'],
    ['half', { seats: 13.3333 }, 93.3333, 'healthy'],
    ['thin', { seats: 6.6667 }, 86.6667, 'healthy'],
    // Two features of four; and one further feature of three takes a fifteenth of activation.
    ['shallow', { depth: 10, activation: 14 }, 94, 'healthy'],
    ['asking', { support: 3 }, 98, 'healthy'],
    ['owing', { billing: 0 }, 90, 'healthy'],
  ]
  for (const [account, other, value, band] of health) {
    const { health: told } = scoresOf(account)
    expect([account, pointsOf(told!)]).toEqual([account, { ...FULL, ...other }])
    expect([account, Number(told!.value!.toFixed(4)), told!.band]).toEqual([account, value, band])
  }
  // Small and new: 8 active days are all that is asked. Small: half of the seats, half of the features. Four people are not small.
  const fitted = (account: string) => pointsOf(scoresOf(account).fitted!)
  expect(fitted('rare')).toEqual(FULL)
  expect(fitted('half')).toEqual(FULL)
  expect(fitted('shallow')).toEqual({ ...FULL, activation: 14 })
  expect(fitted('thin')).toEqual({ ...FULL, seats: 6.6667 })

  const readiness = (account: string) => {
    const { readiness: told } = scoresOf(account)
    return [pointsOf(told!), told!.band]
  }
  // Two seats of four are half of the limit; a note a day is the one feature of four used once a week.
  const usual = { limit: 0, premium: 0, team: 6.6667, use: 15, depth: 3.3333 }
  expect(readiness('full')).toEqual([usual, 'not yet'])
  expect(readiness('thin')).toEqual([{ ...usual, limit: 30 }, 'warming'])
  expect(readiness('trying')).toEqual([{ ...usual, premium: 16.6667, team: 13.3333 }, 'warming'])
  expect(readiness('rare')).toEqual([{ ...usual, use: 7.5 }, 'not yet'])
}, 60_000)

describe('a ready score', () => {
  test('says in a sentence what it is made of', () => {
    const { model } = compileModel(config)
    expect(model!.scores.map(({ key, sentence }) => [key, sentence])).toEqual([
      [
        'fitted',
        expect.stringMatching(/^0 to 100: up to 15 for activation \(activation score\), up to 10 for billing/),
      ],
      [
        'health',
        '0 to 100: up to 15 for activation (activation score), up to 10 for billing (Payment Failed in the last 28 days), up to 15 for depth (share of the 4 features used in the last 28 days), up to 15 for frequency (days with activity in the last 28 days), up to 20 for recency (days since the last Note Written), up to 20 for seats (active members in the last 28 days as a share of members) and up to 5 for support (Ticket Opened in the last 28 days).',
      ],
      [
        'readiness',
        '0 to 100: up to 10 for depth (share of the 4 features used at least 4 times in the last 28 days), up to 30 for limit (members as a share of the limit), up to 25 for premium (Premium Feature Attempted in the last 28 days), up to 20 for team (Invite Sent in the last 28 days) and up to 15 for use (days with activity in the last 28 days).',
      ],
    ])
  })

  const faults: readonly (readonly [string, Partial<t.ConfigInput>, readonly string[]])[] = [
    [
      'without its tickets',
      { scores: { health: t.customerHealth({ core: 'note', failedPayments: 'unpaid' } as never) } },
      ['wrong_argument: customerHealth() needs tickets, and was given none.'],
    ],
    [
      'without anything',
      { scores: { ready: t.expansionReadiness({} as never) } },
      [
        ...['limit', 'premium', 'invites'].map(
          (name) => `wrong_argument: expansionReadiness() needs ${name}, and was given none.`,
        ),
        'unknown_name: There is no limit called "". There are: seats.',
      ],
    ],
    [
      'without activation',
      { scores: { health: t.customerHealth(inputs) }, activation: undefined as never },
      ['unknown_name: There is no activation called "activation". There are none.'],
    ],
    [
      'of an event that is not there',
      { scores: { health: t.customerHealth({ ...inputs, tickets: 'tickets' }) } },
      [expect.stringMatching(/^unknown_name: There is no event called "tickets"/) as never],
    ],
    [
      'of a limit that is not there',
      { scores: { ready: t.expansionReadiness({ limit: 'disk', premium: 'premium', invites: 'invite' }) } },
      ['unknown_name: There is no limit called "disk". There are: seats.'],
    ],
    [
      'of a group that is not there',
      { scores: { health: t.customerHealth({ ...inputs, small: { size: 'tiny' } }) } },
      [expect.stringMatching(/^unknown_name: There is no group of the segment size called "tiny"/) as never],
    ],
  ]
  test.each(faults)('%s is refused', (_, part, expected) => {
    const { problems } = compileModel(t.defineConfig({ ...rest, ...part } as t.ConfigInput))
    expect([...new Set(problems.map(({ code, message }) => `${code}: ${message}`))]).toEqual(expected)
  })
})
