/** Rows of a statement that writes several. */
const ROWS = 20
/** Of what is looked up by one question. */
const ASKED = 40

/** What is to be looked up, in pieces of which each makes one question. */
export function* inPieces<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += ASKED) yield all.slice(at, at + ASKED)
}

/**
 * Writes rows by statements of so many, and those that are left one by one: two texts of statements, which stay prepared, however many rows there are.
 * @returns the number of each row
 */
export async function insertInPieces<Row>(
  rows: readonly Row[],
  write: (rows: readonly Row[]) => Promise<{ readonly insertId?: bigint | undefined }>,
): Promise<number[]> {
  const ids: number[] = []
  for (let at = 0; at < rows.length; ) {
    const many = rows.length - at >= ROWS ? ROWS : 1
    const { insertId } = await write(rows.slice(at, at + many))
    // The rows of a statement are numbered in a row.
    const last = Number(insertId ?? 0)
    for (let i = many - 1; i >= 0; i--) ids.push(last - i)
    at += many
  }
  return ids
}

/** The rows of all the keys, asked for some at a time. */
export async function readInPieces<K, T>(
  keys: readonly K[],
  read: (piece: readonly K[]) => Promise<readonly T[]>,
): Promise<T[]> {
  const rows: T[] = []
  for (let at = 0; at < keys.length; at += KEYS_AT_ONCE) rows.push(...(await read(keys.slice(at, at + KEYS_AT_ONCE))))
  return rows
}

/** SQLite binds at most 32,766 values in one statement. */
const KEYS_AT_ONCE = 10_000
