import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { listSegments, logFolder } from '../../src/store/log/list-segments.ts'
import { openLogWriterInline } from '../../src/store/log/open-log-writer-inline.ts'
import { bodies } from '../log-stories.ts'
import { runCommand, tempFolder } from './run-command.ts'

/** A data folder with a live log of ten messages in segments of about three. */
async function tenMessages(): Promise<{ cwd: string; data: string; segments: readonly string[] }> {
  const cwd = tempFolder()
  const data = join(cwd, '.telltale')
  mkdirSync(data)
  const writer = openLogWriterInline({ dir: data, logName: 'live', segmentBytes: 500 })
  for (let n = 1; n <= 10; n++)
    await writer.append(
      { kind: 'messages', receivedAt: n, source: 'web', shape: 'single', imported: false, count: 1 },
      Buffer.from(`{"n":${n}}`),
    )
  await writer.close()
  const segments = listSegments(logFolder(data, 'live')).map(({ path }) => path)
  expect(segments.length).toBeGreaterThan(2)
  return { cwd, data, segments }
}

it('a log without damage is whole', async () => {
  const { cwd } = await tenMessages()
  expect(await runCommand(['repair'], { cwd })).toEqual({
    code: 0,
    out: 'live: whole, 10 messages in 10 frames',
    err: '',
  })
  expect((await runCommand(['repair', '--data', 'nowhere'], { cwd })).out).toBe(
    `There is no log in ${join(cwd, 'nowhere')}.`,
  )
})

it('an end that was never acknowledged is no damage', async () => {
  const { cwd, segments } = await tenMessages()
  const last = segments.at(-1) ?? ''
  truncateSync(last, readFileSync(last).length - 3)
  const { code, out } = await runCommand(['repair'], { cwd })
  expect(code).toBe(0)
  expect(out).toBe(
    'live: whole, 9 messages in 9 frames, and an end that was never acknowledged; opening the log cuts it off',
  )
})

it('a damaged log is listed with what can be saved, written beside, and never changed', async () => {
  const { cwd, segments } = await tenMessages()
  const [first = ''] = segments
  const damaged = readFileSync(first)
  damaged[damaged.length - 3] = (damaged[damaged.length - 3] ?? 0) ^ 1
  writeFileSync(first, damaged)

  const listed = await runCommand(['repair', '--json'], { cwd })
  expect(listed.code).toBe(1)
  const { logs } = JSON.parse(listed.out)
  expect(logs).toMatchObject([{ log: 'live', state: 'damaged', repaired: null, report: { savedPositions: 9 } }])
  const [{ firstN }] = logs[0].report.lost
  expect(logs[0].report.lost).toEqual([{ firstN, lastN: firstN }])

  const written = await runCommand(['repair', '--into', 'saved'], { cwd })
  expect(written.code).toBe(1)
  expect(written.out).toContain(`damaged: ${first}, bytes `)
  expect(written.out).toContain('can be saved: 9 messages')
  expect(written.out).toContain(`The saved part was written to ${join(cwd, 'saved', 'log', 'live')}.`)
  expect(readFileSync(first).equals(damaged)).toBe(true)
  const saved = bodies(join(cwd, 'saved'), 'live').filter((body) => body !== '')
  expect(saved).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].filter((n) => n !== firstN).map((n) => `{"n":${n}}`))
})

it('refuses to look at a log that is being written', async () => {
  const { cwd, data } = await tenMessages()
  writeFileSync(join(data, 'lock'), JSON.stringify({ pid: process.pid, started: '' }))
  const { code, err } = await runCommand(['repair'], { cwd })
  expect(code).toBe(2)
  expect(err).toContain(`in use by process ${process.pid}`)
})
