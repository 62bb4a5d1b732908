import { expect, it } from 'vitest'
import type { AccountDetail } from '../../src/contract/account.ts'
import {
  type Config,
  count,
  days,
  daysSinceLast,
  defineConfig,
  event,
  part,
  rising,
  score,
  signal,
} from '../../src/index.ts'
import { openControlStore } from '../../src/store/control/open-control-store.ts'
import { openStory, type Story, tell } from './open-story-project.ts'

const quietAfter = (after: number): Config =>
  defineConfig({
    events: { task: event('Task Done', { kind: 'core' }) },
    signals: { quiet: signal('risk').when(daysSinceLast().atLeast(after)) },
    scores: { usage: score({ tasks: part(100, count('task', days(2)), rising(0, 2)) }) },
  })

/** What an earlier build would have kept: a model without rules, and no word of its format. */
async function keepAsBefore(dir: string): Promise<void> {
  const control = await openControlStore(dir)
  const { hash, model } = await control.selectFrom('config_version').selectAll().executeTakeFirstOrThrow()
  const { rules: _, ...former } = JSON.parse(model)
  await control
    .updateTable('config_version')
    .set({ model: JSON.stringify(former), format: 0 })
    .where('hash', '=', hash)
    .execute()
  await control.destroy()
}

async function livedBefore(): Promise<Story> {
  const story = await openStory({ config: quietAfter(2), start: '2026-03-02T10:00:00Z' })
  await story.send({ event: 'Task Done', userId: 'ana', context: { groupId: 'acme' } })
  await story.moveTo('2026-03-03T10:00:00Z')
  await story.close()
  await keepAsBefore(story.dir())
  return story
}

it('a data folder opens whose model was kept by another version: the days since are judged with the present one', async () => {
  const { dir } = await livedBefore()
  const story = await openStory({ config: quietAfter(2), start: '2026-03-06T10:00:00Z', dir: dir() })
  expect(story.said).toEqual([
    'The configuration in force so far was kept by another version of Telltale and cannot be read, so the present one judges the days since: 0 signals turned on and 0 off under it, silently.',
  ])
  expect(tell(await story.transitions())).toEqual(['2026-03-04 opened quiet of acme 1 (behaviour)'])
  await story.reopen()
  expect(story.said).toHaveLength(1)
})

it('says that a day is explained with the present configuration where that of the day cannot be read', async () => {
  const { dir } = await livedBefore()
  const story = await openStory({ config: quietAfter(3), start: '2026-03-06T10:00:00Z', dir: dir() })
  type Detail = { configOf: string; explanations: { state: string }[] }
  const told = async (path: string) => {
    const { configOf, explanations } = await story.get<Detail>(path)
    return [configOf, ...explanations.map(({ state }) => state)]
  }
  expect(await told('/accounts/acme?asOf=2026-03-04')).toEqual(['now', 'off'])
  expect(await told('/people/ana?asOf=2026-03-04')).toEqual(['now'])
  expect(await told('/accounts/acme')).toEqual(['day', 'on'])
  const { scores } = await story.get<AccountDetail>('/accounts/acme?since=2026-03-02')
  expect(scores.map(({ key, change }) => [key, change?.total, change?.configOf])).toEqual([['usage', -50, 'now']])
  expect(await story.refusalOf('/replay?from=2026-03-04&to=2026-03-04&configAsOf=2026-03-04')).toEqual([
    400,
    'bad_argument',
  ])
})
