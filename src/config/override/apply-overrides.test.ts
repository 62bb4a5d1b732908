import { describe, expect, test } from 'vitest'
import { all, count, days, defineConfig, event, not, signal } from '../../index.ts'
import { compileModel } from '../compile/compile-model.ts'
import type { Model } from '../model.ts'
import { applyOverrides, listThresholds, type Override } from './apply-overrides.ts'

function modelOf(threshold: number, off = false): Model {
  const busy = signal('expansion')
    .when(all(count('a', days(7)).atLeast(threshold), not(count('a', days(1)).atLeast(9))))
    .suggest({ team: 'sales', action: 'Call' })
  return compileModel(
    defineConfig({ events: { a: event('A', { kind: 'core' }) }, signals: { busy: off ? busy.off() : busy } }),
  ).model!
}

describe('applyOverrides', () => {
  test('an overridden threshold equals the same threshold in the file, sentence and hash included', () => {
    const overrides: readonly Override[] = [{ kind: 'threshold', signal: 'busy', at: 'when.0', value: 5 }]
    expect(applyOverrides(modelOf(3), overrides)).toEqual({ model: modelOf(5), problems: [] })
  })

  test('switched off as if by the file', () => {
    const overrides: readonly Override[] = [{ kind: 'enabled', signal: 'busy', enabled: false }]
    expect(applyOverrides(modelOf(3), overrides)).toEqual({ model: modelOf(3, true), problems: [] })
  })

  test('texts and the assignee rule change the model and its hash, not what is judged', () => {
    const before = modelOf(3)
    const { model } = applyOverrides(before, [
      { kind: 'text', signal: 'busy', action: 'Write' },
      { kind: 'assignee', trait: 'owner' },
    ])
    expect(model.signals[0]!.suggest).toEqual({ team: 'sales', action: 'Write', cadence: 'once' })
    expect(model.account.assigneeTrait).toBe('owner')
    expect(model.signals[0]!.hash).toBe(before.signals[0]!.hash)
    expect(model.hash).not.toBe(before.hash)
  })

  test('lists the thresholds that can be overridden, inside not and all', () => {
    expect(listThresholds(modelOf(3).signals[0]!)).toEqual([
      { at: 'when.0', value: 3 },
      { at: 'when.1.0', value: 9 },
    ])
  })

  test('an override that finds no place is reported and changes nothing', () => {
    const before = modelOf(3)
    const { model, problems } = applyOverrides(before, [
      { kind: 'enabled', signal: 'gone', enabled: false },
      { kind: 'threshold', signal: 'busy', at: 'when.7', value: 1 },
      { kind: 'threshold', signal: 'busy', at: '__proto__', value: 1 },
    ])
    expect(model).toEqual(before)
    expect(problems.map(({ message }) => message)).toEqual([
      'There is no signal called "gone" to override. There are: busy.',
      'The signal busy has no threshold at "when.7". There are: when.0, when.1.0.',
      'The signal busy has no threshold at "__proto__". There are: when.0, when.1.0.',
    ])
  })
})
