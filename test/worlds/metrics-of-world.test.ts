import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { METRIC_IDS } from '../../src/config/metrics/catalogue.ts'
import {
  activeDays,
  count,
  days,
  defineConfig,
  event,
  milestone,
  openTelltale,
  part,
  rising,
  score,
  trait,
} from '../../src/index.ts'
import { writeWorld } from '../../src/worlds/write-world.ts'
import { addCast } from './add-cast.ts'
import { readRaw } from './metrics-of-world.ts'
import { tellFromRaw } from './tell-from-raw.ts'

const frequency = () => score({ frequency: part(100, activeDays(days(28)), rising(0, 20)) })

/** The demo's product with everything in it that the metrics ask for. Nobody is excluded, and an event belongs to the account it names. */
const config = defineConfig({
  product: { name: 'Taskflow', trialDays: 14, grossMargin: 0.8 },
  account: { createdAt: trait('createdAt'), renewsOn: trait('renewal_date'), fallback: 'none' },
  events: {
    project: event('Project Created', {
      ...{ kind: 'core', feature: 'projects' },
      aliases: ['project_created', 'projectCreated', 'create-project', 'proejct_created'],
    }),
    task: event('Task Created', { kind: 'core', feature: 'tasks', aliases: ['task_created', 'taskCreated'] }),
    done: event('Task Completed', { kind: 'core', feature: 'tasks' }),
    board: event('Board Viewed', { kind: 'depth', feature: 'boards' }),
    report: event('Report Viewed', { kind: 'depth', feature: 'reports', aliases: ['Report Opened'] }),
    invite: event('Invite Sent', { kind: 'team' }),
    signedUp: event('Signed Up'),
  },
  activation: {
    within: days(14),
    signUp: 'signedUp',
    milestones: {
      project: milestone('core').when(count('project').atLeast(1)),
      tasks: milestone('depth').when(count('task').atLeast(3)),
    },
    checklist: ['project', 'invite'],
  },
  scores: {
    engagement: frequency(),
    memberEngagement: frequency().level('member'),
    health: frequency().bands({ healthy: 50, 'at risk': 0 }),
    pqa: frequency().bands({ high: 75, low: 0 }),
    pql: frequency().bands({ high: 20, low: 0 }).level('member'),
  },
  metrics: {
    coreFeature: 'tasks',
    features: { boards: { tier: 'nice-to-have' } },
    promotions: [{ feature: 'reports', on: '2026-05-04' }],
    visit: 'signedUp',
    lead: { trait: 'title', value: 'Analyst' },
    spend: { '2026-04': { ads: 900, partner: 200 }, '2026-05': { ads: 1_000, partner: 250, organic: 0 } },
    rates: {
      to: 'USD',
      dated: { '2024-01-01': { EUR: '1.1', GBP: '1.27' }, '2026-05-15': { EUR: '1.2', GBP: '1.3' } },
    },
    northStar: { event: 'done', count: 'per_account', inputs: ['activation_rate', 'stickiness', 'l7'] },
  },
})

it('every metric of a world is what plain loops over what it sent, and over its truth, come to', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'telltale-metrics-world-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const messy = ['identityMess', 'hostileNames', 'duplicates', 'clockSkew'] as const
  const { messagesPath, truthPath } = await writeWorld({
    ...{ dir, gzip: false, seed: 7, size: { accounts: 24, trials: 90, events: 3_000 } },
    mechanisms: Object.fromEntries(messy.map((one) => [one, false])),
  })
  addCast(messagesPath, truthPath)
  const clock = { now: () => Date.parse('2026-06-30T15:00:00Z') }
  const telltale = await openTelltale({ dataDir: join(dir, 'data'), config, clock, threads: 1 })
  await telltale.importFile(messagesPath)
  const { metrics, as_of } = await telltale.metrics({ preset: 'all' })
  expect(as_of).toBe('2026-06-29')
  const expected = tellFromRaw(readRaw(messagesPath, truthPath), Date.parse(as_of) / 86_400_000)
  expect(Object.keys(expected).sort()).toEqual([...METRIC_IDS].sort())
  const told = Object.fromEntries(metrics.map(({ id, value, previous }) => [id, [value, previous]]))
  const round = (value: number | null | undefined) => (value == null ? null : Math.round(value * 1e9) / 1e9)
  const rounded = (pairs: Record<string, (number | null)[]>) =>
    Object.fromEntries(METRIC_IDS.map((id) => [id, pairs[id]?.map(round)]))
  expect(rounded(told)).toEqual(rounded(expected))
  // What nobody does in a world could be wrong unseen.
  expect(Object.entries(told).filter(([, [value]]) => !value)).toEqual([])
  await telltale.close()
}, 120_000)
