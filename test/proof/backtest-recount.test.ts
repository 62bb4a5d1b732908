import { expect, it } from 'vitest'
import type { EpisodePage, EpisodeRow } from '../../src/contract/episodes.ts'
import type { OutcomeStanding } from '../../src/contract/outcomes.ts'
import {
  activeUsers,
  churned,
  count,
  days,
  daysSinceLast,
  defineConfig,
  event,
  expanded,
  outcome,
  signal,
} from '../../src/index.ts'
import { readOutcomes } from '../../src/run/read/read-outcomes.ts'
import { generateWorld } from '../../src/worlds/generate-world.ts'
import { openPast, prove } from './open-past.ts'

const DAY = 86_400_000
const END = Date.parse('2026-06-30T15:00:00Z')
const events = {
  task: event('Task Created', { kind: 'core', aliases: ['task_created', 'taskCreated'] }),
  done: event('Task Completed', { kind: 'core' }),
  limit: event('Plan Limit Reached', { kind: 'intent' }),
}
const config = defineConfig({
  events,
  outcomes: { churned: churned(), expanded: expanded() },
  signals: {
    quiet: signal('risk')
      .when(daysSinceLast().atLeast(4))
      .until(daysSinceLast().under(2))
      .minimum(2)
      .predicts(outcome('churned').within(days(60))),
    limit: signal('expansion')
      .on('limit')
      .cooldown(days(7))
      .predicts(outcome('expanded').within(days(45))),
    keen: signal('expansion')
      .level('member')
      .when(count('task', days(14)).atLeast(15))
      .predicts(outcome('expanded').within(days(30))),
    few: signal('risk')
      .when(activeUsers(days(14)).atMost(1))
      .cooldown(days(10))
      .predicts(outcome('churned').within(days(30))),
  },
})
const GAPS: Readonly<Record<string, number>> = { quiet: 7, limit: 3, keen: 3, few: 7 }

type Counts = Record<'alerts' | 'right' | 'wrong' | 'too_late' | 'too_early' | 'nothing_left', number>

/** What a reader would count with the list of replayed episodes in one hand and the list of outcomes in the other. */
function recount(
  rows: readonly EpisodeRow[],
  outcomesOf: ReadonlyMap<string, OutcomeStanding>,
  asked: { within: number; gap: number; until: number },
): Counts {
  const counts: Counts = { alerts: rows.length, right: 0, wrong: 0, too_late: 0, too_early: 0, nothing_left: 0 }
  const last = new Map<string, number>()
  for (const row of [...rows].sort((a, b) => a.openedAt.localeCompare(b.openedAt))) {
    const account = row.entity.level === 'person' ? '' : row.entity.account
    const opened = Date.parse(row.openedAt)
    if (opened - (last.get(account) ?? Number.NEGATIVE_INFINITY) < 90 * DAY) continue
    last.set(account, opened)
    // The list says itself where nothing was left to predict.
    if (row.outcome?.state === 'unknown' || opened >= asked.until) counts.nothing_left += 1
    else if (opened + asked.within * DAY > asked.until) counts.too_early += 1
    else {
      const next = outcomesOf
        .get(account)
        ?.dates.map(({ decided }) => Date.parse(decided))
        .find((at) => at > opened)
      if (next === undefined || next > opened + asked.within * DAY) counts.wrong += 1
      else counts[next <= opened + asked.gap * DAY ? 'too_late' : 'right'] += 1
    }
  }
  return counts
}

it('a backtest counts what a reader counts who goes through the replayed episodes and the outcomes', async () => {
  const world = generateWorld({ seed: 11, size: { accounts: 30, trials: 10, events: 15_000 }, end: END })
  const since = new Date(END - 200 * DAY).toISOString()
  const rows = [...world.messages()].filter(({ receivedAt, type }) => receivedAt >= since || type === 'subscription')
  const story = await openPast(config, new Date(END).toISOString(), rows)
  const project = story.project()
  const answer = await prove(project, { what: 'signal' })
  expect(answer.left_out.merged).toBe(0)
  const { data, nextCursor } = await story.get<EpisodePage>('/replay?from=2024-01-01&to=2026-06-29&limit=10000')
  expect(nextCursor).toBeNull()
  const accounts = new Set(data.flatMap(({ entity }) => (entity.level === 'person' ? [] : [entity.account])))
  const of = { model: project.config.judged.model, at: project.clock.now() }
  const told = new Map<string, readonly OutcomeStanding[]>()
  for (const key of accounts) told.set(key, (await readOutcomes(project, { account: key }, of)).outcomes)
  let right = 0
  for (const proof of answer.proofs) {
    if (proof.kind !== 'signal') continue
    const outcomesOf = new Map(
      [...told].map(([key, all]) => [key, all.find(({ outcome: name }) => name === proof.outcome)!]),
    )
    const until = Date.parse(`${answer.to}T00:00:00Z`) + DAY
    const asked = { within: proof.within_days, gap: GAPS[proof.name]!, until }
    const { tested, alerts } = proof
    const own = data.filter(({ signal: name }) => name === proof.name)
    const { not_at_risk, untold, ...counts } = tested
    expect([proof.name, { alerts, ...counts, nothing_left: not_at_risk + untold }]).toEqual([
      proof.name,
      recount(own, outcomesOf, asked),
    ])
    right += tested.right
  }
  expect(right).toBeGreaterThan(0)
}, 60_000)
