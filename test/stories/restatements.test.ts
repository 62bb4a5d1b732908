import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { phraseRestatedBy } from '../../src/contract/phrase-restatement.ts'
import type { RestatementList } from '../../src/contract/restatements.ts'
import { type Config, defineConfig, event, openTelltale, type Telltale, trait } from '../../src/index.ts'
import { appendBody } from '../../src/run/apply/live-log.ts'
import { catchUpNow } from '../../src/run/apply/take-in.ts'
import { runCommand } from '../cli/run-command.ts'
import { openStory, type Sent, storyFolder } from './open-story-project.ts'

const PLAIN = defineConfig({ events: { note: event('Note Written', { kind: 'core' }) } })

const note = (userId: string, groupId: string, timestamp: string) => ({
  ...{ type: 'track', event: 'Note Written', userId, context: { groupId } },
  timestamp: `${timestamp}T09:00:00Z`,
})

type Story = {
  readonly telltale: () => Telltale
  readonly on: (day: string) => Promise<void>
  readonly reopen: (config: Config) => Promise<void>
  /** "wau 2026-03-02 to 2026-03-08: 2 → 3 (1 event that came late)", the oldest first, but for the rates that follow from it. */
  readonly told: (metric: 'wau' | 'mrr' | 'active_accounts') => Promise<readonly string[]>
}

async function open(): Promise<Story> {
  const dataDir = storyFolder()
  const clock = { at: Date.parse('2026-03-02T10:00:00Z') }
  const start = (config: Config) => openTelltale({ dataDir, config, clock: { now: () => clock.at } })
  let telltale = await start(PLAIN)
  return {
    telltale: () => telltale,
    on: async (day) => {
      clock.at = Date.parse(`${day}T10:00:00Z`)
      await telltale.advance()
    },
    reopen: async (config) => {
      await telltale.close()
      telltale = await start(config)
      await telltale.advance()
    },
    told: async (metric) => {
      const { data } = await telltale.restatements({ metric })
      return data
        .map(
          ({ from, to, old, new: now, by }) =>
            `${from} to ${to}: ${old} → ${now} (${by.map(phraseRestatedBy).join('; ')})`,
        )
        .reverse()
    },
  }
}

it('a week that was over and gets an event late is restated once, with the old number, the new one and why', async () => {
  const story = await open()
  await story.telltale().send([note('ana', 'acme', '2026-03-02'), note('bo', 'acme', '2026-03-02')])
  await story.on('2026-03-09')
  await story.on('2026-03-10')
  expect(await story.told('wau')).toEqual([])
  await story.telltale().send([note('cy', 'acme', '2026-03-05'), note('cy', 'acme', '2026-03-10')])
  await story.on('2026-03-11')
  const restated = '2026-03-02 to 2026-03-08: 2 → 3 (1 event that came late)'
  expect(await story.told('wau')).toEqual([restated])
  await story.on('2026-03-12')
  await story.reopen(PLAIN)
  expect(await story.told('wau')).toEqual([restated])
  await story.telltale().close()
})

it('people who turn out to be another company restate how many accounts there were, and say the split', async () => {
  const story = await open()
  await story.telltale().send([note('ana', 'acme', '2026-03-02'), note('bo', 'acme', '2026-03-03')])
  await story.on('2026-03-09')
  await story.telltale().splitAccount('acme', { into: 'labs', people: ['bo'], at: '2026-03-01T00:00:00Z' })
  await story.on('2026-03-10')
  expect(await story.told('active_accounts')).toEqual(['2026-03-02 to 2026-03-08: 1 → 2 (1 split of an account)'])
  expect(await story.told('wau')).toEqual([])
  await story.telltale().close()
})

it('what a file brings, accounts that are merged and other definitions are each told as such', async () => {
  const story = await open()
  await story.telltale().send([note('ana', 'acme', '2026-03-02'), note('bo', 'brio', '2026-03-02')])
  await story.on('2026-03-09')
  const file = join(storyFolder(), 'more.ndjson')
  writeFileSync(file, `${JSON.stringify(note('cy', 'acme', '2026-03-03'))}\n`)
  await story.telltale().importFile(file)
  await story.telltale().advance()
  const [byImport, ...others] = await story.told('wau')
  expect(byImport).toMatch(/^2026-03-02 to 2026-03-08: 2 → 3 \(what was read from a file\)$/)
  expect(others).toEqual([])
  await story.telltale().mergeAccount('brio', { into: 'acme' })
  await story.on('2026-03-10')
  expect(await story.told('active_accounts')).toEqual(['2026-03-02 to 2026-03-08: 2 → 1 (1 merge of accounts)'])
  await story.reopen(defineConfig({ events: { note: event('Note Written', { kind: 'support' }) } }))
  const byConfig = '2026-03-02 to 2026-03-08: 3 → 0 (other definitions in the configuration)'
  expect((await story.told('wau')).slice(1)).toEqual([byConfig])
  await story.telltale().close()
})

it('terms that a source tells after the month is over change the MRR of that month, and what follows from it', async () => {
  const config = defineConfig({ events: {}, exclude: [trait('is_test').is(true)] })
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  const tell = async (now: string, subscriptionId: string, mrrMinor: number, from: string): Promise<void> => {
    story.setClock(now)
    const said = {
      type: 'subscription',
      groupId: 'acme',
      subscriptionId,
      mrrMinor,
      currency: 'EUR',
      from,
      receivedAt: now,
    }
    const header = { kind: 'messages', source: 'stripe', shape: 'lines', imported: true, count: 1 } as const
    await appendBody(story.project().live, header, Buffer.from(JSON.stringify(said)))
    await catchUpNow(story.project())
  }
  await story.send(note('ana', 'acme', '2026-03-02'))
  await tell('2026-03-02T11:00:00Z', 's1', 4_900, '2026-03-02T09:00:00Z')
  story.setClock('2026-04-02T10:00:00Z')
  await catchUpNow(story.project())
  await tell('2026-04-02T11:00:00Z', 's2', 3_000, '2026-03-20T09:00:00Z')
  story.setClock('2026-04-03T10:00:00Z')
  await catchUpNow(story.project())
  const { data } = await story.get<RestatementList>('/metrics/restatements')
  expect(data.find(({ metric }) => metric === 'mrr')).toMatchObject({
    ...{
      title: 'Monthly recurring revenue',
      unit: 'money',
      currency: 'EUR',
      from: '2026-03-01',
      to: '2026-03-31',
      old: 4_900,
      new: 7_900,
    },
    ...{ held: '2026-04-02T10:00:00.000Z', seen: '2026-04-03T10:00:00.000Z' },
    by: [{ what: 'late_terms', count: 1, names: [] }],
  })
  expect(data.map(({ metric }) => metric).toSorted()).toEqual(['arpa', 'arr', 'mrr', 'new_mrr'])
  await story.send({ type: 'group', userId: 'ana', groupId: 'acme', traits: { is_test: true } })
  story.setClock('2026-04-04T10:00:00Z')
  await catchUpNow(story.project())
  const [gone] = (await story.get<RestatementList>('/metrics/restatements?metric=mrr&since=2026-04-04')).data
  expect(gone).toMatchObject({ old: 7_900, new: null, by: [{ what: 'exclusion', count: 1, names: [] }] })
  expect(await story.refusalOf('/metrics/restatements?metric=mmr')).toEqual([400, 'unknown_name'])
  await story.close()
})

it('ids that are joined and people who turn out to be of an account are each told as such', async () => {
  const story = await openStory({ config: PLAIN, start: '2026-03-02T10:00:00Z' })
  const bare = (who: object) => ({ type: 'track', event: 'Note Written', ...who, timestamp: '2026-03-02T09:00:00Z' })
  await story.send(note('ana', 'acme', '2026-03-02'), bare({ anonymousId: 'tablet' }), bare({ userId: 'bo' }))
  const told = async (day: string, ...messages: Sent[]) => {
    const before = (await list()).length
    await story.send(...messages)
    story.setClock(`${day}T10:00:00Z`)
    await catchUpNow(story.project())
    const found = (await list()).slice(before)
    return found.map(
      ({ metric, old, new: now, by }) => `${metric} ${old} → ${now}: ${by.map(phraseRestatedBy).join('; ')}`,
    )
  }
  const list = async () =>
    (await story.get<RestatementList>('/metrics/restatements')).data
      .filter(({ metric }) => metric === 'wau' || metric === 'active_accounts')
      .toReversed()
  expect(await told('2026-03-09')).toEqual([])
  expect(await told('2026-03-10', { type: 'identify', userId: 'ana', anonymousId: 'tablet' })).toEqual([
    'wau 3 → 2: 1 id that was joined to a person',
  ])
  expect(
    await told('2026-03-11', { type: 'group', userId: 'bo', groupId: 'brio', timestamp: '2026-03-01T09:00:00Z' }),
  ).toEqual(['active_accounts 1 → 2: 1 membership that came late'])
  await story.close()
})

it('who was forgotten is missing in the weeks before, and that is said without a name', async () => {
  const cwd = storyFolder()
  const file = join(cwd, 'telltale.config.ts')
  writeFileSync(
    file,
    `import { defineConfig, event } from 'telltale'
     export default defineConfig({ events: { note: event('Note Written', { kind: 'core' }) } })`,
  )
  const clock = { at: Date.parse('2026-03-02T10:00:00Z') }
  const start = () => openTelltale({ dataDir: join(cwd, '.telltale'), config: file, clock: { now: () => clock.at } })
  const before = await start()
  await before.send([note('ana', 'acme', '2026-03-02'), note('bo', 'acme', '2026-03-02')])
  clock.at = Date.parse('2026-03-09T10:00:00Z')
  await before.advance()
  await before.close()
  expect((await runCommand(['forget', 'person', 'bo', '--yes'], { cwd, now: clock.at })).code).toBe(0)
  const after = await start()
  await after.advance()
  const { data } = await after.restatements({ metric: 'wau' })
  await after.close()
  expect(data).toMatchObject([{ from: '2026-03-02', old: 2, new: 1, by: [{ what: 'forget', count: null, names: [] }] }])
  expect(JSON.stringify(data)).not.toMatch(/\bbo\b/)
}, 60_000)
