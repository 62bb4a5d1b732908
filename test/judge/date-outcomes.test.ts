import { describe, expect, test } from 'vitest'
import type { Outcome } from '../../src/config/model.ts'
import { makeZone } from '../../src/core/time.ts'
import { type DatedOutcome, dateOutcomes, type OutcomeInput } from '../../src/judge/date-outcomes.ts'
import { followPrediction } from '../../src/judge/follow-prediction.ts'
import type { SubscriptionRow } from '../../src/store/analytic/rows.ts'
import { blockOf, day, factId, type Row } from '../fold/build-fold.ts'

const at = (text: string): number => Date.parse(`2026-${text.length === 5 ? `${text}T00:00` : text.replace(' ', 'T')}Z`)
const show = (ms: number | null): string =>
  ms === null ? '?' : new Date(ms).toISOString().slice(5, 16).replace('T', ' ').replace(' 00:00', '')

/** What was said of subscription `a` for 100.00 euros, unless said otherwise. */
function said(knownAt: string, from: string, more: Partial<SubscriptionRow> = {}): SubscriptionRow {
  const terms = { subscriptionId: 'a', plan: null, mrrMinor: 10_000, currency: 'EUR', to: null, cancelDecidedAt: null }
  return { ...terms, from: at(from), knownAt: at(knownAt), ...more }
}

const rules: Record<string, Outcome['rule']> = {
  activated: { kind: 'activated' },
  converted: { kind: 'converted' },
  churned: { kind: 'churned' },
  expanded: { kind: 'expanded' },
  retained: { kind: 'retained', fromDay: 7, toDay: 14 },
  upgrade: { kind: 'event', event: 'a', facts: ['name:a'] },
  silent: { kind: 'inactive', days: 5, facts: ['name:b'] },
}

type Told = Partial<Omit<OutcomeInput, 'at' | 'rows'>> & { readonly rows?: readonly Row[]; readonly by?: string }

function date(names: readonly string[], { rows = [], by = '12-31', ...given }: Told): DatedOutcome[] {
  const block = blockOf(rows)
  return dateOutcomes(
    names.map((key) => ({ key, rule: rules[key]!, hash: '' })),
    {
      ...{
        zone: makeZone('UTC'),
        at: at(by),
        signUp: null,
        subscriptions: [],
        activated: [],
        factId,
        activeFacts: ['name:b'],
      },
      ...given,
      rows: { block, start: 0, end: block.rows },
    },
  )
}

/** `churned 03-20 / 03-31 / 03-21`: decided, effective, known. */
const tell = (dated: readonly DatedOutcome[]): string[] =>
  dated.flatMap(({ outcome, standing, dates, unsure }) => [
    ...dates.map((one) => `${outcome} ${show(one.decided)} / ${show(one.effective)} / ${show(one.known)}`),
    ...(dates.length === 0 ? [`${outcome} ${standing}`] : []),
    ...unsure.map((moment) => `${outcome} unsure ${show(moment)}`),
  ])

test('activated once, when the rule was first met, and not before that could be known', () => {
  const met = (decided: string, known: string) => ({ decided: at(decided), effective: at(decided), known: at(known) })
  const activated = [met('03-10 15:00', '03-11'), met('03-04 09:30', '03-20')]
  const by = (text: string) => date(['activated'], { activated, by: text })
  expect(tell(by('03-10 23:59'))).toEqual(['activated pending'])
  expect(tell(by('03-11'))).toEqual(['activated 03-10 15:00 / 03-10 15:00 / 03-11'])
  expect(tell(by('03-20'))).toEqual(['activated 03-04 09:30 / 03-04 09:30 / 03-20'])
  const opened = { openedAt: at('03-12'), withinDays: 7, now: at('03-30') }
  expect(followPrediction(by('03-30')[0]!, opened).state).toBe('unknown')
})

const REVENUE = ['converted', 'churned', 'expanded']

describe('revenue', () => {
  const life = [
    said('02-01', '01-10'),
    said('02-01', '02-01', { subscriptionId: 'seats', mrrMinor: 2_000 }),
    said('03-05', '01-10', { to: at('03-31'), cancelDecidedAt: at('03-01') }),
    said('03-20', '02-01', {
      ...{ subscriptionId: 'seats', mrrMinor: 2_000 },
      ...{ to: at('03-31'), cancelDecidedAt: at('03-18') },
    }),
  ]

  test('the first money, growth, and the decision of the last subscription, each when it was known', () => {
    expect(tell(date(REVENUE, { subscriptions: life }))).toEqual([
      'converted 01-10 / 01-10 / 02-01',
      'churned 03-18 / 03-31 / 03-20',
      'expanded 02-01 / 02-01 / 02-01',
    ])
  })

  test('a past day sees nothing that was not known then', () => {
    const by = (text: string) => tell(date(REVENUE, { subscriptions: life, by: text }))
    expect(by('01-31')).toEqual(['converted pending', 'churned pending', 'expanded pending'])
    expect(by('03-19')).toEqual([
      'converted 01-10 / 01-10 / 02-01',
      'churned pending',
      'expanded 02-01 / 02-01 / 02-01',
    ])
    expect(by('03-20')).toContain('churned 03-18 / 03-31 / 03-20')
  })

  test('without a decision it is the end of the money; a decision without an end is one already', () => {
    const ended = [said('01-01', '01-01', { to: at('03-01') })]
    expect(tell(date(['churned'], { subscriptions: ended }))).toEqual(['churned 03-01 / 03-01 / 03-01'])
    expect(tell(date(['churned'], { subscriptions: ended, by: '02-28' }))).toEqual(['churned pending'])
    const decided = [said('01-01', '01-01', { cancelDecidedAt: at('02-10') })]
    expect(tell(date(['churned'], { subscriptions: decided }))).toEqual(['churned 02-10 / ? / 02-10'])
  })

  test('terms of nothing that say since when, and when it was decided', () => {
    const subscriptions = [
      said('01-01', '01-01'),
      said('04-01', '04-01', { mrrMinor: 0, cancelDecidedAt: at('03-11 09:00') }),
    ]
    expect(tell(date(['churned'], { subscriptions }))).toEqual(['churned 03-11 09:00 / 04-01 / 04-01'])
  })

  test('a gap within a day is none, one over night is', () => {
    const until = { to: at('03-01 10:00') }
    const next = (from: string) => said('03-01', from, { subscriptionId: 'b', mrrMinor: 12_000 })
    const churnsWith = (from: string) =>
      tell(date(REVENUE, { subscriptions: [said('01-01', '01-01', until), next(from)] }))
    expect(churnsWith('03-01 17:00')).toEqual([
      'converted 01-01 / 01-01 / 01-01',
      'churned pending',
      'expanded 03-01 17:00 / 03-01 17:00 / 03-01 17:00',
    ])
    expect(churnsWith('03-02 01:00')).toEqual([
      'converted 01-01 / 01-01 / 01-01',
      'churned 03-01 10:00 / 03-01 10:00 / 03-01 10:00',
      'expanded pending',
    ])
  })

  test('coming back is no growth; leaving again is a churn of its own', () => {
    const subscriptions = [
      said('01-01', '01-01', { to: at('02-01') }),
      said('03-01', '03-01', { subscriptionId: 'b', mrrMinor: 50_000, to: at('04-01') }),
    ]
    expect(tell(date(REVENUE, { subscriptions }))).toEqual([
      'converted 01-01 / 01-01 / 01-01',
      'churned 02-01 / 02-01 / 02-01',
      'churned 04-01 / 04-01 / 04-01',
      'expanded pending',
    ])
  })

  test('two currencies are never added: growth cannot be told, leaving can', () => {
    const subscriptions = [
      said('01-01', '01-01', { to: at('03-01') }),
      said('02-01', '02-01', { subscriptionId: 'b', currency: 'USD', to: at('03-01') }),
    ]
    expect(tell(date(REVENUE, { subscriptions }))).toEqual([
      'converted 01-01 / 01-01 / 01-01',
      'churned 03-01 / 03-01 / 03-01',
      'expanded unknown',
      'expanded unsure 02-01',
    ])
  })

  test('what is said again every day is known since it was first said', () => {
    const subscriptions = ['03-01', '03-02', '03-03'].map((known) => said(known, '02-01'))
    expect(tell(date(['converted'], { subscriptions }))).toEqual(['converted 02-01 / 02-01 / 03-01'])
  })

  test('days are those of the zone', () => {
    const until = { to: at('03-01 22:00') }
    const subscriptions = [said('01-01', '01-01', until), said('01-01', '03-02 02:00', { subscriptionId: 'b' })]
    const zone = makeZone('America/New_York')
    expect(tell(date(['churned'], { subscriptions, zone }))).toEqual(['churned pending'])
  })
})

describe('use', () => {
  test('retained when its days have passed, and not before', () => {
    const rows: Row[] = [{ fact: 2, actor: 1, day: day('01-10'), known: day('01-12') }]
    const signUp = day('01-01')
    const by = (text: string, more: Told = { rows }) => tell(date(['retained'], { signUp, by: text, ...more }))
    expect(by('01-14 23:59')).toEqual(['retained pending'])
    expect(by('01-15')).toEqual(['retained 01-15 / 01-15 / 01-15'])
    expect(by('01-15', { rows: [{ fact: 2, actor: 1, day: day('01-15') }] })).toEqual(['retained not'])
    expect(by('01-20', { rows: [{ ...rows[0]!, known: day('01-20') }] })).toEqual(['retained 01-15 / 01-15 / 01-20'])
    expect(by('01-20', { rows, signUp: null })).toEqual(['retained unknown'])
  })

  test('an event of the day, and the late one; one that moved away is none', () => {
    const rows: Row[] = [
      { fact: 1, actor: 1, day: day('02-01'), ts: at('02-01 09:30') },
      { fact: 1, actor: 2, day: day('02-01'), ts: at('02-01 08:00') },
      { fact: 1, actor: 1, day: day('02-05'), known: day('02-07'), ts: at('02-05 12:00') },
      { fact: 1, actor: 1, day: day('02-09'), ts: at('02-09 12:00') },
      { fact: 1, actor: 1, day: day('02-09'), known: day('02-11'), n: -1, ts: Number.NaN, supersedes: true },
    ]
    expect(tell(date(['upgrade'], { rows }))).toEqual([
      'upgrade 02-01 08:00 / 02-01 08:00 / 02-01 08:00',
      'upgrade 02-05 12:00 / 02-05 12:00 / 02-07',
    ])
    expect(tell(date(['upgrade'], { rows, by: '02-10' }))).toHaveLength(3)
  })

  test('silent at the close of the last of five days without, after sign-up and after each event', () => {
    const rows = ['01-10', '01-14', '01-19'].map((date): Row => ({ fact: 2, actor: 1, day: day(date) }))
    const by = (text: string) => tell(date(['silent'], { rows, signUp: day('01-01'), by: text }))
    expect(by('01-24 23:00')).toEqual(['silent 01-06 / 01-06 / 01-06'])
    expect(by('01-25')).toEqual(['silent 01-06 / 01-06 / 01-06', 'silent 01-25 / 01-25 / 01-25'])
  })
})

describe('an episode that predicted churn', () => {
  const churned = (more: Partial<SubscriptionRow>) =>
    date(['churned'], { subscriptions: [said('01-01', '01-01', more)] })[0]!
  const follow = (opened: string, now: string, dated: DatedOutcome) =>
    followPrediction(dated, { openedAt: at(opened), withinDays: 30, now: at(now) })

  test('was followed within its days, with days of notice up to the decision', () => {
    const dated = churned({ to: at('04-30'), cancelDecidedAt: at('03-11 12:00') })
    expect(follow('03-01', '12-01', dated)).toEqual({
      ...{ state: 'followed', at: at('03-11 12:00') },
      noticeDays: 10.5,
    })
    expect(follow('02-01', '12-01', dated).state).toBe('not')
    expect(follow('02-09', '12-01', dated).state).toBe('not')
  })

  test('is open until its days are over; told afterwards there was nothing left to predict', () => {
    const stays = churned({})
    expect(follow('03-01', '03-30', stays).state).toBe('pending')
    expect(follow('03-01', '03-31', stays).state).toBe('not')
    const dated = churned({ to: at('04-30'), cancelDecidedAt: at('03-11') })
    expect(follow('03-12', '12-01', dated).state).toBe('unknown')
    expect(follow('06-01', '12-01', dated).state).toBe('unknown')
  })

  test('can only be followed for who pays', () => {
    const left = said('01-01', '01-10', { to: at('02-01') })
    const [dated] = date(['churned'], { subscriptions: [left, said('03-01', '03-01', { subscriptionId: 'b' })] })
    const states = ['01-05', '01-15', '02-15', '03-02'].map((opened) => follow(opened, '12-01', dated!).state)
    expect(states).toEqual(['followed', 'followed', 'unknown', 'not'])
  })
})
