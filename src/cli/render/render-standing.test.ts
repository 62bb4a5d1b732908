import { expect, test } from 'vitest'
import type { ActivationStanding, ScoreStanding } from '../../contract/scores.ts'
import { renderLedger, renderStanding } from './render-standing.ts'

const HEALTH: ScoreStanding = {
  ...{ key: 'health', title: 'Health', value: 61.25, band: 'watch', bandSince: '2026-03-03', completeness: 0.8 },
  lines: [
    {
      name: 'usage',
      label: 'reports in the last 7 days',
      value: 3,
      unit: 'count',
      points: 46.25,
      most: 62.5,
      frozen: null,
    },
    {
      name: 'people',
      label: 'share of members active',
      value: 0.5,
      unit: 'share',
      points: 15,
      most: 37.5,
      frozen: null,
    },
    {
      name: 'tickets',
      label: 'tickets in the last 28 days',
      value: null,
      unit: 'count',
      points: null,
      most: null,
      frozen: null,
    },
  ],
  exceptions: [{ name: 'payment failed', band: null }],
  change: {
    ...{ since: '2026-02-27', total: -8.75, behaviour: -10, config: 0, missingData: 1.25, configOf: 'day' },
    parts: [
      { name: 'usage', points: -10 },
      { name: 'people', points: 0 },
    ],
  },
  sentence: '0 to 100: up to 50 for usage.',
}

const ACTIVATION: ActivationStanding = {
  ...{
    signedUpAt: '2026-03-01T09:00:00.000Z',
    age: 9.6,
    withinDays: 14,
    activatedAt: '2026-03-06T11:00:00.000Z',
    days: 5.08,
  },
  ...{ speed: 'normal', late: false, fully: true, provisional: true, setUpBurst: false, checklist: 1 },
  onboarding: { status: 'yellow', because: 'all steps done, but late' },
  milestones: [
    {
      ...{ key: 'first', title: 'First', category: 'core', required: true, progress: 1, days: 1 },
      ...{ doneAt: '2026-03-02T20:00:00.000Z', sentence: 'Project Created is at least 1' },
    },
  ],
  score: { ...HEALTH, key: 'activation', exceptions: [], change: null, completeness: null, lines: [] },
  sentence: 'An account is activated when first is done.',
}

test('a change whose former config cannot be read says so instead of a number', () => {
  const lines = renderLedger({ ...HEALTH, change: { ...HEALTH.change!, configOf: 'now' } }).split('\n')
  expect(lines.filter((line) => line.includes('config'))).toEqual([
    '    config: not told, that of the day cannot be read any more',
  ])
})

test('onboarding and each score have a line', () => {
  expect(renderStanding({ scores: [HEALTH], activation: ACTIVATION })).toEqual([
    'onboarding: yellow (all steps done, but late); activated on 2026-03-06, day 5 (normal); 1 of 1 milestones; fully activated',
    'activation: 61.3, band watch since 2026-03-03',
    'health: 61.3, band watch since 2026-03-03, 80 % of its data, ! payment failed: usage 46.3 of 62.5, people 15.0 of 37.5, tickets ?',
  ])
})

test('a score of tiers stands in one of its bands, or in none', () => {
  const tiers = { ...HEALTH, key: 'priority', value: null, completeness: null, lines: [], exceptions: [] }
  expect(renderStanding({ scores: [tiers, { ...tiers, band: null, bandSince: null }], activation: null })).toEqual([
    'priority: band watch since 2026-03-03',
    'priority: in none of its bands',
  ])
})

test('a score in full: points as shown add up to the value as shown, and why it changed', () => {
  expect(renderLedger(HEALTH).split('\n')).toEqual([
    'health: 61.3, band watch since 2026-03-03, 80 % of its data, ! payment failed',
    '    46.3 of 62.5  usage: reports in the last 7 days = 3',
    '    15.0 of 37.5  people: share of members active = 50 %',
    '   no fresh data  tickets: tickets in the last 28 days',
    '            61.3  together',
    '  since 2026-02-27: -8.7',
    '    behaviour -10.0 (usage -10.0)',
    '    config 0.0',
    '    missing data +1.3',
    '    0 to 100: up to 50 for usage.',
  ])
})
