/** Rows by column of the statement, account by account. */
export type TermsTable = {
  readonly columns: Record<Column, Float64Array>
  /** Of an account's rows [begins[account], begins[account + 1]); accounts are small whole numbers. */
  readonly begins: Int32Array
}

export const TERMS_COLUMNS = [
  'owner',
  'saidOf',
  'firstSaid',
  'seq',
  'from',
  'to',
  'minor',
  'termsMinor',
  'wording',
] as const
type Column = (typeof TERMS_COLUMNS)[number]

/** Puts terms that came in no order into theirs: account by account, subscription by subscription, by their beginnings and then as they were said. */
export function orderTerms(parts: readonly Float64Array[][]): TermsTable {
  const owners = parts.map(([own]) => own!)
  const begins = beginsOf(owners)
  const places = placesOf(owners, begins)
  const rows = places.reduce((sum, { length }) => sum + length, 0)
  const inPlace = (column: number) => {
    const joined = new Float64Array(rows)
    for (const [i, part] of parts.entries()) scatter(part[column]!, places[i]!, joined)
    return joined
  }
  const columns = Object.fromEntries(TERMS_COLUMNS.map((name, i) => [name, inPlace(i)])) as Record<Column, Float64Array>
  for (let account = 0; account + 1 < begins.length; account++)
    putInOrder(columns, begins[account]!, begins[account + 1]!)
  return { columns, begins }
}

function beginsOf(owners: readonly Float64Array[]): Int32Array {
  let greatest = -1
  for (const own of owners) for (let i = 0; i < own.length; i++) if (own[i]! > greatest) greatest = own[i]!
  const begins = new Int32Array(greatest + 2)
  for (const own of owners) for (let i = 0; i < own.length; i++) begins[own[i]! + 1]! += 1
  for (let account = 1; account < begins.length; account++) begins[account]! += begins[account - 1]!
  return begins
}

/** Where each row comes. */
function placesOf(owners: readonly Float64Array[], begins: Int32Array): Int32Array[] {
  const next = begins.slice()
  return owners.map((own) => {
    const places = new Int32Array(own.length)
    for (let i = 0; i < own.length; i++) places[i] = next[own[i]!]!++
    return places
  })
}

function scatter(values: Float64Array, places: Int32Array, into: Float64Array): void {
  for (let i = 0; i < values.length; i++) into[places[i]!] = values[i]!
}

/** Mostly they are: terms come in as they are said. */
function putInOrder(columns: TermsTable['columns'], begin: number, end: number): void {
  let row = begin + 1
  while (row < end && compareRows(columns, row - 1, row) < 0) row += 1
  if (row >= end) return
  const ordered = Array.from({ length: end - begin }, (_, i) => begin + i).sort((a, b) => compareRows(columns, a, b))
  for (const name of TERMS_COLUMNS) {
    const column = columns[name]
    column.set(
      ordered.map((place) => column[place]!),
      begin,
    )
  }
}

function compareRows({ firstSaid, from, seq }: TermsTable['columns'], a: number, b: number): number {
  if (firstSaid[a] !== firstSaid[b]) return firstSaid[a]! - firstSaid[b]!
  return from[a] === from[b] ? seq[a]! - seq[b]! : from[a]! - from[b]!
}
