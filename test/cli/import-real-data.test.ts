import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../src/core/package-root.ts'
import { mappingSchema } from '../../src/ingest/files/mapping.ts'
import { planImport } from '../../src/ingest/files/plan-import.ts'
import { importFile } from '../../src/run/apply/import-file.ts'
import { readParquetRows } from '../../src/store/analytic/duckdb/read/read-parquet-rows.ts'
import { bodies } from '../log-stories.ts'
import { tempFolder } from './run-command.ts'

const DATA = join(packageRoot(), '..', 'shared', 'data')
const GIT = join(DATA, 'git_activity', 'commits.csv.gz')
const SPARKIFY = join(DATA, 'sparkify_nov2018', 'log_data_2018-11.ndjson.gz')

type Message = {
  readonly type: string
  readonly messageId: string
  readonly event: string
  readonly userId?: string
  readonly timestamp: string
  readonly context?: { readonly groupId: string }
  readonly properties: Readonly<Record<string, unknown>>
}

type Importing = {
  readonly path: string
  readonly example: string
  readonly dataDir: string
  readonly signal?: AbortSignal
  readonly progress?: () => void
}

/** Imports with the mapping of an example; `imported` and, read back from the log, the messages it became. */
async function importInto({ path, example, dataDir, signal, progress }: Importing) {
  const file = join(packageRoot(), 'examples', example, 'mapping.json')
  const mapping = mappingSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  const plan = await planImport({ path, mapping, source: example })
  return importFile({
    dataDir,
    plan,
    clock: { now: () => Date.UTC(2026, 9, 1) },
    signal: signal ?? new AbortController().signal,
    stdin: Readable.from([]),
    readParquet: readParquetRows,
    progress: progress ?? (() => {}),
  })
}

function messagesOf(dataDir: string, logName: string): Message[] {
  return bodies(dataDir, logName).flatMap((body) =>
    body === '' ? [] : body.split('\n').map((line): Message => JSON.parse(line)),
  )
}

/** The file by another way: split at newlines and commas, which these files allow. */
function linesOf(path: string): string[] {
  return gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split('\n')
}

function distinct(values: readonly unknown[]): number {
  return new Set(values).size
}

describe.skipIf(!existsSync(GIT))(`git history (skipped without ${GIT})`, () => {
  it('every commit becomes one message of its repository, author and second', async () => {
    const dataDir = tempFolder()
    const imported = await importInto({ path: GIT, example: 'git', dataDir })
    const rows = linesOf(GIT)
      .slice(1)
      .map((line) => line.split(','))
    expect(imported).toMatchObject({ rows: 31_580, resumedAt: 0, known: false })
    const messages = messagesOf(dataDir, imported.logName)
    expect(
      messages.map(({ context, userId, timestamp }) => [context?.groupId, userId, Date.parse(timestamp) / 1000]),
    ).toEqual(rows.map(([account, user, ts]) => [account, user, Number(ts)]))
    expect(distinct(messages.map(({ messageId }) => messageId))).toBe(31_580)
    expect(distinct(messages.map(({ userId }) => userId))).toBe(2_893)
    expect(distinct(messages.map(({ context }) => context?.groupId))).toBe(12)
    expect(messages[0]).toEqual({
      type: 'track',
      event: 'Commit',
      userId: 'u871b741bc451',
      context: { groupId: 'openpanel' },
      messageId: expect.stringMatching(/^row-/),
      timestamp: new Date(1_787_421_560_000).toISOString(),
      properties: { kind: 'perf', author_tz: '+0530' },
    })
  })

  it('stopped after some rows and run again, it is the same log; run a third time, nothing is written', async () => {
    const dataDir = tempFolder()
    const stop = new AbortController()
    const stopped = importInto({
      path: GIT,
      example: 'git',
      dataDir,
      signal: stop.signal,
      progress: () => stop.abort(),
    })
    const { code, message } = (await stopped.catch((error) => error)) as { code: string; message: string }
    const kept = Number(/(\d+) rows are kept/.exec(message)?.[1])
    expect([code, kept > 0 && kept < 31_580]).toEqual(['cancelled', true])
    const resumed = await importInto({ path: GIT, example: 'git', dataDir })
    expect(resumed).toMatchObject({ rows: 31_580, resumedAt: kept, known: false })
    const whole = tempFolder()
    await importInto({ path: GIT, example: 'git', dataDir: whole })
    expect(messagesOf(dataDir, resumed.logName)).toEqual(messagesOf(whole, resumed.logName))
    expect(await importInto({ path: GIT, example: 'git', dataDir })).toMatchObject({ rows: 31_580, known: true })
    expect(messagesOf(dataDir, resumed.logName)).toHaveLength(31_580)
  }, 60_000)
})

describe.skipIf(!existsSync(SPARKIFY))(`a music service (skipped without ${SPARKIFY})`, () => {
  it('every page becomes an event; who is not logged in has no id', async () => {
    const dataDir = tempFolder()
    const imported = await importInto({ path: SPARKIFY, example: 'sparkify', dataDir })
    const rows = linesOf(SPARKIFY).map((line) => JSON.parse(line))
    expect(imported).toMatchObject({ rows: 8_056, known: false })
    const messages = messagesOf(dataDir, imported.logName)
    expect(messages.map(({ event, userId, timestamp }) => [event, userId ?? '', Date.parse(timestamp)])).toEqual(
      rows.map(({ page, userId, ts }) => [page, userId, ts]),
    )
    expect(messages.filter(({ userId }) => userId === undefined)).toHaveLength(
      rows.filter(({ userId }) => userId === '').length,
    )
    expect(
      messages
        .filter(({ event }) => event === 'NextSong')
        .every(({ properties }) => typeof properties.song === 'string'),
    ).toBe(true)
  })
})
