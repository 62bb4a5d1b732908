/**
 * Columns of numbers by day, of which most stay as they are from one day to the next: only where one changes is it kept, as a *run* up to the next change, in the
 * narrowest form that gives the very number back. Plain data in memory that all threads see, so that it goes to others without being copied; one set of arrays for
 * all columns, since an array costs more than what is in it.
 */
export type PackedDays = {
  readonly days: number
  /** By column: how many runs it has, and the form of its numbers. */
  readonly runs: Uint16Array
  readonly forms: Uint8Array
  /** The day behind each run, one column after the other. */
  readonly ends: Uint16Array
  /** What each run has, by form, one column after the other. */
  readonly wholes: Uint16Array
  readonly singles: Float32Array
  readonly doubles: Float64Array
}

/** A whole number below `NO_WHOLE`, one of 32 bits, one of 64. */
const [WHOLE, SINGLE, DOUBLE] = [0, 1, 2]
/** Stands for a number that is not known. */
const NO_WHOLE = 0xffff

/** Runs of the columns at hand, in their widest form, before it is known how they are kept. It serves one entity after the other. */
const scratch = { values: new Float64Array(4_096), ends: new Uint16Array(4_096), column: new Float64Array(1_024) }

/** @param columns of the same length, at most 65,535 days */
export function packDays(columns: readonly (Float64Array | Uint8Array)[]): PackedDays {
  const runs = new Uint16Array(columns.length)
  const forms = new Uint8Array(columns.length)
  const room = [0, 0, 0]
  let end = 0
  for (let i = 0; i < columns.length; i++) {
    const count = findRuns(columns[i]!, end)
    runs[i] = count
    forms[i] = formOf(end, end + count)
    room[forms[i]!]! += count
    end += count
  }
  const packed = {
    days: columns[0]?.length ?? 0,
    ...{ runs: shared(Uint16Array, runs.length), forms: shared(Uint8Array, forms.length) },
    ...{ ends: shared(Uint16Array, end), wholes: shared(Uint16Array, room[WHOLE]!) },
    ...{ singles: shared(Float32Array, room[SINGLE]!), doubles: shared(Float64Array, room[DOUBLE]!) },
  }
  packed.runs.set(runs)
  packed.forms.set(forms)
  packed.ends.set(scratch.ends.subarray(0, end))
  moveRuns(packed)
  return packed
}

/** What is packed one after the other lies in one piece of memory as long as there is room; it is given back when nothing in it is held any more. */
const PIECE_BYTES = 1024 * 1024
const piece = { memory: new SharedArrayBuffer(0), used: 0 }

type Kind<Column> = {
  readonly BYTES_PER_ELEMENT: number
  new (memory: SharedArrayBuffer, from: number, length: number): Column
}

function shared<Column>(kind: Kind<Column>, length: number): Column {
  const bytes = length * kind.BYTES_PER_ELEMENT
  if (piece.used + bytes > piece.memory.byteLength) {
    piece.memory = new SharedArrayBuffer(Math.max(PIECE_BYTES, bytes))
    piece.used = 0
  }
  const column = new kind(piece.memory, piece.used, length)
  piece.used = 8 * Math.ceil((piece.used + bytes) / 8)
  return column
}

/** Writes the runs of a column from a place on; how many there are. */
function findRuns(column: Float64Array | Uint8Array, at: number): number {
  const days = column.length
  makeRoom(at + days)
  if (scratch.column.length < days) scratch.column = new Float64Array(days)
  // Columns of one kind: what reads two kinds is compiled to something far slower.
  const { values, ends, column: own } = scratch
  own.set(column)
  let next = at
  for (let day = 0; day < days; ) {
    const value = own[day]!
    if (Number.isNaN(value)) while (day < days && Number.isNaN(own[day]!)) day++
    else while (day < days && own[day] === value) day++
    values[next] = value
    ends[next++] = day
  }
  return next - at
}

function makeRoom(room: number): void {
  if (scratch.values.length >= room) return
  const { values, ends } = scratch
  scratch.values = new Float64Array(2 * room)
  scratch.ends = new Uint16Array(2 * room)
  scratch.values.set(values)
  scratch.ends.set(ends)
}

function formOf(from: number, end: number): number {
  const { values } = scratch
  let form = WHOLE
  for (let i = from; i < end; i++) {
    const value = values[i]!
    if (Number.isNaN(value) || (form === WHOLE && (value & NO_WHOLE) === value && value !== NO_WHOLE)) continue
    if (Math.fround(value) !== value) return DOUBLE
    form = SINGLE
  }
  return form
}

function moveRuns({ runs, forms, wholes, singles, doubles }: PackedDays): void {
  const { values } = scratch
  const next = [0, 0, 0]
  let from = 0
  for (let i = 0; i < runs.length; i++) {
    const form = forms[i]!
    const end = from + runs[i]!
    let at = next[form]!
    if (form === WHOLE) for (; from < end; from++) wholes[at++] = Number.isNaN(values[from]!) ? NO_WHOLE : values[from]!
    else if (form === SINGLE) for (; from < end; from++) singles[at++] = values[from]!
    else for (; from < end; from++) doubles[at++] = values[from]!
    next[form] = at
  }
}

/** Writes a column as it was. @param into as long as there are days */
export function unpackDays(packed: PackedDays, column: number, into: Float64Array | Uint8Array): void {
  const { runs, forms, ends, wholes, singles, doubles } = packed
  const form = forms[column]!
  let [at, end] = [0, 0]
  for (let i = 0; i < column; i++) {
    end += runs[i]!
    if (forms[i] === form) at += runs[i]!
  }
  const numbers = form === WHOLE ? wholes : form === SINGLE ? singles : doubles
  for (let run = 0, day = 0; run < runs[column]!; run++) {
    const number = numbers[at + run]!
    const value = form === WHOLE && number === NO_WHOLE ? Number.NaN : number
    for (const until = ends[end + run]!; day < until; day++) into[day] = value
  }
}
