import { describe, expect, test } from 'vitest'
import { compileModel } from '../../src/config/compile/compile-model.ts'
import type { ConfigInput } from '../../src/config/config-input.ts'
import { describeCondition } from '../../src/config/describe/describe-condition.ts'
import type { Model } from '../../src/config/model.ts'
import { dayToIso, MS_PER_DAY, MS_PER_HOUR } from '../../src/core/time.ts'
import { SOURCES } from '../../src/fold/entity.ts'
import { makeFoldSpace } from '../../src/fold/fold-space.ts'
import { planFold } from '../../src/fold/plan/plan-fold.ts'
import * as t from '../../src/index.ts'
import { judgeAccount } from '../../src/judge/judge-account.ts'
import { listActivationLedger, listLedger } from '../../src/judge/list-ledger.ts'
import { blockOf, day, type Row, timelineOf } from '../fold/build-fold.ts'

const NAMES = ['none', 'Project Created', 'Invite Sent', 'Source Connected', 'Report Viewed', 'Signed Up']
const factId = (key: string): number | undefined => {
  const id = NAMES.indexOf(key.replace('name:', ''))
  return id < 0 ? undefined : id
}
const events = {
  project: t.event('Project Created', { kind: 'core', feature: 'projects' }),
  invite: t.event('Invite Sent', { kind: 'team', feature: 'people' }),
  source: t.event('Source Connected', { kind: 'data', feature: 'sources' }),
  report: t.event('Report Viewed', { kind: 'depth', feature: 'reports' }),
  signedUp: t.event('Signed Up'),
}
const milestones = {
  firstProject: t.milestone('core').when(t.count('project').atLeast(1)),
  team: t.milestone('team').when(t.count('invite').atLeast(2)),
  data: t.milestone('data').when(t.count('source').atLeast(1)),
  depth: t.milestone('depth').when(t.count('report').atLeast(3)).optional(),
}

function modelOf(config: Partial<ConfigInput> = {}): Model {
  const { model, problems } = compileModel(
    t.defineConfig({ events, activation: { milestones }, ...config } as Parameters<typeof t.defineConfig>[0]),
  )
  if (model === null) throw new Error(JSON.stringify(problems))
  return model
}

/** `03-02 09:30` of an event by an actor. */
function row(at: string, name: string, actor = 1): Row {
  const [date = '', time = '12:00'] = at.split(' ')
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const ts = day(date) * MS_PER_DAY + hours * MS_PER_HOUR + minutes * 60_000
  return { fact: NAMES.indexOf(name), actor, day: day(date), ts }
}

/** Every source was heard of on every day. */
function everythingHeardOf(from: number) {
  const points = Array.from({ length: 100 }, () => Float64Array.of(0))
  return (population: string) => (population === SOURCES ? { from, points } : undefined)
}

type Told = { readonly rows: readonly Row[]; readonly from?: string; readonly to: string; readonly model?: Model }

function judge({ rows, from = '03-01', to, model = modelOf() }: Told) {
  const plan = planFold({ model, factId })
  const block = blockOf(rows)
  const firstSeen = Math.min(...rows.map((one) => one.ts ?? 0))
  const judged = judgeAccount({
    model,
    fold: {
      ...{ plan, space: makeFoldSpace(plan, { judgesMembers: false }), block, start: 0, end: block.rows },
      ...{ timeline: timelineOf({ firstSeen }), days: { from: day(from), to: day(to) }, view: 'decision' },
      reference: everythingHeardOf(day(from)),
    },
    momentSpace: null,
    stateOf: () => undefined,
    events: [],
    factId,
    actorKey: String,
  })
  const [activation] = model.activations
  const at = (node: number, date: string): number => judged.folded.values[node]![day(date) - day(from)]!
  const scope = { entity: judged.folded, reference: everythingHeardOf(day(from)), referenceLag: 0 }
  return { ...judged, model, scope, activation: activation!, at }
}

const FIRST_DAYS = [
  row('03-01 08:00', 'Signed Up'),
  row('03-02 20:00', 'Project Created'),
  row('03-03 09:00', 'Invite Sent'),
  row('03-04 09:00', 'Invite Sent', 2),
  row('03-04 17:30', 'Invite Sent'),
  row('03-06 11:00', 'Source Connected'),
]

describe('milestones', () => {
  test('each is reached at the event that met its target, and told once', () => {
    const { transitions } = judge({ rows: FIRST_DAYS, to: '03-20' })
    const told = transitions
      .filter(({ signal }) => signal.subject !== 'band')
      .map(
        (one) =>
          `${one.signal.subject} ${one.signal.key} ${new Date(one.at).toISOString().slice(5, 16)} ${dayToIso(one.asOf).slice(5)}`,
      )
    expect(told).toEqual([
      'milestone firstProject 03-02T20:00 03-02',
      'milestone team 03-04T09:00 03-04',
      'milestone data 03-06T11:00 03-06',
      'activation activated 03-06T11:00 03-06',
    ])
  })
})

describe('the activation score', () => {
  test('opens into milestones, speed, return days and further features, which add up to it', () => {
    const told = judge({ rows: FIRST_DAYS, to: '03-10' })
    const ledger = listActivationLedger(told.model, told.activation, {
      scope: told.scope,
      at: day('03-10') - day('03-01'),
    })
    const lines = ledger.lines.map(({ name, value, points, most }) => [name, value, Number(points!.toFixed(6)), most])
    expect(lines).toEqual([
      ['data', 1, 12, 12],
      ['depth', 0, 0, 9],
      ['firstProject', 1, 24, 24],
      ['team', 1, 15, 15],
      // The first project came a day and a half after the sign-up.
      ['speed', 1.5, 19.230769, 20],
      ['return days', 4, 10, 10],
      ['further features', 2, 6.666667, 10],
    ])
    expect(ledger.lines.reduce((sum, { points }) => sum + points!, 0)).toBe(ledger.value)
    expect([ledger.value!.toFixed(3), ledger.band]).toEqual(['86.897', 'activated'])
  })

  test('everything on the first day, and nobody back: a set-up burst, once the second day is over', () => {
    const at = ['08:00', '08:10', '08:20', '08:30', '08:31', '08:40', '08:41', '08:42']
    const names = [
      'Signed Up',
      'Project Created',
      'Invite Sent',
      'Invite Sent',
      'Source Connected',
      ...Array(3).fill('Report Viewed'),
    ]
    const told = judge({ rows: names.map((name, i) => row(`03-01 ${at[i]}`, name)), to: '03-04' })
    const { burst, fully, score } = told.activation
    expect(['03-01', '03-02', '03-03'].map((date) => told.at(burst, date))).toEqual([0, 0, 1])
    expect([told.at(fully, '03-01'), told.at(score, '03-04')]).toEqual([1, 90])
  })
})

test('fully activated is a milestone of every category that has one; the bands begin at 80, 60 and 40 exactly', () => {
  const { activation, model, at } = judge({ rows: FIRST_DAYS, to: '03-10' })
  expect([at(activation.activated, '03-10'), at(activation.fully, '03-10')]).toEqual([1, 0])
  const depth = ['03-07', '03-08', '03-09'].map((date) => row(`${date} 10:00`, 'Report Viewed'))
  const whole = judge({ rows: [...FIRST_DAYS, ...depth], to: '03-10' })
  expect(['03-08', '03-09'].map((date) => whole.at(whole.activation.fully, date))).toEqual([0, 1])
  expect(activation.bands.map(({ name, when }) => [name, describeCondition(when, model.graph.account)])).toEqual([
    ['activated', 'activation score is at least 80'],
    ['partially activated', 'activation score is at least 60 and activation score is under 80'],
    ['at risk', 'activation score is at least 40 and activation score is under 60'],
    ['not activated', 'activation score is at least 0 and activation score is under 40'],
  ])
})

describe('a score', () => {
  const health = t
    .score({
      usage: t.part(70, t.count('report', t.days(7)), t.rising(0, 4)),
      people: t.part(30, t.distinctUsers('invite', t.days(7)).atLeast(2)),
    })
    .bands({ 'at risk': 0, watch: 40, healthy: 70 })
    .exception('no source', t.count('source').is(0), 'at risk')

  test('moves from band to band at its exact edges, and an exception decides without being averaged in', () => {
    const model = modelOf({ scores: { health } })
    const rows = [
      row('03-01', 'Source Connected'),
      ...[
        row('03-02', 'Report Viewed'),
        row('03-03', 'Report Viewed'),
        row('03-04', 'Report Viewed'),
        row('03-05', 'Report Viewed'),
      ],
      ...[row('03-05', 'Invite Sent'), row('03-05', 'Invite Sent', 2)],
    ]
    const { transitions } = judge({ rows, to: '03-14', model })
    const told = transitions.flatMap((one) =>
      one.signal.key.startsWith('health.') ? [`${dayToIso(one.asOf).slice(5)} ${one.what} ${one.signal.key}`] : [],
    )
    expect(told).toEqual([
      '03-01 opened health.at risk',
      '03-04 opened health.watch',
      '03-04 closed health.at risk',
      '03-05 opened health.healthy',
      '03-05 closed health.watch',
      '03-10 closed health.healthy',
      '03-10 opened health.watch',
      '03-12 closed health.watch',
      '03-12 opened health.at risk',
    ])
  })

  test('what stands beside it is said, and moves nothing', () => {
    const model = modelOf({ scores: { health } })
    const rows = [1, 2, 3, 4].map((actor) => row('03-02', 'Report Viewed', actor))
    const told = judge({ rows, to: '03-02', model })
    const ledger = listLedger(model, model.scores[0]!, { scope: told.scope, at: 1 })
    expect([ledger.value, ledger.band, ledger.completeness, ledger.exceptions]).toEqual([
      ...[70, 'at risk', 1, [{ name: 'no source', band: 'at risk' }]],
    ])
  })

  test('of behaviour and fit keeps two axes, and names where they meet', () => {
    const interest = t.decaying({ report: t.points(10, t.days(10)), invite: t.points(20) })
    const fit = t.score({ size: t.part(100, t.count('source').atLeast(1)) })
    const pql = t.tiers({ 'High Priority': t.all(t.score('interest').atLeast(30), t.score('fit').atLeast(50)) })
    const model = modelOf({ scores: { interest: interest.level('account'), fit, pql } })
    const parts = model.scores.map(({ key, kind, sentence }) => [key, kind, sentence])
    expect(parts).toEqual([
      ['fit', 'parts', '0 to 100: up to 100 for size (whether Source Connected is at least 1).'],
      ['interest', 'decaying', '0 to 100: 20 for each invite, fading and 10 for each report, fading.'],
      ['pql', 'tiers', 'The first that holds of: High Priority.'],
    ])
  })
})
