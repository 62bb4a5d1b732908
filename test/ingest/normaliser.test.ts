import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { workerUrl } from '../../src/core/package-root.ts'
import { packStretch, unpackStretch, withBuffers } from '../../src/ingest/frame-transfer.ts'
import { DEFAULT_INGEST_SETTINGS } from '../../src/ingest/ingest-settings.ts'
import type { FrameStretch } from '../../src/ingest/normalise-batch.ts'
import { openInlineNormaliser, openNormaliser } from '../../src/ingest/open-normaliser.ts'
import { logFolder } from '../../src/store/log/list-segments.ts'
import { openLogWriterInline } from '../../src/store/log/open-log-writer-inline.ts'
import { messagesOf } from '../event-rows.ts'
import { dataFolder } from '../log-stories.ts'

const receivedAt = Date.parse('2026-03-10T12:00:00.000Z')

/** A batch with every kind of message and refusal, lines of an import, and a closed day. */
const batch = [
  { type: 'track', userId: 'ana', event: 'Opened', properties: { a: 1 }, context: { groupId: 'acme', sessionId: 's' } },
  { type: 'identify', userId: 'ana', anonymousId: 'anon', traits: { plan: 'team' } },
  { type: 'page', anonymousId: 'anon', name: ' Pricing ' },
  { type: 'screen', userId: 'ana@example.com', name: 'Home' },
  { type: 'group', userId: 'ana', groupId: 'acme' },
  { type: 'track', userId: 'null', event: 'Opened' },
  { type: 'alias', userId: 'ana', previousId: 'old' },
  { type: 'track', userId: 'bo', event: 'Account Added User', context: { groupId: 'acme' } },
]
const lines = [{ type: 'track', userId: 'ana', event: 'Opened', timestamp: '1999-01-01' }, 'torn']
const place = { kind: 'messages', receivedAt } as const
const stretch: FrameStretch = {
  log: 'live',
  after: 0,
  upTo: 11,
  frames: [
    {
      header: { ...place, source: 'web', shape: 'batch', imported: false, firstN: 1, count: 8 },
      body: Buffer.from(JSON.stringify({ batch })),
    },
    { header: { kind: 'day_closed', day: 20_522, receivedAt, firstN: 9, count: 1 }, body: Buffer.alloc(0) },
    {
      header: { ...place, source: 'file', shape: 'lines', imported: true, firstN: 10, count: 2 },
      body: Buffer.from(lines.map((one) => JSON.stringify(one)).join('\n')),
    },
  ],
}

test('messages and frames cross to another thread and back unchanged', async () => {
  const expected = await openInlineNormaliser(DEFAULT_INGEST_SETTINGS).normalise(stretch)
  expect(messagesOf(expected).map((m) => [m.n, m.type])).toEqual([
    [1, 'event'],
    [2, 'identify'],
    [3, 'event'],
    [4, 'event'],
    [5, 'group'],
    [7, 'alias'],
    [8, 'event'],
    [8, 'membership'],
    [10, 'event'],
  ])
  const crossed = structuredClone(expected)
  expect(messagesOf({ ...crossed, events: withBuffers(crossed.events) })).toEqual(messagesOf(expected))
  expect(unpackStretch(structuredClone(packStretch(stretch)))).toEqual(stretch)
})

const built = existsSync(workerUrl('ingest/normalise.worker.ts'))
const reason = built ? '' : ' (skipped: no dist, run npm run build)'

test.skipIf(!built)(`a worker thread answers in order, and after close refuses${reason}`, async () => {
  const normaliser = openNormaliser(DEFAULT_INGEST_SETTINGS)
  const inline = openInlineNormaliser(DEFAULT_INGEST_SETTINGS)
  const first = normaliser.normalise(stretch)
  const second = normaliser.normalise({ ...stretch, after: 1 })
  expect(await first).toEqual(await inline.normalise(stretch))
  expect(messagesOf(await second).map((m) => m.n)).toEqual([2, 3, 4, 5, 7, 8, 8, 10])
  await normaliser.close()
  await expect(normaliser.normalise(stretch)).rejects.toThrow('Cancelled')
})

const asked = { log: 'import-a', after: 0, bytes: 1 << 20 }

/** An import's log with the lines of the stretch. */
async function writtenLog(): Promise<string> {
  const dir = dataFolder()
  const writer = openLogWriterInline({ dir, logName: asked.log })
  const header = { ...place, source: 'file', shape: 'lines', imported: true, count: 2 } as const
  await writer.append(header, stretch.frames[2]!.body)
  await writer.close()
  return dir
}

test.skipIf(!built)(
  `a worker thread reads the log of an import itself, and tells when it is damaged${reason}`,
  async () => {
    const dataDir = await writtenLog()
    const [normaliser, inline] = [
      openNormaliser(DEFAULT_INGEST_SETTINGS),
      openInlineNormaliser(DEFAULT_INGEST_SETTINGS),
    ]
    const read = await normaliser.readLog({ ...asked, dataDir })
    expect(messagesOf(read!).map((m) => [m.n, m.type])).toEqual([[1, 'event']])
    expect(read).toEqual(await inline.readLog({ ...asked, dataDir }))
    expect(await normaliser.readLog({ ...asked, dataDir, after: read!.upTo })).toBeNull()
    const folder = logFolder(dataDir, asked.log)
    const segment = join(folder, readdirSync(folder)[0]!)
    const bytes = readFileSync(segment)
    bytes[9] = 0
    writeFileSync(segment, bytes)
    for (const { readLog } of [normaliser, inline])
      await expect(readLog({ ...asked, dataDir })).rejects.toMatchObject({
        name: 'TelltaleError',
        code: 'log_damaged',
        params: { path: segment },
      })
    await Promise.all([normaliser.close(), inline.close()])
  },
)
