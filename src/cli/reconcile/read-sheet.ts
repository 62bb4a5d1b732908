import { Readable } from 'node:stream'
import { telltaleError } from '../../core/errors.ts'
import { detectFormat, openBytes } from '../../ingest/files/open-file.ts'
import { readCsv } from '../../ingest/files/read-csv.ts'
import { eachRow } from '../../ingest/files/read-rows.ts'
import { SHEET_VALUES, type Sheet, type SheetRow, type SheetValue } from './sheet.ts'

/** Which column of the sheet is what; null: the one that is called so. */
export type SheetColumns = Readonly<Record<'account' | 'currency' | SheetValue, string | null>>

const CALLED: Readonly<Record<keyof SheetColumns, readonly string[]>> = {
  account: [
    'account',
    'account_id',
    'accountid',
    'company',
    'company_id',
    'customer',
    'customer_id',
    'key',
    'id',
    'name',
  ],
  mrr: ['mrr', 'monthly', 'amount'],
  status: ['status', 'state'],
  plan: ['plan', 'tier'],
  seats: ['seats', 'licences', 'licenses'],
  currency: ['currency'],
}

/** A CSV file with a header line. @throws import_missing, import_unreadable, bad_argument for a column that is not there, or where nothing is to be compared */
export async function readSheet(path: string, columns: SheetColumns): Promise<Sheet> {
  const { gzipped, format } = await detectFormat(path)
  if (format !== 'csv') throw telltaleError('import_unreadable', { path, format: 'CSV', reason: `it is ${format}` })
  const rows: SheetRow[] = []
  const unread: { line: number; why: string }[] = []
  let line = 1
  let found: ReturnType<typeof findColumns> | null = null
  const { stream } = openBytes(path, gzipped, Readable.from([]))
  for await (const read of eachRow(readCsv(stream))) {
    line += 1
    if (read.kind === 'unreadable') {
      unread.push({ line, why: read.why })
      continue
    }
    found ??= findColumns([...read.row.keys()], columns)
    const textOf = (column: string | undefined): string | null =>
      column === undefined ? null : String(read.row.get(column) ?? '').trim()
    const account = textOf(found.get('account')) ?? ''
    if (account === '') {
      unread.push({ line, why: 'it names no account' })
      continue
    }
    const values = Object.fromEntries(
      SHEET_VALUES.flatMap((value) => (found!.has(value) ? [[value, textOf(found!.get(value)) ?? '']] : [])),
    )
    rows.push({ line, account, values, currency: textOf(found.get('currency'))?.toUpperCase() || null })
  }
  if (rows.length + unread.length === 0)
    throw telltaleError('import_unreadable', { path, format: 'CSV', reason: 'it has no row below a header line' })
  return { values: SHEET_VALUES.filter((value) => found?.has(value) === true), rows, unread }
}

function findColumns(names: readonly string[], asked: SheetColumns): ReadonlyMap<keyof SheetColumns, string> {
  const found = new Map<keyof SheetColumns, string>()
  for (const what of Object.keys(CALLED) as (keyof SheetColumns)[]) {
    const named = asked[what]
    const column =
      named === null
        ? CALLED[what]
            .map((word) => names.find((name) => name.toLowerCase() === word))
            .find((name) => name !== undefined)
        : names.find((name) => name === named)
    if (column !== undefined) found.set(what, column)
    else if (named !== null) throw badColumn(`--${what}`, named, names)
  }
  if (!found.has('account')) throw badColumn('--account', 'missing', names)
  if (!SHEET_VALUES.some((value) => found.has(value))) throw badColumn('--mrr', 'missing', names)
  return found
}

function badColumn(argument: string, value: string, names: readonly string[]): Error {
  return telltaleError('bad_argument', {
    argument,
    value,
    expected: `a column of the file: ${names.join(', ')}`.slice(0, 400),
  })
}
