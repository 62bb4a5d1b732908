import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
import { isoToDay } from '../../core/time.ts'
import { addMisuse, type Misuse } from '../builders/misuse.ts'
import type { Config } from '../define-config.ts'
import type { MetricsDraft, RateRow, SpendRow } from './settings.ts'

/** The configuration with the tables in it that it keeps in files beside it: spend and exchange rates. What cannot be read is noted as misuse. */
export async function readMetricFiles(config: Config, path: string): Promise<Config> {
  const { metrics } = config.draft
  const { spend, rates } = metrics.files ?? { spend: null, rates: null }
  if (spend === null && rates === null) return config
  const folder = dirname(path)
  const readSpend = await readTable({ folder, file: spend, option: 'spendFile', columns: SPEND })
  const readRates = await readTable({ folder, file: rates, option: 'ratesFile', columns: RATES })
  const spent = readSpend.rows.map((row) => toSpend(row, spend ?? ''))
  const filled: MetricsDraft = {
    ...metrics,
    spend: [...metrics.spend, ...addUp(spent.flatMap(({ row }) => row ?? []))],
    rates:
      metrics.rates === null
        ? null
        : { ...metrics.rates, dated: [...metrics.rates.dated, ...readRates.rows.map(toRate)] },
    files: { spend: null, rates: metrics.rates === null ? rates : null },
  }
  const misuse = [...readSpend.misuse, ...spent.flatMap(({ misuse: bad }) => bad), ...readRates.misuse]
  return { ...config, draft: { ...config.draft, metrics: addMisuse(filled, misuse) } }
}

const SPEND = ['month', 'channel', 'amount'] as const
const RATES = ['date', 'currency', 'rate'] as const
type Row = Readonly<Record<string, string>>
const LINE = '\0line'
type Table = { readonly rows: readonly Row[]; readonly misuse: readonly Misuse[] }
type Asked = {
  readonly folder: string
  readonly file: string | null
  readonly option: string
  readonly columns: readonly string[]
}

async function readTable({ folder, file, option, columns }: Asked): Promise<Table> {
  if (file === null) return { rows: [], misuse: [] }
  const mend = `Write a CSV file with the columns ${columns.join(', ')} beside the configuration.`
  const bad = (message: string): Table => ({ rows: [], misuse: [{ bad: file, message, mend }] })
  try {
    const text = await readFile(resolve(folder, file), 'utf8')
    const layout = { columns: true, trim: true, bom: true, skip_empty_lines: true, delimiter: delimiterOf(text) }
    const read = parse(text, { ...layout, info: true }) as unknown as Read[]
    const rows = read.map(({ record, info }): Row => ({ ...record, [LINE]: String(info.lines) }))
    const has = (row: Row, column: string) => column in row || (column === 'month' && 'day' in row)
    const missing = columns.filter((column) => column !== 'channel' && rows.some((row) => !has(row, column)))
    if (missing.length > 0) return bad(`metrics.${option}: ${file} has no column ${missing.join(', ')}.`)
    return { rows, misuse: [] }
  } catch (cause) {
    return bad(`metrics.${option}: ${file} cannot be read: ${(cause as Error).message.split('\n')[0]}.`)
  }
}

type Read = { readonly record: Row; readonly info: { readonly lines: number } }

/** Spreadsheets of many countries write `;`. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.indexOf('\n') + 1 || undefined)
  return [',', ';', '\t'].toSorted((a, b) => header.split(b).length - header.split(a).length)[0]!
}

type Spent = { readonly row: SpendRow | null; readonly misuse: readonly Misuse[] }

/** A row of a month, or of a day: that is part of its month. What is wrong with it is said with its line. */
function toSpend(row: Row, file: string): Spent {
  const { month, day = '', channel = '', amount = '' } = row
  const bad = (value: string, expected: string, mend: string): Spent => {
    const message = `metrics.spendFile: ${file}, line ${row[LINE]}: ${JSON.stringify(value)} is ${expected}.`
    return { row: null, misuse: [{ bad: value, message, mend }] }
  }
  if (month === undefined && isoToDay(day) === null) return bad(day, 'no day', 'Write 2026-01-31.')
  if (month !== undefined && isoToDay(`${month}-01`) === null) return bad(month, 'no month', 'Write 2026-01.')
  const number = amount === '' ? Number.NaN : Number(amount)
  if (!Number.isFinite(number)) return bad(amount, 'no amount', 'Write 1200 or 1200.50, without a sign of a currency.')
  const of = { month: month ?? day.slice(0, 7), channel: channel === '' ? null : channel, amount: number }
  return { row: of, misuse: [] }
}

/** Amounts have at most so many decimals; sums of whole numbers are exact. */
const SCALE = 1e6

/** Rows of one month and channel as one. */
function addUp(rows: readonly SpendRow[]): SpendRow[] {
  const sums = new Map<string, SpendRow>()
  for (const row of rows) {
    const key = JSON.stringify([row.month, row.channel])
    const before = Math.round((sums.get(key)?.amount ?? 0) * SCALE)
    sums.set(key, { ...row, amount: (before + Math.round(row.amount * SCALE)) / SCALE })
  }
  return [...sums.values()]
}

function toRate({ date = '', currency = '', rate = '' }: Row): RateRow {
  return { date, currency, rate }
}
