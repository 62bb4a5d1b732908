import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
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
    spend: [...metrics.spend, ...readSpend.rows.map(toSpend)],
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
    const missing = columns.filter((column) => column !== 'channel' && rows.some((row) => !(column in row)))
    if (missing.length > 0) return bad(`metrics.${option}: ${file} has no column ${missing.join(', ')}.`)
    return { rows, misuse: [] }
  } catch (cause) {
    return bad(`metrics.${option}: ${file} cannot be read: ${(cause as Error).message.split('\n')[0]}.`)
  }
}

function toSpend({ month = '', channel = '', amount = '' }: Row): SpendRow {
  return { month, channel: channel === '' ? null : channel, amount: amount === '' ? Number.NaN : Number(amount) }
}

function toRate({ date = '', currency = '', rate = '' }: Row): RateRow {
  return { date, currency, rate }
}
