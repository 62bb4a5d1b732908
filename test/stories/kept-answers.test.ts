import { expect, it } from 'vitest'
import { ANALYSES, type Analyses, type AnalysisKind } from '../../src/contract/analyze/analyses.ts'
import { foldedQuestions, standingQuestions } from '../../src/contract/analyze/standing-questions.ts'
import { MetricsQuery } from '../../src/contract/metrics.ts'
import { dayToIso, isoToDay } from '../../src/core/time.ts'
import { converted, count, days, defineConfig, event, milestone, trait } from '../../src/index.ts'
import { analyze } from '../../src/run/read/analyze.ts'
import { keepFolded, keepStanding } from '../../src/run/read/keep-standing.ts'
import { metricDeps } from '../../src/run/read/metric-deps.ts'
import { openStory, type Sent, type Story } from './open-story-project.ts'

const config = defineConfig({
  outcomes: { converted: converted() },
  account: { createdAt: trait('createdAt') },
  events: { note: event('Note Written', { kind: 'core', feature: 'notes' }) },
  activation: { within: days(7), milestones: { first: milestone('core').when(count('note').atLeast(1)) } },
})

const NEVER = new AbortController().signal
const note = (who: Sent, timestamp: string, account = 'acme'): Sent => ({
  ...{ event: 'Note Written', timestamp, ...who, context: { groupId: account } },
})

/** Asks, and says whether the engine was asked for it. */
function watch(story: Story) {
  let statements = 0
  const { store } = story.project()
  const report: typeof store.report = (asked) => {
    statements += 1
    return store.report(asked)
  }
  const project = { ...story.project(), store: { ...store, report } }
  const ask = async <K extends AnalysisKind>(kind: K, asked: Analyses[K]['asked']) => {
    const before = statements
    const query = ANALYSES[kind].query.parse(asked) as never
    const answer = await analyze(project, { kind, query, stop: NEVER })
    return { answer, worked: statements > before }
  }
  return { project, ask }
}

async function openMonday() {
  const story = await openStory({ config, start: '2026-03-09T10:00:00Z' })
  await story.send(note({ userId: 'ann' }, '2026-03-02T10:00:00Z'), note({ anonymousId: 'x' }, '2026-03-03T10:00:00Z'))
  const { ask } = watch(story)
  const two = { date_from: '2026-03-02', date_to: '2026-03-03' }
  const active = async (range: { date_from?: string; date_to?: string } = two) => {
    const { answer, worked } = await ask('active', range)
    return [answer.values, worked]
  }
  return { story, ask, active }
}

it('an event of today leaves what was answered about days that are over as it is; a late one does not', async () => {
  const { story, active } = await openMonday()
  expect(await active()).toEqual([[1, 1], true])
  expect(await active()).toEqual([[1, 1], false])
  await story.send(note({ userId: 'bob' }, '2026-03-09T10:00:00Z'))
  expect(await active()).toEqual([[1, 1], false])
  await story.send(note({ userId: 'bob' }, '2026-03-03T09:00:00Z'))
  expect(await active()).toEqual([[1, 2], true])
  expect(await active()).toEqual([[1, 2], false])
})

it('a range up to today holds while today goes on, and no longer', async () => {
  const { story, active } = await openMonday()
  const range = { date_from: '2026-03-08', date_to: '2026-03-09' }
  expect(await active(range)).toEqual([[0, null], true])
  await story.send(note({ userId: 'ann' }, '2026-03-09T10:00:00Z'))
  expect(await active(range)).toEqual([[0, null], false])
  await story.moveTo('2026-03-10T00:00:00Z')
  expect(await active(range)).toEqual([[0, 1], true])
})

it('who turns out to be somebody else changes the past only where there is one', async () => {
  const { story, active } = await openMonday()
  expect(await active()).toEqual([[1, 1], true])
  await story.send(note({ anonymousId: 'new' }, '2026-03-09T10:00:00Z'), {
    type: 'identify',
    anonymousId: 'new',
    userId: 'ann',
  })
  expect(await active()).toEqual([[1, 1], false])
  await story.send({ type: 'identify', anonymousId: 'x', userId: 'ann' })
  const joined = await active({ date_from: '2026-03-02', date_to: '2026-03-08' })
  expect([await active(), joined[0]]).toEqual([
    [[1, 1], true],
    [1, 1, 0, 0, 0, 0, 0],
  ])
})

it('accounts of which one takes in the other are one over all history', async () => {
  const { story, ask } = await openMonday()
  await story.send(note({ userId: 'eve' }, '2026-03-02T11:00:00Z', 'beta'))
  const accounts = async () => {
    const { answer, worked } = await ask('active', { actor: 'account', date_from: '2026-03-02', date_to: '2026-03-02' })
    return [answer.values, worked]
  }
  expect(await accounts()).toEqual([[2], true])
  expect(await accounts()).toEqual([[2], false])
  await story.control({ kind: 'account_merged', from: 'beta', into: 'acme', at: story.now() })
  expect(await accounts()).toEqual([[1], true])
})

it('what is read beside events is watched too: traits, plans, and whatever is worked out of everything', async () => {
  const { story, ask } = await openMonday()
  const byTier = async () => {
    const days_ = { date_from: '2026-03-02', date_to: '2026-03-02' }
    const { answer, worked } = await ask('active', { ...days_, breakdown: { trait: 'tier' } })
    return [answer.buckets!.map(({ value, values }) => [value, values]), worked]
  }
  const tier = (value: string, timestamp: string): Sent => ({
    ...{ type: 'group', userId: 'ann', groupId: 'acme', traits: { tier: value }, timestamp },
  })
  await story.send(tier('iron', '2026-03-01T10:00:00Z'))
  expect(await byTier()).toEqual([[['iron', [1]]], true])
  await story.send(tier('gold', '2026-03-09T10:00:00Z'))
  expect((await byTier())[0]).toEqual([['iron', [1]]])
  expect(await byTier()).toEqual([[['iron', [1]]], false])
  await story.send(tier('gold', '2026-03-01T11:00:00Z'))
  expect(await byTier()).toEqual([[['gold', [1]]], true])
})

it('what an id was said to be before it turned out to be of somebody changes their past, though it did nothing', async () => {
  const { story, ask } = await openMonday()
  const byTeam = async () => {
    const day = { date_from: '2026-03-02', date_to: '2026-03-02' }
    const { answer, worked } = await ask('active', { ...day, breakdown: { trait: 'team' } })
    return [answer.buckets!.map(({ value }) => value), worked]
  }
  const says = (who: Sent, team: string, timestamp: string): Sent => ({
    type: 'identify',
    traits: { team },
    timestamp,
    ...who,
  })
  await story.send(says({ userId: 'ann' }, 'own', '2026-03-05T10:00:00Z'))
  await story.send(says({ anonymousId: 'z' }, 'taken', '2026-03-01T10:00:00Z'))
  expect(await byTeam()).toEqual([[null], true])
  expect(await byTeam()).toEqual([[null], false])
  await story.send({ type: 'identify', anonymousId: 'z', userId: 'ann' })
  expect(await byTeam()).toEqual([['taken'], true])
})

it('metrics of the days that are over hold all day, those that fold every account too; until something is told of before', async () => {
  const { story } = await openMonday()
  const sized = (at: string, timestamp: string): Sent => ({
    ...{ type: 'group', userId: 'ann', groupId: 'acme', traits: { createdAt: at }, timestamp },
  })
  await story.send(sized('2026-02-20', '2026-03-02T09:00:00Z'))
  const { project } = watch(story)
  let asked = 0
  const report: typeof project.store.report = (statement) => {
    asked += 1
    return project.store.report(statement)
  }
  const { getMetrics } = metricDeps({ ...project, store: { ...project.store, report } })
  const rate = async () => {
    const before = asked
    const { metrics } = await getMetrics(MetricsQuery.parse({ metrics: 'activation_rate,wau' }), NEVER)
    return [metrics[0]!.of, metrics[1]!.value, asked > before]
  }
  const nobody = { count: 0, total: 1 }
  expect(await rate()).toEqual([nobody, 2, true])
  await story.send(note({ userId: 'bob' }, '2026-03-09T10:00:00Z', 'beta'), sized('2026-02-19', '2026-03-09T10:00:00Z'))
  expect(await rate()).toEqual([nobody, 2, false])
  await story.send(note({ userId: 'bob' }, '2026-02-21T10:00:00Z'))
  expect(await rate()).toEqual([{ count: 1, total: 1 }, 2, true])
})

it('what pages ask is worked out when the day closes: whoever opens one waits for no statement', async () => {
  const { story } = await openMonday()
  await story.moveTo('2026-03-10T00:10:00Z')
  const { project, ask } = watch(story)
  await keepStanding(project, NEVER)
  await keepFolded(project, NEVER)
  const dayBefore = (days_: number) => dayToIso(isoToDay('2026-03-09')! - days_)
  const adopted = { feature: 'notes', outcome: { key: 'converted', kind: 'converted', days: null } }
  const questions = [...standingQuestions(dayBefore), ...foldedQuestions(dayBefore, adopted)]
  // The metrics, those of adoption, by plan too, and their tree; the incidents, what is silent, and who uses which feature.
  expect(project.answers.size).toBe(questions.length + 7)
  await story.send(note({ userId: 'ann' }, '2026-03-10T00:05:00Z'))
  const answers = []
  for (const { kind, query } of questions) answers.push(await ask(kind, query as never))
  expect(answers.map(({ worked }) => worked)).toEqual(questions.map(() => false))
  const daily = answers[0]!.answer as Analyses['active']['answer']
  expect(daily.values.slice(-8)).toEqual([1, 1, 0, 0, 0, 0, 0, 0])
})

it('what is told of all accounts as of a close stands until something is told of before; as of now it is worked out again', async () => {
  const { story } = await openMonday()
  await story.moveTo('2026-03-10T00:10:00Z')
  const { ask } = watch(story)
  const steps = async (as_of?: string) => {
    const { answer, worked } = await ask('steps', { ...(as_of === undefined ? {} : { as_of }) })
    return [answer.steps[0]!.done, answer.too_early, worked]
  }
  const close = '2026-03-09'
  expect(await steps(close)).toEqual([1, 0, true])
  await story.send(note({ userId: 'bob' }, '2026-03-10T00:05:00Z', 'beta'))
  expect(await steps(close)).toEqual([1, 0, false])
  expect(await steps()).toEqual([1, 1, true])
  expect(await steps()).toEqual([1, 1, true])
  await story.send(note({ userId: 'eve' }, '2026-03-01T10:00:00Z', 'gamma'))
  expect(await steps(close)).toEqual([2, 0, true])
  const warnings = async () => (await ask('warnings', { as_of: close })).worked
  expect([await warnings(), await warnings()]).toEqual([true, false])
  await expect(steps('2026-03-10')).rejects.toMatchObject({ code: 'bad_argument' })
})
