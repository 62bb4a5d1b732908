import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { runCommand, tempFolder } from './run-command.ts'

const NOW = Date.UTC(2026, 2, 10, 12)

const group = (groupId: string, traits: object) => ({
  ...{ type: 'group', userId: `u-${groupId}`, groupId, traits, timestamp: '2026-03-01T09:00:00Z' },
})
const paid = (groupId: string, mrrMinor: number, from: string, to?: string) => ({
  ...{ type: 'subscription', groupId, subscriptionId: `s-${groupId}`, mrrMinor, currency: 'EUR' },
  ...{ from: `${from}T09:00:00Z`, timestamp: `${from}T09:00:00Z` },
  ...(to === undefined ? {} : { to: `${to}T09:00:00Z` }),
})

const ROWS = [
  group('acme', { name: 'Acme', seats: 10 }),
  paid('acme', 4_900, '2026-03-01'),
  group('brio', { name: 'Brio', seats: 5 }),
  paid('brio', 4_900, '2026-03-01', '2026-03-05'),
  paid('brio', 7_900, '2026-03-05'),
  group('cora', { name: 'Cora', seats: 3 }),
  paid('cora', 2_000, '2026-03-02'),
  paid('dia', 1_000, '2026-03-03'),
  group('fay', { name: 'Fay GmbH' }),
  paid('fay', 500, '2026-03-03'),
]

let cwd = ''
const run = (...argv: string[]) => runCommand(argv, { cwd, now: NOW })

beforeEach(async () => {
  cwd = tempFolder()
  writeFileSync(
    join(cwd, 'telltale.config.ts'),
    `import { defineConfig, trait } from 'telltale'
     export default defineConfig({ events: {}, account: { seats: trait('seats') } })`,
  )
  writeFileSync(join(cwd, 'rows.ndjson'), ROWS.map((one) => JSON.stringify(one)).join('\n'))
  expect((await run('import', 'rows.ndjson')).code).toBe(0)
}, 60_000)

it('says which accounts a sheet has otherwise, in what, and what stands behind ours', async () => {
  writeFileSync(
    join(cwd, 'sheet.csv'),
    [
      'Customer,MRR,Seats,Status',
      'acme,49.00,10,active',
      'brio,49.00,5,active',
      'cora,25.00,4,active',
      'elm,12.00,,active',
      'fay gmbh,"5,00",,churned',
      'ACME ,49.00,10,active',
      'gil,n/a,,maybe',
      'hank,0,,free',
    ].join('\n'),
  )
  const { code, out } = await run('reconcile', 'sheet.csv', '--json')
  expect(code).toBe(1)
  const { asOf, accounts, totals, differences } = JSON.parse(out)
  expect({ asOf, accounts, totals }).toEqual({
    asOf: '2026-03-09',
    accounts: { sheet: 7, here: 5, agree: 2 },
    totals: [{ currency: 'EUR', sheet: 14_000, here: 16_300 }],
  })
  type Told = { account: string; kind: string; value: string; sheet: unknown; here: unknown; why: string }
  expect(differences.map((one: Told) => [one.account, one.kind, one.value, one.sheet, one.here, one.why])).toEqual([
    [
      ...['brio', 'other_date', 'mrr', 4_900, 7_900],
      'what the sheet has held until 2026-03-05 here; here: s-brio 79.00 EUR since 2026-03-05',
    ],
    ['cora', 'other_value', 'mrr', 2_500, 2_000, 'here: s-cora 20.00 EUR since 2026-03-02'],
    ['cora', 'other_value', 'seats', 4, 3, 'here: seats 3 since 2026-03-01, known since 2026-03-01'],
    ['elm', 'missing_here', 'mrr', 1_200, null, 'never heard of here, by key or name'],
    ['fay', 'other_value', 'status', false, true, 'here: s-fay 5.00 EUR since 2026-03-03'],
    ['ACME', 'twice', null, null, null, 'lines 2 and 7; only the first is compared'],
    ['gil', 'missing_here', null, null, null, 'never heard of here, by key or name'],
    ['gil', 'unreadable', 'mrr', null, null, 'line 8: "n/a" is not a number'],
    ['gil', 'unreadable', 'status', null, null, expect.stringMatching(/^line 8: "maybe" is not one of active, /)],
    ['dia', 'missing_there', 'mrr', null, 1_000, 'the sheet has no such account'],
  ])
  const printed = (await run('reconcile', 'sheet.csv')).out
  expect(printed).toContain('MRR: 140.00 EUR in the sheet, 163.00 EUR here, 23.00 EUR between them.')
  expect(printed).toContain('7 accounts in the sheet, 5 here at the close of 2026-03-09; 2 agree.')
}, 60_000)

it('a sheet of an earlier day is held against that day, and agrees', async () => {
  writeFileSync(join(cwd, 'march.csv'), 'id;Amount\nacme;4900\nbrio;4900\ncora;2000\ndia;1000\nfay;500\n')
  const agreed = await run('reconcile', 'march.csv', '--mrr', 'Amount', '--minor', '--as-of', '2026-03-04')
  expect(agreed).toEqual({
    code: 0,
    out: 'MRR: 133.00 EUR in the sheet, 133.00 EUR here, 0.00 EUR between them.\n5 accounts in the sheet, 5 here at the close of 2026-03-04; 5 agree.',
    err: '',
  })
  const refused = await run('reconcile', 'march.csv', '--mrr', 'Money')
  expect([refused.code, refused.err]).toEqual([
    2,
    expect.stringContaining('--mrr is Money; expected a column of the file: id, Amount'),
  ])
}, 60_000)
