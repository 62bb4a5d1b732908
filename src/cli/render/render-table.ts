/** A column: its head, how a row shows in it, and whether it is a number (right-aligned). */
export type Column<Row> = { readonly head: string; readonly cell: (row: Row) => string; readonly number?: boolean }

/** Rows as aligned text; no borders, so that it greps and pastes well. Cells are stripped of control characters. */
export function renderTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const cells = rows.map((row) => columns.map((column) => printable(column.cell(row))))
  const widths = columns.map((column, i) =>
    Math.max(column.head.length, ...cells.map((line) => [...(line[i] ?? '')].length)),
  )
  const line = (parts: readonly string[]) =>
    parts
      .map((part, i) => pad(part, widths[i] ?? 0, columns[i]?.number === true))
      .join('  ')
      .trimEnd()
  return [line(columns.map((column) => column.head)), ...cells.map(line)].join('\n')
}

/** Names come from the outside: no escape sequence or bidirectional override may reach the terminal. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '�')
}

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - [...text].length))
  return right ? space + text : text + space
}
