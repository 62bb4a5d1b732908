/** Texts one after another in one buffer, as UTF-8: so they cross threads and reach the engine, and none becomes a string before it is asked for. */
export type TextColumn = {
  readonly bytes: Buffer<ArrayBuffer>
  /** Where each text ends. */
  readonly ends: Int32Array<ArrayBuffer>
}

/** A text that stands as UTF-8 among others, from one place to another. */
export type TextSpan = { readonly text: Uint8Array; readonly from: number; readonly to: number }

/** `texts` must be well-formed. */
export function packTexts(texts: readonly string[]): TextColumn {
  const joined = texts.join('')
  const bytes = Buffer.from(new TextEncoder().encode(joined).buffer)
  const isAscii = bytes.length === joined.length
  const ends = new Int32Array(texts.length)
  let end = 0
  for (let i = 0; i < texts.length; i++) {
    end += isAscii ? texts[i]!.length : Buffer.byteLength(texts[i]!)
    ends[i] = end
  }
  return { bytes, ends }
}

export function textAt({ bytes, ends }: TextColumn, row: number): string {
  return bytes.toString('utf8', startOf(ends, row), ends[row])
}

/** The parts as one column. */
export function joinTexts(parts: readonly TextColumn[]): TextColumn {
  if (parts.length === 1) return parts[0]!
  const bytes = Buffer.from(new ArrayBuffer(sumOf(parts, ({ bytes }) => bytes.length)))
  const ends = new Int32Array(sumOf(parts, ({ ends }) => ends.length))
  let at = 0
  let row = 0
  for (const part of parts) {
    bytes.set(part.bytes, at)
    for (const end of part.ends) ends[row++] = at + end
    at += part.bytes.length
  }
  return { bytes, ends }
}

/** Some rows of a column, in the order given. */
export function pickTexts({ bytes, ends }: TextColumn, rows: Int32Array): TextColumn {
  const pickedEnds = new Int32Array(rows.length)
  let end = 0
  for (let i = 0; i < rows.length; i++) {
    end += ends[rows[i]!]! - startOf(ends, rows[i]!)
    pickedEnds[i] = end
  }
  const picked = Buffer.from(new ArrayBuffer(end))
  for (let i = 0; i < rows.length; i++) {
    picked.set(bytes.subarray(startOf(ends, rows[i]!), ends[rows[i]!]), startOf(pickedEnds, i))
  }
  return { bytes: picked, ends: pickedEnds }
}

function startOf(ends: Int32Array, row: number): number {
  return row === 0 ? 0 : ends[row - 1]!
}

function sumOf(parts: readonly TextColumn[], pick: (part: TextColumn) => number): number {
  return parts.reduce((sum, part) => sum + pick(part), 0)
}
