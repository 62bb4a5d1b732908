import { expect, it } from 'vitest'
import type { EpisodeRow } from '../../contract/episodes.ts'
import type { EpisodeChange, EvidenceItem, Explanation } from '../../contract/explanation.ts'
import { renderExplanations, renderInFull } from './render-explanation.ts'

const ACME = { key: 'acme', name: 'Acme', asOf: '2026-03-01', configOf: 'day' } as const

/** A signal that counts things, so far from its threshold of 10. */
function signalOf(title: string, state: Explanation['state'], value: number): Explanation {
  const holds = value >= 10
  const one = { quantity: 'things', text: null, op: '>=', threshold: 10, unit: 'count', parts: null, events: null }
  const comparison = { ...one, label: 'things', value, distance: Math.abs(10 - value), holds, sentence: '' }
  return {
    signal: title,
    title,
    type: 'risk',
    level: 'account',
    clock: 'trend',
    state,
    since: null,
    sinceDay: state === 'on' ? '2026-02-20' : null,
    sentence: `things ${value}`,
    definition: '',
    conditions: [{ role: 'when', sentence: '', holds, needed: 1, comparisons: [comparison] }],
    suggest: null,
    change: null,
  }
}

it('says by which configuration, where it is not that of the day', () => {
  const [heading] = renderExplanations({ ...ACME, configOf: 'now' }, [signalOf('First', 'on', 12)]).split('\n')
  expect(heading).toBe(
    'Acme (acme), at the close of 2026-03-01, by the present configuration: that of the day cannot be read any more',
  )
})

it('forty signals take twelve lines: those that are on, the nearest to turning, and the names of the rest', () => {
  const off = Array.from({ length: 36 }, (_, i) => signalOf(`Off ${i % 10}`, 'off', i % 10))
  const text = renderExplanations(ACME, [
    ...off,
    signalOf('First', 'on', 12),
    signalOf('Second', 'on', 11),
    signalOf('Elsewhere', 'not_applicable', 0),
    signalOf('Asleep', 'disabled', 0),
  ])
  const lines = text.split('\n')
  expect(lines).toHaveLength(12)
  expect(lines.slice(0, 5)).toEqual([
    'Acme (acme), at the close of 2026-03-01',
    'ON  First since 2026-02-20: things 12',
    'ON  Second since 2026-02-20: things 11',
    'off Off 9: things 9',
    'off Off 9: things 9',
  ])
  expect(lines[9]).toBe('… and 30 more (--signal shows each): Off 7, Off 7, Off 7, Off 6, Off 6, Off 6, …')
  expect(lines.slice(10)).toEqual([
    'n/a Elsewhere: only for other accounts',
    '–   Asleep: switched off in the configuration',
  ])
})

/** The episode of a signal that opened on 2 March and is still open. */
function openedBy(signal: string, evidence: EvidenceItem[]): EpisodeRow {
  const openedAt = '2026-03-02T12:00:00.000Z'
  const opening: EpisodeChange = {
    ...{ what: 'opened', at: openedAt, asOf: '2026-03-02', cause: 'behaviour' },
    ...{ values: [], evidence },
  }
  return {
    ...{ id: `${signal}/acme/1`, signal, title: signal, type: 'risk', entityName: 'Acme', ordinal: 1 },
    entity: { level: 'account', account: 'acme' },
    ...{ openedAt, closedAt: null, escalatedAt: null, changes: [opening], outcome: null },
  }
}

it('one signal in full names the limit with what set it, and says of each part when it was known, where that was later', () => {
  const [ts, knownAt] = ['2026-03-01T23:00:00.000Z', '2026-03-02T12:00:00.000Z']
  const limit = { kind: 'entitlement', label: 'limit of seats', trait: 'plan', from: ts, knownAt } as const
  const event = { kind: 'event', name: 'Limit Reached', actor: 'u:bo', ts } as const
  const text = renderInFull(ACME, signalOf('Limit', 'on', 12), [
    openedBy('Limit', [
      { ...event, messageId: 'm1', knownAt },
      { ...event, messageId: 'm2', knownAt: null },
      {
        ...{ kind: 'days', label: 'invites' },
        days: [
          { day: '2026-02-27', n: 1, knownDay: '2026-03-01' },
          { day: '2026-03-01', n: 4, knownDay: '2026-03-01' },
        ],
      },
      { kind: 'gauge', label: 'latest seats', value: 5, day: '2026-03-01', knownDay: '2026-03-02' },
      { ...limit, said: 'free', limit: 5 },
      { ...limit, said: 'pro', limit: null },
      { ...limit, label: 'property seats', trait: 'seats', said: 5, limit: 5 },
    ]),
  ])
  const lines = text.split('\n')
  expect(lines.slice(lines.findIndex((line) => line.includes('made true by')) + 1)).toEqual([
    '      Limit Reached by bo at 2026-03-01T23:00:00.000Z, message m1, known since 2026-03-02',
    '      Limit Reached by bo at 2026-03-01T23:00:00.000Z, message m2',
    '      invites: 2026-02-27 (1, known since 2026-03-01), 2026-03-01 (4)',
    '      latest seats 5: reported on 2026-03-01, known since 2026-03-02',
    '      limit of seats: 5, as plan is free, known since 2026-03-02',
    '      limit of seats: no limit, as plan is pro, known since 2026-03-02',
    '      property seats: 5, known since 2026-03-02',
  ])
})

it('nothing that a name carries reaches the terminal but its text', () => {
  const text = renderExplanations({ ...ACME, name: '\u001b[31mred\u202e' }, [signalOf('A\u0007B', 'on', 11)])
  expect(text).toBe('�[31mred� (acme), at the close of 2026-03-01\nON  A�B since 2026-02-20: things 11')
})

it('without signals it says so', () => {
  expect(renderExplanations(ACME, [])).toBe('Acme (acme), at the close of 2026-03-01\nNo signals apply.')
})
