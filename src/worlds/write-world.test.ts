import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateWorld } from './generate-world.ts'
import { generateWorldColumns } from './generate-world-columns.ts'
import { writeWorld } from './write-world.ts'

const OPTIONS = { seed: 6, size: { accounts: 20, trials: 40, events: 20_000 } }
let dir: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'world-'))
})
afterAll(() => rm(dir, { recursive: true }))

test('a written world is the generated one, and its truth counts what was written', async () => {
  const shares: number[] = []
  const written = await writeWorld({ ...OPTIONS, dir, onProgress: ({ share }) => shares.push(share) })
  const lines = gunzipSync(await readFile(written.messagesPath))
    .toString()
    .trimEnd()
    .split('\n')
  const world = generateWorld(OPTIONS)
  expect(lines).toEqual([...world.messages()].map((message) => JSON.stringify(message)))

  const truth = JSON.parse(await readFile(written.truthPath, 'utf8'))
  const events = new Map<string, string>()
  for (const message of world.messages()) if (message.type === 'track') events.set(message.messageId, message.event)
  expect(truth.counts.messages).toBe(lines.length)
  expect(truth.counts.events).toBe(events.size)
  const boards = [...events.values()].filter((event) => event === 'Board Viewed').length
  expect(new Map(truth.counts.byEvent).get('Board Viewed')).toBe(boards)
  expect(truth.accounts.length).toBe(60)
  expect(shares.at(-1)).toBe(1)
})

test('the columns hold the same events as the messages', () => {
  const world = generateWorld(OPTIONS)
  const expected = new Map<string, string>()
  for (const { message, copy } of world.deliveries()) {
    if (message.type !== 'track' || copy) continue
    const { event, userId, anonymousId, context, timestamp, receivedAt, properties } = message
    const row = [
      event,
      userId ?? anonymousId,
      context.groupId ?? null,
      timestamp,
      receivedAt,
      JSON.stringify(properties),
    ]
    expected.set(message.messageId, JSON.stringify(row))
  }
  const found = new Map<string, string>()
  for (const chunk of generateWorldColumns(world.plan)) {
    const { lists } = chunk
    for (let i = 0; i < chunk.rows; i++) {
      const group = chunk.group[i] === -1 ? null : lists.groups[chunk.group[i]!]
      const times = [chunk.ts[i]!, chunk.knownAt[i]!].map((at) => new Date(at).toISOString())
      const row = [lists.events[chunk.event[i]!], lists.actors[chunk.actor[i]!], group, ...times]
      found.set(chunk.messageId[i]!, JSON.stringify([...row, lists.properties[chunk.properties[i]!]]))
    }
  }
  expect(found).toEqual(expected)
})
