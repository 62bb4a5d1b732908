import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { packageRoot } from '../../src/core/package-root.ts'
import { openTelltale } from '../../src/index.ts'
import { detectExport } from '../../src/ingest/files/exports/detect-export.ts'
import { mapRow } from '../../src/ingest/files/map-row.ts'
import { EXPORT_FORMATS, type ExportFormat, type Mapping, type Row } from '../../src/ingest/files/mapping.ts'
import { readCsv } from '../../src/ingest/files/read-csv.ts'
import { eachRow, readNdjson } from '../../src/ingest/files/read-rows.ts'
import { runCommand, tempFolder } from '../cli/run-command.ts'
import { codesOf, runPage } from '../examples/run-readme.ts'

const FOLDER = join(packageRoot(), 'test', 'ingest', 'exports')
const fileOf = (format: ExportFormat) => join(FOLDER, format === 'segment' ? 'segment.csv' : `${format}.ndjson`)
const NOW = Date.UTC(2026, 2, 3)

async function rowsOf(format: ExportFormat): Promise<Row[]> {
  const stream = Readable.from([readFileSync(fileOf(format))])
  const rows: Row[] = []
  for await (const read of eachRow(format === 'segment' ? readCsv(stream) : readNdjson(stream)))
    if (read.kind === 'row') rows.push(read.row)
  return rows
}

/** What rows about accounts say of acme; Mixpanel exports none. */
const SEATS: Readonly<Record<ExportFormat, number | undefined>> = {
  ...{ segment: undefined, mixpanel: undefined },
  ...{ posthog: 12, amplitude: 12 },
}

const told = (row: Row, mapping: Mapping) => {
  const mapped = mapRow(row, mapping, 'by its content')
  return mapped.kind === 'message' ? mapped.message : { refused: mapped.why }
}

it.each(EXPORT_FORMATS)('%s: each row of the export becomes the message it stands for', async (format) => {
  const rows = await rowsOf(format)
  expect(detectExport(rows)).toBe(format)
  const golden = readFileSync(join(FOLDER, `${format}.golden.ndjson`), 'utf8')
    .trim()
    .split('\n')
  const group = format === 'posthog' ? { group: 'company' } : {}
  // Through JSON: what is written to the log.
  const found = rows.map((row) => JSON.parse(JSON.stringify(told(row, { type: format, ...group }))))
  expect(found).toEqual(golden.map((line) => JSON.parse(line)))
})

it.each(EXPORT_FORMATS)(
  '%s: imported twice, the account has its event once, at the instant at which it happened',
  async (format) => {
    const telltale = await openTelltale({ dataDir: join(tempFolder(), 'data'), clock: { now: () => NOW } })
    const first = await telltale.importFile(fileOf(format), { mapping: { type: format } })
    const again = await telltale.importFile(fileOf(format), { mapping: { type: format }, source: 'import' })
    const { data } = await telltale.accounts()
    const account = await telltale.account('acme')
    await telltale.close()
    expect([first.quarantined > 0, again]).toEqual([true, first])
    expect(data.map(({ key }) => key)).toEqual(['acme'])
    const report = account?.recentEvents.filter(({ name }) => name === 'Report Created') ?? []
    expect(report.map(({ ts }) => ts.slice(0, 16))).toEqual(['2026-03-01T09:30'])
    expect(account?.traits.find(({ key }) => key === 'seats')?.value).toBe(SEATS[format])
  },
  60_000,
)

it('times without a zone are those of the zone that was said; with one they are what they say', async () => {
  const row = new Map<string, unknown>(
    Object.entries({ event_type: 'E', event_time: '2026-07-01 12:00:00', user_id: 'u1', uuid: 'x' }),
  )
  const at = (time: unknown, timezone: string) =>
    (told(new Map(row).set('event_time', time), { type: 'amplitude', timezone }) as { timestamp: string }).timestamp
  expect(at('2026-07-01 12:00:00', 'Europe/Berlin')).toBe('2026-07-01T10:00:00.000Z')
  expect(at('2026-07-01 12:00:00-04:00', 'Europe/Berlin')).toBe('2026-07-01T16:00:00.000Z')
  const column = {
    type: 'track',
    event: { constant: 'E' },
    time: { column: 't', unit: 'iso', zone: 'America/New_York' },
  } as const
  const one = (t: string) => (told(new Map([['t', t]]), column) as { timestamp: string }).timestamp
  expect([one('2026-07-01T12:00'), one('2026-07-01T12:00Z')]).toEqual([
    '2026-07-01T16:00:00.000Z',
    '2026-07-01T12:00:00.000Z',
  ])
})

it('a mapping that fits half of the rows is refused before anything is written, unless it is said to be meant', async () => {
  const cwd = tempFolder()
  const good = readFileSync(fileOf('amplitude'), 'utf8').split('\n')[0]!
  const half = Array.from({ length: 20 }, (_, n) =>
    n % 2 === 0
      ? good.replaceAll('in-1', `in-${n}`)
      : JSON.stringify({ event: 'Report Created', properties: { time: 1_772_357_400 + n } }),
  )
  writeFileSync(join(cwd, 'mixed.ndjson'), half.join('\n'))
  const run = (...argv: string[]) =>
    runCommand(['import', 'mixed.ndjson', '--mapping', 'amplitude', ...argv], { cwd, now: NOW })
  const refused = await run()
  expect(refused).toEqual({
    code: 2,
    out: '',
    err: expect.stringContaining('The mapping fits 10 of the first 20 rows of'),
  })
  const empty = await runCommand(['quarantine', '--json'], { cwd, now: NOW })
  expect(JSON.parse(empty.out).total).toBe(0)
  const taken = await run('--yes', '--json')
  expect(JSON.parse(taken.out).files[0].totals).toMatchObject({ kept: 10, quarantined: 10 })
})

it('what is wrong with a mapping is said with its name', async () => {
  const cwd = tempFolder()
  writeFileSync(join(cwd, 'bad.json'), JSON.stringify({ type: 'posthog', grop: 'company' }))
  const wrong = await runCommand(['import', fileOf('posthog'), '--mapping', 'bad.json'], { cwd })
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('bad.json cannot be read as a mapping')])
  const zone = await runCommand(['import', fileOf('posthog'), '--mapping', 'posthog', '--timezone', 'Mars/Base'], {
    cwd,
  })
  expect([zone.code, zone.err]).toEqual([2, expect.stringContaining('no time zone')])
  const guessed = await runCommand(['import', fileOf('mixpanel')], { cwd })
  expect([guessed.code, guessed.out]).toEqual([1, expect.stringContaining('as mixpanel has it')])
})

it('the page about imports does what it says', async () => {
  const cwd = tempFolder()
  for (const format of EXPORT_FORMATS)
    copyFileSync(fileOf(format), join(cwd, format === 'segment' ? 'segment.csv' : `${format}.ndjson`))
  writeFileSync(
    join(cwd, 'tickets.csv'),
    'ticket,requester,company,opened,severity\nT1,u1,acme,2026-03-01T09:00:00Z,high\n',
  )
  writeFileSync(join(cwd, 'nps.csv'), 'person,company,answered,score\nu1,acme,2026-03-02T09:00:00Z,4\n')
  const page = readFileSync(join(packageRoot(), 'docs', 'guide', 'imports.md'), 'utf8')
  const [config = ''] = page.match(/(?<=```ts\n)[\s\S]*?(?=```)/) ?? []
  writeFileSync(join(cwd, 'telltale.config.ts'), config)
  const said = await runPage(page, { cwd, now: NOW })
  expect(codesOf(said)).toEqual(Array.from({ length: 6 }, () => ['import', 0]))
  expect(said.at(-1)?.[1].out).toContain('of 2026-03-02')
  const { out } = await runCommand(['accounts', '--signal', 'detractor', '--json'], { cwd, now: NOW })
  expect(JSON.parse(out).data.map(({ key }: { key: string }) => key)).toEqual(['acme'])
}, 60_000)
