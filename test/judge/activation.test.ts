import { describe, expect, test } from 'vitest'
import { compileModel } from '../../src/config/compile-model.ts'
import type { ConfigInput } from '../../src/config/config-input.ts'
import type { Model } from '../../src/config/model.ts'
import { dayToIso, MS_PER_DAY, MS_PER_HOUR } from '../../src/core/time.ts'
import { makeFoldSpace } from '../../src/fold/fold-space.ts'
import { planFold } from '../../src/fold/plan-fold.ts'
import * as t from '../../src/index.ts'
import { judgeAccount } from '../../src/judge/judge-account.ts'
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
    },
    momentSpace: null,
    stateOf: () => undefined,
    events: [],
    factId,
    actorKey: String,
  })
  const { account } = model.graph
  const [activation] = model.activations
  const at = (node: number, date: string): number => judged.folded.values[node]![day(date) - day(from)]!
  return { ...judged, activation: activation!, account, at }
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
