import { expect, it } from 'vitest'
import type { Condition } from '../../src/config/expression.ts'
import { planFold } from '../../src/fold/plan/plan-fold.ts'
import { factId, modelOf, signalOf } from './build-fold.ts'

const trait = (of: 'account' | 'person', name: string): Condition => ({
  ...{ kind: 'trait', of, trait: name, op: 'is_set', value: null },
})

it('asks for the traits that numbers, segments and signals name, and for nothing else', () => {
  const model = modelOf({
    account: [{ kind: 'tenure', unit: 'days' }, { kind: 'trait', of: 'account', trait: 'seats' }, { kind: 'mrr' }],
    segments: [
      { key: 'plan', level: 'account', rule: { kind: 'trait-values', trait: 'plan', values: ['free'] }, hash: '' },
      {
        ...{ key: 'kind', level: 'account', hash: '' },
        rule: { kind: 'cases', cases: [{ name: 'partner', when: trait('account', 'partner') }] },
      },
    ],
    signals: [
      signalOf({
        when: { kind: 'not', of: { kind: 'all', of: [trait('account', 'csm'), trait('person', 'title')] } },
        until: trait('account', 'renewed'),
      }),
    ],
  })
  expect(planFold({ model, factId }).timeline).toEqual({
    people: false,
    accountTraits: ['createdAt', 'csm', 'partner', 'plan', 'renewed', 'seats'],
    personTraits: ['title'],
    subscriptions: true,
    firstSeen: true,
    heard: true,
  })
  expect(planFold({ model, factId, only: [{ level: 'account', node: 1 }] }).timeline).toEqual({
    people: false,
    accountTraits: ['partner', 'plan', 'seats'],
    personTraits: [],
    subscriptions: false,
    firstSeen: false,
    heard: false,
  })
})

it('asks for what the rules read that are judged on it, where these are few', () => {
  const model = modelOf({
    account: [
      { kind: 'count', facts: ['name:task'], scale: 1, window: { kind: 'rolling', days: 14, offset: 0 } },
      { kind: 'distinct-users', facts: ['name:login'], window: { kind: 'ever' } },
      { kind: 'ratio', top: 0, bottom: 0 },
    ],
    signals: [
      signalOf({ key: 'busy', when: { kind: 'compare', quantity: 2, op: '>=', value: 1 } }),
      signalOf({ key: 'many', when: { kind: 'compare', quantity: 1, op: '>=', value: 9 } }),
    ],
  })
  const all = planFold({ model, factId })
  expect(all).toMatchObject({ facts: ['name:task', 'name:login'], account: { unbounded: true } })
  expect(all.timeline).toMatchObject({ people: true, heard: true })
  const few = planFold({ model, factId, judged: model.signals.slice(0, 1) })
  expect(few).toMatchObject({ facts: ['name:task'], account: { unbounded: false, lookback: 15 } })
  expect(few.timeline).toMatchObject({ people: false, heard: true })
})
