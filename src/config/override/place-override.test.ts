import { expect, test } from 'vitest'
import { count, days, defineConfig, event, opens, playbook, send, signal, slack } from '../../index.ts'
import { compileModel } from '../compile/compile-model.ts'
import { applyOverrides, type Override } from './apply-overrides.ts'
import { overriddenValue, overridePath, parseOverride, valueAt } from './override-path.ts'
import { placeOverride } from './place-override.ts'

const sourceOf = (definition: string): string => `export default defineConfig({ signals: { a: ${definition} } })`
const threshold = (at: string, value: number): Override => ({ kind: 'threshold', signal: 'a', at, value })

const placed: readonly (readonly [string, string, Override, string])[] = [
  [
    'a comparison on several lines, with a comment that looks like one',
    "signal('risk')\n  .when(\n    // .atLeast(9)\n    count('x', days(7))\n      .atLeast(3),\n  )",
    threshold('when', 4),
    "signal('risk')\n  .when(\n    // .atLeast(9)\n    count('x', days(7))\n      .atLeast(4),\n  )",
  ],
  ['a number below zero', "signal('risk').when(change(q).atMost(-0.6))", threshold('when', -0.4), 'atMost(-0.4)'],
  ['a time', "signal('risk').for(tenure().over(months(6))).when(x)", threshold('for', 9), 'over(months(9))'],
  ['the second of several', "signal('risk').when(all(a.over(1), b.over(2)))", threshold('when.1', 5), 'b.over(5)'],
  [
    'inside at least n of',
    "signal('risk').when(atLeast(1, a.over(1), b.over(2)))",
    threshold('when.0', 5),
    'a.over(5)',
  ],
  ['off', "signal('risk').when(x)", { kind: 'enabled', signal: 'a', enabled: false }, "signal('risk').when(x).off()"],
  ['on', "signal('risk').when(x).off()", { kind: 'enabled', signal: 'a', enabled: true }, "signal('risk').when(x) }"],
  [
    'a text that would end a string',
    "signal('risk').suggest({ team: 't', action: 'old' })",
    { kind: 'text', signal: 'a', action: `'"\\\n\u2028\`` },
    `action: '\\'"\\\\\\n\\u2028\`'`,
  ],
]
test.each(placed)('%s', (_, definition, override, expected) => {
  expect(placeOverride(sourceOf(definition), override)).toContain(expected)
})

test.each([
  ['a constant', "signal('risk').when(x.over(LIMIT))", threshold('when', 4)],
  ['a sum', "signal('risk').when(x.over(1 + 2))", threshold('when', 4)],
  ['a side of between', "signal('risk').when(x.between(1, 2))", threshold('when.0', 4)],
  ['a condition made elsewhere', "signal('risk').when(all(...parts))", threshold('when.0', 4)],
  ['a signal made elsewhere', 'made', threshold('when', 4)],
  ['a signal that is not there', "signal('risk')", { ...threshold('when', 4), signal: '__proto__' }],
  ['a suggestion made elsewhere', "signal('risk').suggest(WHAT)", { kind: 'text', signal: 'a', team: 'x' }],
  ['no suggestion', "signal('risk').when(x)", { kind: 'text', signal: 'a', team: 'x' }],
] as readonly (readonly [string, string, Override])[])('%s is left to a person', (_, definition, override) => {
  expect(placeOverride(sourceOf(definition), override)).toBe(null)
})

test('what is set at a path is named by that path again', () => {
  const a = signal('risk')
    .when(count('x', days(7)).atLeast(3))
    .suggest({ team: 't', action: 'a' })
  const { model } = compileModel(defineConfig({ events: { x: event('X') }, signals: { a } }))
  const settings = [
    ['signals.a.when', '4', '3'],
    ['signals.a.enabled', 'false', 'true'],
    ['signals.a.team', 'sales', 't'],
    ['account.assignee', 'csm', null],
  ] as const
  for (const [path, value, file] of settings) {
    const override = parseOverride(model!, path, value)
    expect([overridePath(override), overriddenValue(override), valueAt(model!, override)]).toEqual([path, value, file])
  }
})

test('what can be set of a playbook, and by what that is put into the file', () => {
  const x = event('X')
  const a = playbook(opens('s')).do(send({ via: 'chat', subject: 'One', text: 'Two' }))
  const signals = { s: signal('risk').when(count('x', days(7)).atLeast(3)) }
  const channels = { chat: slack({ webhook: 'SLACK' }) }
  const model = compileModel(defineConfig({ events: { x }, signals, channels, playbooks: { a } })).model!
  const settings = [
    ['playbooks.a.enabled', 'false', 'true'],
    ['playbooks.a.breaker', '50', '500'],
    ['playbooks.a.steps.0.subject', '{{ account.name }}', 'One'],
  ] as const
  for (const [path, value, file] of settings) {
    const override = parseOverride(model, path, value)
    expect([overridePath(override), overriddenValue(override), valueAt(model, override)]).toEqual([path, value, file])
    const changed = applyOverrides(model, [override])
    expect([changed.problems, valueAt(changed.model, override)]).toEqual([[], value])
    // Whoever is inside goes on by what they began with, unless it is only whether others begin.
    expect(changed.model.playbooks[0]!.hash === model.playbooks[0]!.hash).toBe(path.endsWith('enabled'))
  }
  expect(() => parseOverride(model, 'playbooks.a.steps.0.subject', '{{ acount }}')).toThrow(/it mentions acount/)
  expect(() => parseOverride(model, 'playbooks.b.enabled', 'false')).toThrow(/playbooks\.a\.steps\.0\.text/)
  const source = "export default defineConfig({ playbooks: { a: playbook(opens('s')).do(x) } })"
  expect(placeOverride(source, parseOverride(model, 'playbooks.a.enabled', 'false'))).toBe(
    source.replace('(x)', '(x).off()'),
  )
})
