import { expect, test } from 'vitest'
import type { Override } from './apply-overrides.ts'
import type { PlaybookOverride } from './override-playbook.ts'
import { placeOverride } from './place-override.ts'

const sourceOf = (definition: string): string => `export default defineConfig({ playbooks: { a: ${definition} } })`
const text = (step: string, part: 'subject' | 'text' | 'action' | 'value', said: string): PlaybookOverride => ({
  ...{ kind: 'playbook-text', playbook: 'a', step, part, text: said },
})
const number = (part: 'priority' | 'perHour' | 'breaker', value: number): PlaybookOverride => ({
  ...{ kind: 'playbook-number', playbook: 'a', part, value },
})

const STEPS = `playbook(opens('s')).do(
  send({ ...{ via: 'mail', subject: 'One' }, text: \`Two
lines\` }),
  wait(days(2)),
  branch(inSegment('size', 'large'), {
    yes: [wait(days(1)), addTask({ team: 't', action: 'Call' })],
    no: [setField({ via: 'crm', field: 'text', value: 'old' })],
  }),
)`

test.each([
  ['a subject in a spread', STEPS, text('0', 'subject', "It's"), STEPS.replace("'One'", "'It\\'s'")],
  ['a text on two lines', STEPS, text('0', 'text', 'A\nB'), STEPS.replace('`Two\nlines`', "'A\\nB'")],
  ['a task inside a branch', STEPS, text('2.yes.1', 'action', 'Write'), STEPS.replace("'Call'", "'Write'")],
  ['a value of the other way', STEPS, text('2.no.0', 'value', 'new'), STEPS.replace("'old'", "'new'")],
  ['a priority', 'playbook(x).priority(3).do(y)', number('priority', 8), 'playbook(x).priority(8).do(y)'],
  ['no priority yet', 'playbook(x).do(y)', number('priority', 8), 'playbook(x).do(y).priority(8)'],
  [
    'a ready one',
    'ready.stalled({ team: T })',
    number('breaker', 9),
    'ready.stalled({ team: T }).atMost({ breaker: 9 })',
  ],
  [
    'one of two limits',
    'playbook(x).atMost({ perHour: 1_000, breaker: 5 }).do(y)',
    number('perHour', 50),
    'playbook(x).atMost({ perHour: 50, breaker: 5 }).do(y)',
  ],
  [
    'the other limit',
    'playbook(x).atMost({ perHour: 5 }).do(y)',
    number('breaker', 50),
    'playbook(x).atMost({ breaker: 50, perHour: 5 }).do(y)',
  ],
] as readonly (readonly [string, string, Override, string])[])(
  '%s of a playbook',
  (_, definition, override, expected) => {
    expect(placeOverride(sourceOf(definition), override)).toBe(sourceOf(expected))
  },
)

test.each([
  ['a step made elsewhere', 'playbook(x).do(...STEPS)', text('0', 'subject', 'New')],
  ['a text made elsewhere', 'playbook(x).do(send({ subject: SAID }))', text('0', 'subject', 'New')],
  ['a ready text', "ready.stalled({ team: T, action: 'Call' })", text('0', 'action', 'New')],
  ['a limit made elsewhere', 'playbook(x).atMost(LIMITS).do(y)', number('breaker', 9)],
] as readonly (readonly [string, string, Override])[])('%s is left to a person', (_, definition, override) => {
  expect(placeOverride(sourceOf(definition), override)).toBe(null)
})
