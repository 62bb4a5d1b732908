import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { dayToIso, makeZone } from '../../core/time.ts'
import { openLogReader } from '../../store/log/open-log-reader.ts'
import { openLogWriterInline } from '../../store/log/open-log-writer-inline.ts'
import { appendBody, type LiveLog, nextClose } from './live-log.ts'

const dir = mkdtempSync(join(tmpdir(), 'live-'))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

it('days that passed, with the delay and the zone counted, are closed in the log before the first body of a later day', async () => {
  let now = Date.parse('2026-03-27T12:00:00+01:00')
  const writer = openLogWriterInline({ dir, logName: 'live', reserveBytes: 0 })
  const log: LiveLog = {
    writer,
    clock: { now: () => now },
    zone: makeZone('Europe/Berlin'),
    closeDelayMs: 600_000,
    closedDay: null,
    door: null,
  }
  const send = () =>
    appendBody(log, { kind: 'messages', source: 's', shape: 'single', imported: false, count: 1 }, Buffer.from('{}'))

  await send()
  now = Date.parse('2026-03-28T00:09:59+01:00')
  await send()
  now = Date.parse('2026-03-30T00:10:00+02:00')
  await Promise.all([send(), send()])
  await writer.close()

  const { frames } = openLogReader({ dir, logName: 'live', after: 0 }).read(1 << 20)
  const seen = frames.map(({ header }) => (header.kind === 'day_closed' ? `closed ${dayToIso(header.day)}` : 'body'))
  expect(seen).toEqual([
    'closed 2026-03-26',
    'body',
    'body',
    'closed 2026-03-27',
    'closed 2026-03-28',
    'closed 2026-03-29',
    'body',
    'body',
  ])
  expect(new Date(nextClose(log, now)).toISOString()).toBe('2026-03-30T22:10:00.000Z')
})

it('a day that cannot be closed for want of room is no fault of its own: the body is refused with it, and the next call closes the day', async () => {
  let full = false
  const records: string[] = []
  const append = async (kind: string) => {
    if (full) throw new Error('disk full')
    records.push(kind)
    return { firstN: records.length, lastN: records.length }
  }
  const writer = {
    append: () => append('body'),
    appendControl: (record: { kind: string }) => append(record.kind),
  } as unknown as LiveLog['writer']
  let now = Date.parse('2026-03-27T12:00:00Z')
  const log: LiveLog = {
    writer,
    clock: { now: () => now },
    zone: makeZone('UTC'),
    closeDelayMs: 0,
    closedDay: null,
    door: null,
  }
  const header = { kind: 'messages', source: 's', shape: 'single', imported: false, count: 1 } as const
  await appendBody(log, header, Buffer.from('{}'))
  now = Date.parse('2026-03-28T12:00:00Z')
  full = true
  await expect(appendBody(log, header, Buffer.from('{}'))).rejects.toThrow('disk full')
  full = false
  await appendBody(log, header, Buffer.from('{}'))
  expect(records).toEqual(['day_closed', 'body', 'day_closed', 'body'])
})
