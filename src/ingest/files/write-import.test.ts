import { expect, it } from 'vitest'
import { mappingSchema } from './mapping.ts'
import type { ReadRow, Rows } from './read-rows.ts'
import { type ImportLog, writeImport } from './write-import.ts'

const MAPPING = mappingSchema.parse({
  event: { constant: 'Commit' },
  user: { column: 'u' },
  time: { column: 't', unit: 's' },
})

async function* rowsOf(...records: (Record<string, string> | string)[]): AsyncGenerator<ReadRow[]> {
  for (const record of records) {
    yield [
      typeof record === 'string'
        ? { kind: 'unreadable', text: record, why: 'ragged' }
        : { kind: 'row', row: new Map(Object.entries(record)), text: () => JSON.stringify(record) },
    ]
  }
}

function memoryLog(lines: string[], failAfter = Number.POSITIVE_INFINITY): ImportLog {
  return {
    position: () => lines.length,
    append: async (frames) => {
      const more = frames.flatMap(({ body }) => Buffer.from(body).toString('utf8').split('\n'))
      lines.push(...more.slice(0, Math.max(0, failAfter - lines.length)))
      if (lines.length >= failAfter) throw new Error('power cut')
    },
  }
}

const run = (rows: Rows, log: ImportLog) =>
  writeImport({
    path: 'commits.csv',
    rows,
    mapping: MAPPING,
    log,
    scratch: 'never-made',
    signal: new AbortController().signal,
    progress: () => {},
  })

it('an import that was cut short goes on behind its last row, and ends with the lines of an undisturbed one', async () => {
  const ana = { u: 'ana', t: '1772357400' }
  const rows = () => rowsOf(ana, { u: 'bo', t: 'never' }, ana, 'a,b,c', ana)
  const whole: string[] = []
  await run(rows(), memoryLog(whole))

  const cut: string[] = []
  await expect(run(rows(), memoryLog(cut, 2))).rejects.toThrow('power cut')
  expect(await run(rows(), memoryLog(cut))).toEqual({ rows: 5, resumedAt: 2 })

  expect(cut).toEqual(whole)
  const parsed = whole.map((line) => JSON.parse(line))
  expect(parsed.map((line) => line.type)).toEqual(['track', 'bad_row', 'track', 'bad_row', 'track'])
  expect(parsed[1]).toEqual({ type: 'bad_row', detail: 't is no time: "never"', raw: '{"u":"bo","t":"never"}' })
  expect(new Set([parsed[0].messageId, parsed[2].messageId, parsed[4].messageId]).size).toBe(3)

  expect(await run(rows(), memoryLog(cut))).toEqual({ rows: 5, resumedAt: 5 })
  expect(cut).toHaveLength(5)
})

it('a mapping that names a column the file lacks is refused with the columns there are', async () => {
  await expect(run(rowsOf({ user: 'ana', at: '1' }), memoryLog([]))).rejects.toMatchObject({
    code: 'mapping_incomplete',
    params: { missing: 't', valid: 'user, at' },
  })
})

it('canonical messages keep their own id; one without gets it from its content', async () => {
  const lines: string[] = []
  const rows = rowsOf({ messageId: 'm1', type: 'track' }, { type: 'track', event: 'A' })
  await writeImport({
    path: 'x',
    rows,
    mapping: null,
    log: memoryLog(lines),
    scratch: 'never-made',
    signal: new AbortController().signal,
    progress: () => {},
  })
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { messageId: 'm1', type: 'track' },
    { messageId: expect.stringMatching(/^row-/), type: 'track', event: 'A' },
  ])
})

it('a row that is no message keeps its text, within what the quarantine takes', async () => {
  const lines: string[] = []
  await run(rowsOf('a;b', '\u0001'.repeat(40_000), 'é'.repeat(40_000)), memoryLog(lines))
  expect(JSON.parse(lines[0] ?? '')).toEqual({ type: 'bad_row', detail: 'ragged', raw: 'a;b' })
  for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThan(32 * 1_024)
})
