import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type Config, defineConfig, event, openTelltale, type Telltale } from '../../src/index.ts'
import { storyFolder } from './open-story-project.ts'

const watching = (atLeast: number): Config =>
  defineConfig({
    events: { note: event('Note Written', { kind: 'core' }) },
    metrics: { watch: { wau: { owner: 'Ana', atLeast, next: 'Call who left' } } },
  })

const note = (userId: string) => ({ type: 'track', event: 'Note Written', userId, context: { groupId: 'acme' } })

type Story = {
  readonly on: (day: string) => Promise<void>
  readonly send: (...users: readonly string[]) => Promise<void>
  readonly alerts: () => Promise<readonly string[]>
  readonly reopen: (config: Config) => Promise<void>
  readonly telltale: () => Telltale
}

async function open(): Promise<Story> {
  const dataDir = storyFolder()
  const clock = { at: Date.parse('2026-03-02T10:00:00Z') }
  const start = (config: Config) => openTelltale({ dataDir, config, clock: { now: () => clock.at } })
  let telltale = await start(watching(2))
  return {
    telltale: () => telltale,
    on: async (day) => {
      clock.at = Date.parse(`${day}T10:00:00Z`)
      await telltale.advance()
    },
    send: (...users) => telltale.send(users.map(note)),
    alerts: async () =>
      (await telltale.metricAlerts()).data.map(
        ({ id, owner, value, op, threshold, opened, closed, cause, closed_cause }) =>
          `${id} of ${owner}: ${value} ${op} ${threshold} from ${opened} (${cause}) to ${closed} (${closed_cause})`,
      ),
    reopen: async (config) => {
      await telltale.close()
      telltale = await start(config)
      await telltale.advance()
    },
  }
}

it('a metric that crosses its threshold opens one alert at the close of the day, and closes it when it is back', async () => {
  const story = await open()
  await story.send('ana', 'bo')
  await story.on('2026-03-03')
  expect(await story.alerts()).toEqual([])
  await story.send('ana')
  // The week from 3 March on holds Ana alone.
  await story.on('2026-03-10')
  const opened = 'wau/1 of Ana: 1 < 2 from 2026-03-09 (behaviour) to null (null)'
  expect(await story.alerts()).toEqual([opened])
  await story.on('2026-03-11')
  await story.on('2026-03-11')
  expect(await story.alerts()).toEqual(['wau/1 of Ana: 1 < 2 from 2026-03-09 (behaviour) to null (null)'])
  await story.send('ana', 'bo')
  await story.on('2026-03-12')
  expect(await story.alerts()).toEqual(['wau/1 of Ana: 1 < 2 from 2026-03-09 (behaviour) to 2026-03-11 (behaviour)'])
  await story.telltale().close()
})

it('another threshold is a cause of its own, and so is what a file brings; a start says nothing twice', async () => {
  const story = await open()
  await story.send('ana', 'bo')
  await story.on('2026-03-03')
  await story.reopen(watching(3))
  const byConfig = 'wau/1 of Ana: 2 < 3 from 2026-03-02 (config)'
  expect(await story.alerts()).toEqual([`${byConfig} to null (null)`])
  await story.reopen(watching(3))
  expect(await story.alerts()).toEqual([`${byConfig} to null (null)`])
  const file = join(storyFolder(), 'more.ndjson')
  writeFileSync(file, `${JSON.stringify({ ...note('cy'), timestamp: '2026-03-01T10:00:00Z' })}\n`)
  await story.telltale().importFile(file)
  await story.telltale().advance()
  expect(await story.alerts()).toEqual([`${byConfig} to 2026-03-02 (import)`])
  await story.telltale().close()
})

it('days that were over and become known otherwise cross a threshold by correction', async () => {
  const dataDir = storyFolder()
  const clock = { at: Date.parse('2026-03-05T10:00:00Z') }
  const config = defineConfig({
    events: {
      note: event('Note Written', { kind: 'core', feature: 'notes' }),
      chart: event('Chart Drawn', { kind: 'depth', feature: 'charts' }),
    },
    metrics: {
      promotions: [{ feature: 'charts', on: '2026-02-02' }],
      watch: { promoted_adoption: { owner: 'Ana', atLeast: 1 } },
    },
  })
  const telltale = await openTelltale({ dataDir, config, clock: { now: () => clock.at } })
  const on = async (day: string) => {
    clock.at = Date.parse(`${day}T10:00:00Z`)
    await telltale.advance()
  }
  /** Each of thirty accounts, once. */
  const all = (name: string, day: string) =>
    Array.from({ length: 30 }, (_, i) => ({
      ...{ type: 'track', event: name, userId: `u${i}`, context: { groupId: `a${i}` } },
      timestamp: `${day}T09:00:00Z`,
    }))
  await telltale.send([...all('Note Written', '2026-01-20'), ...all('Chart Drawn', '2026-02-10')])
  await on('2026-03-06')
  expect((await telltale.metricAlerts()).data).toEqual([])
  // Told late: they had drawn charts before the promotion too, so that it moved nothing.
  await telltale.send(all('Chart Drawn', '2026-01-21'))
  await on('2026-03-07')
  const [alert, ...others] = (await telltale.metricAlerts()).data
  expect(others).toEqual([])
  expect(alert).toMatchObject({ id: 'promoted_adoption/1', value: 0, cause: 'correction', opened: '2026-03-06' })
  await telltale.close()
})
