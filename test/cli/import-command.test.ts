import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { runCommand, tempFolder } from './run-command.ts'

const COMMITS = [
  'repo;author;at;subject',
  'openpanel;ana;1772357400;"first; with a semicolon"',
  'openpanel;bo;1772357460;',
  'hono;ana;never;broken time',
  'hono;cy',
  'hono;cy;1772443860;last',
].join('\r\n')

const FLAGS = ['--event', '=Commit', '--user', 'author', '--account', 'repo', '--time', 'at']

function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const cwd = tempFolder()
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(cwd, name), bytes)
  return cwd
}

it('a CSV with a mapping: every row is kept, or listed with the reason and its text', async () => {
  const cwd = folderWith({ 'commits.csv': `\uFEFF${COMMITS}\r\n` })
  const { code, out, err } = await runCommand(['import', 'commits.csv', ...FLAGS], { cwd })
  expect(err).toBe('Read commits.csv: 5 rows.')
  expect(out).toBe(
    [
      'commits.csv: 5 rows',
      '  kept         3 events from 2026-03-01 to 2026-03-02',
      '  duplicates   0',
      '  quarantined  2 (2 bad_row); see: telltale quarantine',
      'The store has 3 events, 2 accounts and 3 people.',
    ].join('\n'),
  )
  expect(code).toBe(0)
})

it('the same file, and one that overlaps with it, change nothing that is there', async () => {
  const cwd = folderWith({ 'a.csv': COMMITS, 'b.csv': `${COMMITS}\r\nhono;dee;1772443870;new\r\n` })
  await runCommand(['import', 'a.csv', ...FLAGS], { cwd })
  const again = await runCommand(['import', 'a.csv', 'b.csv', ...FLAGS, '--json'], { cwd })
  const { files, counts } = JSON.parse(again.out)
  expect(
    files.map(({ path, rows, known, totals }: Record<string, unknown>) => ({
      path,
      rows,
      known,
      ...(totals as object),
    })),
  ).toMatchObject([
    { path: 'a.csv', rows: 5, known: true, kept: 3, duplicates: 0 },
    { path: 'b.csv', rows: 6, known: false, kept: 1, duplicates: 3, quarantined: 2 },
  ])
  expect(counts).toEqual({ events: 4, accounts: 2, persons: 4 })
})

it('Segment messages from standard input, gzipped, need no mapping', async () => {
  const cwd = tempFolder()
  const lines = [
    {
      type: 'track',
      event: 'Invite Sent',
      userId: 'ana',
      timestamp: '2026-03-01T09:30:00Z',
      context: { groupId: 'acme' },
    },
    { type: 'identify', userId: 'ana', traits: { email: 'ana@acme.example' } },
    '{"type":"track","event":',
  ].map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
  const { code, out } = await runCommand(['import', '-'], { cwd, stdin: gzipSync(lines.join('\n')) })
  expect(out).toBe(
    [
      '-: 3 rows',
      '  kept         1 event of 2026-03-01',
      '  understood   1 message about people and accounts',
      '  duplicates   0',
      '  quarantined  1 (1 bad_row); see: telltale quarantine',
      'The store has 1 event, 1 account and 1 person.',
    ].join('\n'),
  )
  expect(code).toBe(0)
})

it('without a mapping the guess is shown, nothing is written, and --yes takes it', async () => {
  const csv = 'user_id,account_id,event,ts,plan\nu1,acme,Login,2026-03-01 09:30:00+00,pro\n'
  const cwd = folderWith({ 'x.csv': csv })
  const shown = await runCommand(['import', 'x.csv'], { cwd })
  expect(shown.code).toBe(1)
  expect(shown.out).toContain('user_id     user         u1')
  expect(shown.out).toContain('ts          time (iso)')
  expect(shown.out).toContain('"timestamp":"2026-03-01T09:30:00.000Z","properties":{"plan":"pro"}')
  expect(shown.err).toContain('--yes')
  expect(existsSync(join(cwd, '.telltale'))).toBe(false)
  const taken = await runCommand(['import', 'x.csv', '--yes', '--save-mapping', 'x.json', '--json'], { cwd })
  expect(JSON.parse(taken.out).counts).toEqual({ events: 1, accounts: 1, persons: 1 })
  expect(JSON.parse(readFileSync(join(cwd, 'x.json'), 'utf8'))).toEqual({
    type: 'track',
    event: { column: 'event' },
    user: { column: 'user_id' },
    account: { column: 'account_id' },
    time: { column: 'ts', unit: 'iso' },
  })
})

it('a preview shows rows that would be refused, and lets no escape sequence out', async () => {
  const cwd = folderWith({ 'x.csv': 'user_id,event,ts\n\x1b[31mu1,__proto__,1772357400\nu2,Login,soon\n' })
  const { code, out } = await runCommand(
    ['import', 'x.csv', '--preview', '5', '--time', 'ts', '--time-unit', 's', '--event', 'event', '--user', 'user_id'],
    { cwd },
  )
  expect(code).toBe(0)
  expect(out).not.toContain('\x1b')
  expect(out).toContain('"event":"__proto__"')
  expect(out).toContain('2  refused: ts is no time: "soon": {"user_id":"u2","event":"Login","ts":"soon"}')
})

it('what a mapping lacks is said with the flags that give it and the columns there are', async () => {
  const cwd = folderWith({ 'x.csv': 'who,what\na,b\n', 'bad.json': '{"time":{"column":7}}' })
  const lacking = await runCommand(['import', 'x.csv'], { cwd })
  expect(lacking).toEqual({
    code: 2,
    out: '',
    err: 'The mapping of x.csv lacks the time (--time COLUMN) and the event (--event COLUMN, or --event =NAME for one name). Columns there: who, what.',
  })
  const wrong = await runCommand(['import', 'x.csv', '--mapping', 'bad.json', '--json'], { cwd })
  expect(wrong.code).toBe(2)
  expect(JSON.parse(wrong.out).error).toMatchObject({ code: 'import_unreadable', params: { path: 'bad.json' } })
  const column = await runCommand(['import', 'x.csv', '--event', 'what', '--time', 'when'], { cwd })
  expect(column.code).toBe(2)
  expect(column.err).toContain('lacks when. Columns there: who, what.')
})

it('a gzip file that ends in the middle keeps the rows before, and says so', async () => {
  const whole = gzipSync(COMMITS.repeat(50))
  const cwd = folderWith({ 'cut.csv.gz': whole.subarray(0, whole.length - 20), 'gone.csv': '' })
  const { code, err } = await runCommand(['import', 'cut.csv.gz', ...FLAGS], { cwd })
  expect(code).toBe(2)
  expect(err).toContain('cannot be read as gzipped csv: unexpected end of file')
})

it('flags that leave something out are completed by a guess, which is shown before it is taken', async () => {
  const cwd = folderWith({ 'x.csv': 'user_id,account_id,ts\nu1,acme,1772357400\n' })
  const shown = await runCommand(['import', 'x.csv', '--event', '=Commit', '--json'], { cwd })
  expect(shown.code).toBe(1)
  const { written, previews } = JSON.parse(shown.out)
  expect(written).toBe(false)
  expect(previews).toEqual([
    {
      path: 'x.csv',
      format: 'csv',
      guessed: true,
      columns: [
        { name: 'user_id', role: 'user', example: 'u1' },
        { name: 'account_id', role: 'account', example: 'acme' },
        { name: 'ts', role: 'time (s)', example: '1772357400' },
      ],
      mapping: {
        type: 'track',
        event: { constant: 'Commit' },
        user: { column: 'user_id' },
        account: { column: 'account_id' },
        time: { column: 'ts', unit: 's' },
      },
      rows: [
        {
          row: 1,
          message: {
            type: 'track',
            event: 'Commit',
            userId: 'u1',
            context: { groupId: 'acme' },
            messageId: expect.stringMatching(/^row-/),
            timestamp: '2026-03-01T09:30:00.000Z',
            properties: {},
          },
        },
      ],
    },
  ])
})

it('Ctrl-C keeps what was written and says how to go on; the same command then ends with everything once', async () => {
  // More than what is read at once.
  const note = 'x'.repeat(300)
  const rows = Array.from({ length: 4_500 }, (_, i) => `u${i % 9},acme,Login,${1_772_357_400 + i},${note}`)
  const cwd = folderWith({ 'x.csv': `user_id,account_id,event,ts,note\n${rows.join('\n')}\n` })
  const stop = new AbortController()
  stop.abort()
  const stopped = await runCommand(['import', 'x.csv', '--yes'], { cwd, signal: stop.signal })
  expect(stopped).toEqual({
    code: 2,
    out: '',
    err: expect.stringMatching(/^Cancelled\. \d+ rows are kept; the same command goes on from there\.$/),
  })
  const kept = Number(stopped.err.match(/\d+/)?.[0])
  expect(kept > 2_000 && kept < 4_500).toBe(true)
  const resumed = await runCommand(['import', 'x.csv', '--yes', '--json'], { cwd })
  expect(JSON.parse(resumed.out)).toMatchObject({
    files: [{ rows: 4_500, resumedAt: kept, known: false, totals: { kept: 4_500, duplicates: 0, quarantined: 0 } }],
    counts: { events: 4_500, accounts: 1, persons: 9 },
  })
})

it('a file that is not there is said to be missing', async () => {
  expect(await runCommand(['import', 'gone.csv', '--yes'], { cwd: tempFolder() })).toEqual({
    code: 2,
    out: '',
    err: expect.stringMatching(/^There is no file .*gone\.csv\. Name one that is there, or - for standard input\.$/),
  })
})

it('hostile names go through unharmed', async () => {
  const names = ['__proto__', 'constructor', '\u202egnp.exe', `x${'y'.repeat(900)}`, "'; DROP TABLE event; --", 'a"b']
  const lines = names.map((name) =>
    JSON.stringify({
      type: 'track',
      event: name,
      userId: name,
      context: { groupId: name },
      properties: { [name]: name },
    }),
  )
  const cwd = folderWith({ 'x.ndjson': lines.join('\n') })
  const { code, out } = await runCommand(['import', 'x.ndjson', '--json'], { cwd })
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({
    files: [{ totals: { kept: 6, quarantined: 0 } }],
    counts: { events: 6, accounts: 6, persons: 6 },
  })
})
