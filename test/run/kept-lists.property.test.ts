import fc from 'fast-check'
import { expect, it } from 'vitest'
import { AccountQuery } from '../../src/contract/accounts.ts'
import type { ApiDeps } from '../../src/contract/api-deps.ts'
import { BandChangesQuery } from '../../src/contract/band-changes.ts'
import { WorklistQuery } from '../../src/contract/worklist.ts'
import {
  count,
  days,
  daysSinceLast,
  defineConfig,
  event,
  falling,
  milestone,
  part,
  routine,
  score,
  signal,
  team,
  trait,
} from '../../src/index.ts'
import { makeKeptRows } from '../../src/run/read/accounts/kept-rows.ts'
import { apiDeps } from '../../src/run/read/api-deps.ts'
import { openStory, type Sent, type Story } from '../stories/open-story-project.ts'

const csm = { team: 'success', action: 'Call' } as const

const config = defineConfig({
  account: { assignee: trait('csm'), renewsOn: trait('renews') },
  events: { task: event('task', { kind: 'core' }), opened: event('opened', { kind: 'core' }) },
  scores: {
    health: score({ recency: part(100, daysSinceLast(), falling(1, 4)) }).bands({ healthy: 60, 'at risk': 0 }),
  },
  activation: { within: days(3), milestones: { first: milestone('core').when(count('opened').atLeast(1)) } },
  signals: {
    quiet: signal('risk').when(daysSinceLast().atLeast(2)).suggest(csm),
    opens: signal('intent')
      .on('opened')
      .when(count('opened', days(3)).atLeast(1))
      .suggest({ team: 'sales', action: 'Write', cadence: 'daily' }),
  },
  teams: {
    success: team({ people: [], assignedBy: trait('csm'), capacity: 1, portfolio: 2 }),
    sales: team({ people: ['ina', 'jo'], capacity: 1, alertsPerWeek: 2 }),
  },
  worklist: {
    health: 'health',
    routines: { plan: routine('health', 'at risk').suggest({ ...csm, action: 'Plan', cadence: 'weekly' }) },
    renewals: { team: 'success', within: days(20) },
  },
})

const START = '2026-03-02T09:00:00Z'
const keys = fc.constantFrom('acme', 'beta', 'cobalt', 'delta')
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ what: fc.constant('event' as const), of: keys, name: fc.constantFrom('task', 'opened') }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('traits' as const),
      of: keys,
      traits: fc.record(
        {
          name: fc.constantFrom('Zeta', 'Alpha'),
          csm: fc.constantFrom('ana', 'ben', ''),
          renews: fc.constantFrom('2026-03-10', '2026-04-01', '2026-12-01'),
          colour: fc.constantFrom('red', 'blue'),
        },
        { requiredKeys: [] },
      ),
    }),
  },
  fc.record({ what: fc.constant('pays' as const), of: keys, amount: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ what: fc.constant('pulse' as const), of: keys, colour: fc.constantFrom('red', 'green') }),
  fc.record({ what: fc.constant('away' as const), person: fc.constantFrom('ana', 'ina') }),
  { weight: 3, arbitrary: fc.record({ what: fc.constant('act' as const), at: fc.nat(3), snooze: fc.boolean() }) },
  fc.record({ what: fc.constant('undo' as const) }),
  fc.record({ what: fc.constant('merge' as const) }),
  { weight: 2, arbitrary: fc.record({ what: fc.constant('hours' as const), by: fc.integer({ min: 5, max: 40 }) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

it('whatever happens, the lists that are kept are those that would be made anew', async () => {
  const asking = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 14 }), async (steps) => {
    const story = await openStory({ config, start: START })
    const kept = apiDeps(story.project(), () => new Uint8Array())
    await story.send(of('acme', { event: 'task' }), of('beta', { event: 'opened' }))
    const acted: string[] = []
    for (const one of steps) {
      await take(story, kept, { one, acted })
      const anew = () => apiDeps({ ...story.project(), rows: makeKeptRows() }, () => new Uint8Array())
      expect(await readAll(() => kept)).toEqual(await readAll(anew))
    }
    await story.close()
  })
  await fc.assert(asking, { numRuns: 6 })
}, 120_000)

async function readAll(deps: () => ApiDeps) {
  const accounts = []
  for (const query of [{}, { sort: 'name', order: 'asc' }, { sort: 'mrr' }, { type: 'risk' }] as const)
    accounts.push(await deps().listAccounts(AccountQuery.parse(query)))
  const work = []
  for (const query of [{}, { horizon: 'month' }, { assignee: 'ana' }, { assignee: 'ina' }, { team: 'sales' }] as const)
    work.push(
      await deps()
        .getWorklist(WorklistQuery.parse(query))
        .catch(({ code }) => code),
    )
  const bands = await deps()
    .getBandChanges(BandChangesQuery.parse({ score: 'health' }))
    .catch(({ code }) => code)
  return { accounts, work, bands, team: await deps().getTeam() }
}

function of(account: string, message: Sent): Sent {
  return { userId: `${account}.ada`, context: { groupId: account }, ...message }
}

type Taken = { readonly one: Step; readonly acted: string[] }

async function take(story: Story, deps: ApiDeps, { one, acted }: Taken): Promise<void> {
  switch (one.what) {
    case 'event':
      return story.send(of(one.of, { event: one.name }))
    case 'traits':
      return story.send({ type: 'group', userId: `${one.of}.ada`, groupId: one.of, traits: one.traits })
    case 'pays': {
      const from = new Date(story.now()).toISOString()
      const terms = { subscriptionId: one.of, mrrMinor: one.amount * 100, currency: 'EUR', from }
      return story.send({ type: 'subscription', context: { groupId: one.of }, ...terms })
    }
    case 'pulse':
      await deps.sayPulse(one.of, { colour: one.colour, note: 'so it seems', by: 'ana' } as never)
      return
    case 'away': {
      const today = new Date(story.now()).toISOString().slice(0, 10)
      await deps.noteAbsence({ person: one.person, from: today, to: today, cover: null, by: 'ana' })
      return
    }
    case 'act':
      return act(story, deps, { at: one.at, snooze: one.snooze, acted })
    case 'undo': {
      const last = acted.pop()
      if (last !== undefined) await deps.undoTask(last, { by: 'ana' })
      return
    }
    case 'merge':
      return story.control({ kind: 'account_merged', from: 'delta', into: 'acme', at: story.now() })
    case 'hours':
      return story.moveTo(story.now() + one.by * 3_600_000)
  }
}

async function act(
  story: Story,
  deps: ApiDeps,
  { at, snooze, acted }: { readonly at: number; readonly snooze: boolean; readonly acted: string[] },
): Promise<void> {
  const { tasks } = await deps.getWorklist(WorklistQuery.parse({ limit: 10 }))
  const task = tasks[at]
  if (task === undefined) return
  const until = new Date(story.now() + 2 * 86_400_000).toISOString().slice(0, 10)
  const said = snooze
    ? { what: 'snoozed' as const, by: 'ana', until, reason: 'away' }
    : { what: 'done' as const, by: 'ana', result: 'solved' as const, note: '' }
  await deps.actOnTask(task.id, said)
  acted.push(task.id)
}
