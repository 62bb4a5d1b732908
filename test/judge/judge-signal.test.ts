import { expect, it } from 'vitest'
import type { Signal } from '../../src/config/model.ts'
import { decideCause } from '../../src/judge/decide-cause.ts'
import { isFresh } from '../../src/judge/is-fresh.ts'
import { type JudgedSignal, judgeSignal } from '../../src/judge/judge-signal.ts'
import { DEFAULT_STATE, isDefaultState, type SignalState } from '../../src/judge/signal-state.ts'
import { signalOf } from '../fold/build-fold.ts'

const ALWAYS = { kind: 'all', of: [] } as const
const CODES: Readonly<Record<string, number>> = { '.': 0, x: 1, '?': 2 }

/** One character a day: `.` false, `x` true, `?` unknown. */
function mask(days: string): Uint8Array {
  return Uint8Array.from(days, (one) => CODES[one] ?? 0)
}

type Days = {
  readonly when: string
  readonly until?: string
  readonly applies?: string
  readonly escalate?: string
  readonly present?: string
}

function judge(rules: Partial<Signal>, days: Days, state: SignalState = DEFAULT_STATE, from = 100): JudgedSignal {
  const given = (text: string | undefined) => (text === undefined ? null : mask(text))
  return judgeSignal({
    signal: signalOf({ when: ALWAYS, ...rules }),
    conditions: {
      when: mask(days.when),
      until: given(days.until),
      applies: given(days.applies),
      escalate: given(days.escalate),
    },
    present: given(days.present) ?? mask('x'.repeat(days.when.length)),
    state,
    from,
  })
}

/** `+` where it opens, `-` where it closes, `!` where it escalates, else `|` open, `.` closed. */
function story(judged: JudgedSignal, from = 100): string {
  const marks: string[] = [...judged.open].map((open) => (open === 1 ? '|' : '.'))
  for (const { what, day } of judged.changes) marks[day - from] = { opened: '+', closed: '-', escalated: '!' }[what]
  return marks.join('')
}

it('opens on true, closes when the condition ceases, and an unknown day changes nothing (rule 14)', () => {
  expect(story(judge({}, { when: '..xx??x.?x' }))).toBe('..+||||-.+')
})

it('an unknown day neither opens nor counts towards the minimum, nor does it start the count anew', () => {
  expect(story(judge({ minimum: 3 }, { when: 'xx?xx.xx?.x' }))).toBe('...+|-.....')
})

it('with `until`, the weaker condition closes and ceasing does not', () => {
  expect(story(judge({}, { when: '.x....x.', until: 'x...x...' }))).toBe('.+||-.+|')
})

it('an unknown `until` keeps it open', () => {
  expect(story(judge({}, { when: 'x...', until: '.??x' }))).toBe('+||-')
})

it('the cooldown runs from the close: on that many days it cannot open, on the next it can', () => {
  expect(story(judge({ cooldownDays: 2 }, { when: 'x.xxxx' }))).toBe('+-..+|')
})

it('judgements in the cooldown count towards the minimum', () => {
  expect(story(judge({ cooldownDays: 2, minimum: 2 }, { when: 'xx.xxxx' }))).toBe('.+-..+|')
})

it('leaving the segment it is for closes it; outside it does not open', () => {
  expect(story(judge({}, { when: 'xxxxxx', applies: '.xx..x' }))).toBe('.+|-.+')
})

it('an unknown segment keeps it as it is', () => {
  expect(story(judge({}, { when: 'xxxx', applies: '?x?.' }))).toBe('.+|-')
})

it('somebody who is no member has no open signal', () => {
  expect(story(judge({}, { when: 'xxxx', present: '.xx.' }))).toBe('.+|-')
})

it('escalates once in an episode, on the day it opens at the earliest', () => {
  const judged = judge({}, { when: '.xxxx.xx', escalate: '...xx..x' })
  expect(judged.changes).toEqual([
    { what: 'opened', day: 101, ordinal: 1 },
    { what: 'escalated', day: 103, ordinal: 1 },
    { what: 'closed', day: 105, ordinal: 1 },
    { what: 'opened', day: 106, ordinal: 2 },
    { what: 'escalated', day: 107, ordinal: 2 },
  ])
})

it('one day after the other gives the same changes and state as all in one go', () => {
  const days: Days = { when: '.xx?xx..xxxx?x.xxx', until: '......x.....x.....', escalate: '.....x......x..xx.' }
  const rules = { minimum: 2, cooldownDays: 2 }
  const whole = judge(rules, days)
  let state = DEFAULT_STATE
  const changes = [...days.when].flatMap((_, i) => {
    const only = (text: string | undefined) => (text === undefined ? {} : text[i]!)
    const one = { when: days.when[i]!, until: String(only(days.until)), escalate: String(only(days.escalate)) }
    const judged = judge(rules, one, state, 100 + i)
    state = judged.state
    return judged.changes
  })
  expect(changes).toEqual(whole.changes)
  expect(state).toEqual(whole.state)
  expect(whole.changes.length).toBeGreaterThan(3)
})

it('a state that says nothing new is the default', () => {
  expect(isDefaultState(judge({ minimum: 3 }, { when: 'xx.' }).state)).toBe(true)
  expect(isDefaultState(judge({}, { when: 'x.' }).state)).toBe(false)
})

it('the cause is the first removal that undoes the transition, else behaviour (rule 16)', () => {
  const asked: string[] = []
  const undoneBy = (removal: string | null) =>
    decideCause((one) => {
      asked.push(one)
      return one === removal
    })
  expect([undoneBy('config'), undoneBy('import'), undoneBy('merge'), undoneBy('late'), undoneBy(null)]).toEqual([
    'config',
    'import',
    'merge',
    'correction',
    'behaviour',
  ])
  expect(asked.slice(-4)).toEqual(['config', 'import', 'merge', 'late'])
})

it('fresh is less than 24 hours after the event or the day close', () => {
  expect(isFresh({ at: 0 }, 86_399_999)).toBe(true)
  expect(isFresh({ at: 0 }, 86_400_000)).toBe(false)
})
