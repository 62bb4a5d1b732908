import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { defineConfig, event } from '../../src/index.ts'
import { suppressionsOf } from '../../src/ingest/suppression.ts'
import { openStory, type Story } from './open-story-project.ts'

const config = defineConfig({ events: { note: event('Note Written', { kind: 'core' }) } })

const holds = (story: Story, text: string): string[] =>
  readdirSync(story.dir(), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && readFileSync(join(one.parentPath, one.name), 'latin1').includes(text))
    .map(({ name }) => name)

const wrote = (who: object) => ({ event: 'Note Written', properties: { secret: 'of theirs' }, ...who })

it('what comes of somebody forgotten is acknowledged and counted, and not a byte of it is written', async () => {
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  const asked = [
    ...suppressionsOf('person', ['u:user-ben', 'a:device-ben'], '07ff').map(
      (id) => ({ subject: 'person', id }) as const,
    ),
    ...suppressionsOf('account', ['bolt-ltd'], '08ff').map((id) => ({ subject: 'account', id }) as const),
  ]
  for (const one of asked) await story.control({ kind: 'forgotten', ...one })
  await story.send(wrote({ userId: 'user-ana' }))
  const kept = { userId: 'user-ana', properties: { pages: 9 } }
  await story.send(
    wrote({ userId: 'user-ben' }),
    { type: 'alias', userId: 'user-new', previousId: 'device-ben' },
    // A device that was his is somebody else's now: what she does stays hers.
    { type: 'identify', userId: 'user-ana', anonymousId: 'device-ben', traits: { plan: 'pro' } },
    wrote({ anonymousId: 'device-ben' }),
    wrote({ userId: 'user-ana', context: { groupId: 'bolt-ltd' } }),
    { event: 'Note Written', ...kept },
  )
  const { counts } = await story.get<{ counts: { events: number; quarantined: number } }>('/status')
  expect(counts).toMatchObject({ events: 2, quarantined: 4 })
  const { data } = await story.get<{ data: { reason: string; raw: string }[] }>('/quarantine')
  expect(data.map(({ reason, raw }) => [reason, raw])).toEqual(data.map(() => ['forgotten', '{"type":"forgotten"}']))
  await story.reopen()
  await story.send(wrote({ userId: 'user-ben' }))
  expect(['user-ben', 'device-ben', 'bolt-ltd', 'user-new'].flatMap((text) => holds(story, text))).toEqual([])
  expect(holds(story, 'user-ana')).not.toEqual([])
})
