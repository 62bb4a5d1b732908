import { expect, it } from 'vitest'
import { count, days, defineConfig, event, signal } from '../../src/index.ts'
import type { Project } from '../../src/run/project.ts'
import { importRows } from './import-rows.ts'
import { openStory } from './open-story-project.ts'

const config = defineConfig({
  account: { key: ['context.groupId'] },
  events: { asked: event('Help Asked', { kind: 'support' }), read: event('Page Read', { kind: 'core' }) },
  signals: {
    stuck: signal('risk')
      .on('asked')
      .when(count(['asked', 'read'], days(2)).atLeast(4)),
  },
})

const context = { groupId: 'acme' }
const asked = { event: 'Help Asked', userId: 'ana', context }
const read = { event: 'Page Read', userId: 'bo', context }

/** How often the store is asked for raw events, or for timelines. */
function countScans(project: Project, name: 'scanEvents' | 'scanTimelines' = 'scanEvents'): () => number {
  const scan = project.store[name] as (...of: unknown[]) => unknown
  let scans = 0
  Object.assign(project.store, {
    [name]: (...of: unknown[]) => {
      scans += 1
      return scan(...of)
    },
  })
  return () => scans
}

it('an event is judged on what came before it on its day without the day being read, over midnight and after a restart too', async () => {
  const story = await openStory({ config, start: '2026-03-01T09:00:00Z' })
  const opened = async () => (await story.transitions()).map(({ what, values }) => [what, values[0]?.value])
  await story.send(asked, read)

  await story.moveTo('2026-03-02T09:00:00Z')
  const before = countScans(story.project())
  await story.send(read)
  await story.send(asked)
  expect(await opened()).toEqual([['opened', 4]])
  expect(before()).toBe(0)
  const ofBeta = { ...read, context: { groupId: 'beta' } }
  await story.send(ofBeta, ofBeta, ofBeta)

  await story.reopen()
  await story.project().store.readAhead()
  const after = countScans(story.project())
  await story.send({ ...ofBeta, event: 'Help Asked' })
  expect(await opened()).toEqual([
    ['opened', 4],
    ['opened', 4],
  ])
  expect(after()).toBe(0)
})

it('what came more than a day late has the events of the day read: causes are told event by event', async () => {
  const story = await openStory({ config, start: '2026-03-01T09:00:00Z' })
  await story.send(read)
  await story.moveTo('2026-03-03T09:00:00Z')
  await story.send(asked)
  const scans = countScans(story.project())
  await story.send(
    { ...read, timestamp: '2026-03-02T08:00:00Z' },
    { ...read, timestamp: '2026-03-02T08:00:01Z' },
    asked,
  )
  expect(scans()).toBeGreaterThan(0)
  expect((await story.transitions()).map(({ what, cause }) => [what, cause])).toEqual([['opened', 'correction']])
})

it('a day that was imported stands in memory too, and what the import alone made true is of the cause import', async () => {
  const story = await openStory({ config, start: '2026-03-02T09:00:00Z' })
  const past = (account: string, times: readonly string[]) =>
    times.map((at) => ({
      ...{ type: 'track', messageId: `${account} ${at}`, event: 'Page Read', userId: `of ${account}` },
      ...{ timestamp: `${at}Z`, context: { groupId: account } },
    }))
  const today = ['2026-03-02T08:00:00', '2026-03-02T08:10:00', '2026-03-02T08:20:00']
  await importRows(story, [...past('acme', today), ...past('beta', ['2026-03-01T08:00:00', ...today])])
  const own = (groupId: string) => ({ context: { groupId } })
  await story.send({ ...read, ...own('beta') })
  const told = async () => (await story.transitions()).map(({ entity, cause }) => [entity, cause])

  const scans = countScans(story.project())
  await story.send({ ...asked, ...own('acme') })
  expect(await told()).toEqual([[{ level: 'account', account: 'acme' }, 'import']])
  expect(scans()).toBe(0)

  await story.reopen()
  await story.project().store.readAhead()
  const after = countScans(story.project())
  const four = [...Array(3).fill({ ...read, ...own('beta') }), { ...asked, ...own('beta') }]
  await story.send(...four)
  expect((await told()).at(-1)).toEqual([{ level: 'account', account: 'beta' }, 'behaviour'])
  expect(after()).toBe(0)
})

it('an account that is active when another is judged is read along with it', async () => {
  const story = await openStory({ config, start: '2026-03-01T09:00:00Z' })
  const scans = countScans(story.project(), 'scanTimelines')
  const ofBeta = { ...read, context: { groupId: 'beta' } }
  await story.send(asked, ofBeta, ofBeta, ofBeta)
  expect(scans()).toBe(1)
  await story.send({ ...ofBeta, event: 'Help Asked' })
  expect((await story.transitions()).map(({ what, entity }) => [what, entity])).toEqual([
    ['opened', { level: 'account', account: 'beta' }],
  ])
  expect(scans()).toBe(1)
})
