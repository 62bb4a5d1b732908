import { describe, expect, test } from 'vitest'
import {
  bands,
  count,
  days,
  defineConfig,
  event,
  inSegment,
  milestone,
  part,
  property,
  rising,
  score,
  signal,
  trait,
} from '../../index.ts'
import { compileModel } from '../compile/compile-model.ts'
import type { Model } from '../model.ts'
import { diffModels } from './diff-models.ts'

type Changes = {
  timezone?: string
  threshold?: number
  window?: number
  action?: string
  severity?: string
  large?: number
  off?: boolean
}

function modelOf(changes: Changes = {}): Model {
  const { timezone = 'UTC', threshold = 3, window = 7, action = 'Call', severity = 'high', large = 50 } = changes
  const noisy = signal('risk')
    .for(inSegment('size', 'large'))
    .when(count('urgent', days(window)).atLeast(threshold))
    .suggest({ team: 'support', action })
  const config = defineConfig({
    product: { timezone },
    events: { urgent: event('Ticket Opened', { where: property('severity').is(severity) }) },
    segments: { size: bands(trait('seats'), { small: 1, large }) },
    signals: { noisy: changes.off ? noisy.off() : noisy },
  })
  return compileModel(config).model!
}

describe('diffModels', () => {
  const stories: readonly (readonly [string, Changes, readonly string[]])[] = [
    ['nothing', {}, ['Nothing changes.']],
    [
      'a threshold',
      { threshold: 5 },
      ['Nothing is recomputed, but 1 signal is judged again.', 'Judged again with other thresholds: noisy.'],
    ],
    ['a text', { action: 'Write' }, ['Nothing is recomputed.', 'Only other texts: noisy.']],
    ['off', { off: true }, ['Nothing is recomputed.', 'Switched off; open episodes close with cause config: noisy.']],
    [
      'a window',
      { window: 14 },
      ['1 quantity to fold from the facts.', 'Defined anew, and seeded by a silent replay: noisy.'],
    ],
    [
      'a condition on a property',
      { severity: 'urgent' },
      [
        '1 measure to count from the events: Ticket Opened by severity.',
        '1 quantity to fold from the facts.',
        'Defined anew, and seeded by a silent replay: noisy.',
      ],
    ],
    ['a band', { large: 60 }, ['Nothing is recomputed.', 'Defined anew, and seeded by a silent replay: noisy.']],
    ['the time zone', { timezone: 'Europe/Berlin' }, ['The time zone changes: everything is rebuilt from the events.']],
  ]
  test.each(stories)('%s', (_, changes, sentences) => {
    expect(diffModels(modelOf(), modelOf(changes)).sentences).toEqual(sentences)
  })

  test('as data: a window folds one quantity and forgets another, and counts nothing new', () => {
    const { sentences: _, ...diff } = diffModels(modelOf(), modelOf({ window: 14 }))
    const node = (model: Model): string =>
      `account:${model.graph.account.find(({ expr }) => expr.kind === 'count')!.id}`
    expect(diff).toEqual({
      same: false,
      rebuild: [],
      measures: { added: [], removed: [] },
      quantities: { added: [node(modelOf({ window: 14 }))], removed: [node(modelOf())] },
      signals: {
        added: [],
        removed: [],
        redefined: ['noisy'],
        rejudged: [],
        switchedOn: [],
        switchedOff: [],
        reworded: [],
      },
      rules: { added: [], removed: [], redefined: [] },
      worklist: false,
    })
  })
})

test('a milestone with another target, a band that begins elsewhere, and a band that is new', () => {
  const build = (target: number, bandsOf: Record<string, number>): Model => {
    const first = milestone('core').when(count('urgent').atLeast(target))
    const load = score({ tickets: part(100, count('urgent', days(7)), rising(0, 5)) })
    const config = defineConfig({
      events: { urgent: event('Ticket Opened', { kind: 'core' }) },
      activation: { milestones: { first } },
      scores: { load: load.bands(bandsOf) },
    })
    return compileModel(config).model!
  }
  const { sentences } = diffModels(build(1, { low: 0, high: 50 }), build(2, { low: 0, high: 60, top: 90 }))
  expect(sentences.filter((one) => !one.includes('to fold from the facts'))).toEqual([
    'New, and seeded by a silent replay: account band.load.top.',
    'Defined anew, and seeded by a silent replay: account milestone.first, account activation.activated, account band.activation.activated, account band.activation.partially activated, account band.activation.at risk, account band.activation.not activated, account band.onboarding.green, account band.onboarding.too early, account band.onboarding.yellow, account band.onboarding.red, account band.load.high, account band.load.low.',
  ])
})
