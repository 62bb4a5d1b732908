import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageRoot } from '../../src/core/package-root.ts'
import { compileSettings, DEFAULT_INGEST_SETTINGS } from '../../src/ingest/ingest-settings.ts'
import { normaliseFrame } from '../../src/ingest/normalise-frame.ts'
import { basic, normaliseAppended, startSegment } from './segment-server.ts'

const folder = process.env.TELLTALE_TEST_DATA ?? join(packageRoot(), '../shared/data')
const file = join(folder, 'segment_spec/payload_examples.ndjson')
const reason = existsSync(file) ? '' : ` (skipped: ${file} is absent)`

type Example = { readonly file: string; readonly heading: string; readonly payload: Record<string, unknown> }
const examples = (): Example[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
const count = (names: readonly string[]) => {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

test.skipIf(reason !== '')(
  `the payloads of Segment's own documentation, as a file: each is accepted or refused for a reason${reason}`,
  () => {
    const lines = examples().map(({ payload }) => JSON.stringify(payload))
    const header = {
      kind: 'messages',
      receivedAt: Date.parse('2026-03-10'),
      source: 'spec',
      shape: 'lines',
      imported: true,
      firstN: 1,
      count: 70,
    } as const
    const { messages, refused } = normaliseFrame(
      { header, body: Buffer.from(lines.join('\n')) },
      compileSettings(DEFAULT_INGEST_SETTINGS),
    )
    // 70 payloads: 33 name no type (e-mail, video, chat and HTTP examples); of the other 37, the first track, page, screen and group of their chapters name nobody.
    expect(count(refused.map((one) => one.reason))).toEqual({ missing_id: 4, unknown_type: 33 })
    expect(count(messages.map((m) => (m.type === 'event' ? m.call : m.type)))).toEqual({
      track: 26,
      page: 1,
      screen: 1,
      identify: 2,
      group: 1,
      alias: 2,
      membership: 2,
    })
    expect(new Set([...messages, ...refused].map((m) => m.n)).size).toBe(70)
  },
)

test.skipIf(reason !== '')(
  `the examples of the HTTP API page, each posted to its route, need no type${reason}`,
  async () => {
    const { app, appended } = await startSegment()
    const posted = examples().filter(({ file: page }) => page.includes('http-api'))
    for (const { heading, payload } of posted) {
      const url = `/v1/${heading.startsWith('Selecting') ? 'identify' : heading.toLowerCase()}`
      const answer = await app.inject({
        method: 'POST',
        url,
        headers: { authorization: basic('web-key') },
        payload: { ...payload, writeKey: 'web-key' },
      })
      expect([url, answer.statusCode]).toEqual([url, 200])
    }
    const { messages, refused } = normaliseAppended(appended)
    expect(refused).toEqual([])
    expect(count(messages.map((m) => (m.type === 'event' ? m.call : m.type)))).toEqual({
      identify: 4,
      track: 3,
      page: 1,
      screen: 1,
      group: 1,
      alias: 1,
    })
  },
)
