import { csvCell } from '@contract/csv-cell.ts'
import { type ReactNode, useState } from 'react'
import { formatCount } from '../words/format.ts'
import { Button } from './button.tsx'

/** One column of a table: what a cell shows, and what it is in a file. */
export type Column<Row> = {
  readonly head: string
  /** The cell as text or number, as a file has it. */
  readonly value: (row: Row) => string | number | null
  /** As the page shows it; the value when left out. */
  readonly cell?: (row: Row) => ReactNode
  readonly right?: boolean
  readonly className?: string
}

type TableProps<Row> = {
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row, at: number) => string
  /** A last row, set off. */
  total?: Row | undefined
  /** Shown on the ground of what is selected. */
  isHere?: (row: Row) => boolean
}

/** On a phone what gets the focus is scrolled to beside the column that stays. */
const FRAME = 'relative max-w-full overflow-x-auto max-desk:scroll-pl-44'
/** Where a row may have a ground, its words keep off the edge of it. */
const INSET = '[&_tr>:first-child]:pl-2 [&_tr>:last-child]:pr-2'

/** Rows with hairlines; scrolls by itself where it is wider than the page. Its name is not that of the section around it. */
export function DataTable<Row>({ label, columns, rows, keyOf, total, isHere }: TableProps<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard cannot scroll it
    <section aria-label={`${label}, as a table`} tabIndex={0} className={FRAME}>
      <table className={`w-full text-dense ${isHere === undefined ? '' : INSET}`}>
        <thead className="text-small text-ink-3">
          <tr className="border-b border-line bg-paper">
            {columns.map((column, at) => (
              <th
                key={column.head}
                scope="col"
                className={`py-1.5 whitespace-nowrap !text-ink-3 first-letter:uppercase ${looksOf(column, at)}`}
              >
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <Line
              key={keyOf(row, at)}
              row={row}
              columns={columns}
              className={isHere?.(row) === true ? 'bg-sea-wash' : 'bg-paper'}
            />
          ))}
          {total !== undefined && (
            <Line row={total} columns={columns} className="border-t border-line-2 bg-paper font-medium" />
          )}
        </tbody>
      </table>
    </section>
  )
}

type LineProps<Row> = { row: Row; columns: readonly Column<Row>[]; className: string }

function Line<Row>({ row, columns, className }: LineProps<Row>) {
  return (
    <tr className={`border-b border-line align-top last:border-b-0 ${className}`}>
      {columns.map((column, at) => (
        <td key={column.head} className={`py-1.5 ${looksOf(column, at)}`}>
          {column.cell === undefined ? shownOf(column.value(row)) : column.cell(row)}
        </td>
      ))}
    </tr>
  )
}

/** Counts as everywhere on a page; other numbers as they are. */
function shownOf(value: string | number | null): string | number {
  if (typeof value === 'number' && Number.isInteger(value)) return formatCount(value)
  return value ?? '–'
}

/** On a phone a table is wider than the screen: what names the row stays in sight, and words keep room to be read. */
function looksOf<Row>({ right, className = '' }: Column<Row>, at: number): string {
  const phone =
    at === 0
      ? 'max-desk:sticky max-desk:left-0 max-desk:z-[1] max-desk:min-w-32 max-desk:bg-inherit'
      : right === true || className.includes('min-w-')
        ? ''
        : 'max-desk:min-w-32'
  return `pr-4 last:pr-0 ${right === true ? 'text-right whitespace-nowrap' : ''} ${phone} ${className}`
}

/** A table as a file for spreadsheets; no cell can become a formula. */
export function toCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const lines = [
    columns.map(({ head }) => csvCell(head)),
    ...rows.map((row) => columns.map(({ value }) => csvCell(value(row)))),
  ]
  return `${lines.map((cells) => cells.join(',')).join('\r\n')}\r\n`
}

type CsvProps<Row> = {
  name: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  /** Reads those that are not shown yet too; null: there are no others. */
  readAll?: (() => Promise<readonly Row[]>) | null
  /** On the bar of the page, among its other buttons. */
  onBar?: boolean
}

export function CsvButton<Row>({ name, columns, rows, readAll = null, onBar = false }: CsvProps<Row>) {
  const [isFailed, setFailed] = useState(false)
  const save = async () => {
    try {
      saveText(`${name}.csv`, toCsv(columns, readAll === null ? rows : await readAll()))
      setFailed(false)
    } catch {
      setFailed(true)
    }
  }
  const looks = onBar ? {} : ({ look: 'bare', className: '!text-sea' } as const)
  return (
    <Button {...looks} disabled={rows.length === 0} onClick={() => void save()} aria-label={`Save ${name} as CSV`}>
      {isFailed ? 'CSV: try again' : 'CSV'}
    </Button>
  )
}

function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  Object.assign(document.createElement('a'), { href: url, download: name }).click()
  // The browser has taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
