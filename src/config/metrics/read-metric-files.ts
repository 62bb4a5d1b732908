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
  const filled: MetricsDraft = {
    ...metrics,
    spend: [...metrics.spend, ...addUp(readSpend.rows.map(toSpend))],
    rates:
      metrics.rates === null
        ? null
        : { ...metrics.rates, dated: [...metrics.rates.dated, ...readRates.rows.map(toRate)] },
    files: { spend: null, rates: metrics.rates === null ? rates : null },
  }
  const misuse = [...readSpend.misuse, ...readRates.misuse]
  return { ...config, draft: { ...config.draft, metrics: addMisuse(filled, misuse) } }
}

const SPEND = ['month', 'channel', 'amount'] as const
const RATES = ['date', 'currency', 'rate'] as const
type Row = Readonly<Record<string, string>>
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
    const rows = parse(text, { columns: true, trim: true, bom: true, skip_empty_lines: true }) as Row[]
    const has = (row: Row, column: string) => column in row || (column === 'month' && 'day' in row)
    const missing = columns.filter((column) => column !== 'channel' && rows.some((row) => !has(row, column)))
    if (missing.length > 0) return bad(`metrics.${option}: ${file} has no column ${missing.join(', ')}.`)
    return { rows, misuse: [] }
  } catch (cause) {
    return bad(`metrics.${option}: ${file} cannot be read: ${(cause as Error).message.split('\n')[0]}.`)
  }
}

/** A row of a month, or of a day: that is part of its month. A day that is none is left as it is, for the check to name. */
function toSpend({ month, day = '', channel = '', amount = '' }: Row): SpendRow {
  return {
    month: month ?? (isoToDay(day) === null ? day : day.slice(0, 7)),
    channel: channel === '' ? null : channel,
    amount: amount === '' ? Number.NaN : Number(amount),
  }
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
