import duckdb from '@duckdb/node-bindings'
import { telltaleError } from '../../../core/errors.ts'
import type { TextColumn } from '../text-column.ts'

/** The engine's string: four bytes of length, and twelve that are the text itself, or its first four and where all of it stands. */
const ENTRY_WORDS = 4
const LONGEST_INLINE = 12

/**
 * Hands a column of texts to the engine as one, and then says of each where in that one it stands: a call across the native border and a string for each would cost more
 * than all else that is done with an event. The engine copies them when the chunk is appended.
 */
export function fillPackedTexts(
  vector: duckdb.Vector,
  { bytes, ends }: TextColumn,
  { from, size }: { readonly from: number; readonly size: number },
): void {
  const start = from === 0 ? 0 : ends[from - 1]!
  const block = bytes.subarray(start, ends[from + size - 1])
  const base = placeBlock(vector, block)
  const words = new Uint32Array(size * ENTRY_WORDS)
  const entries = new Uint8Array(words.buffer)
  for (let i = 0, at = 0; i < size; i++) {
    const end = ends[from + i]! - start
    const length = end - at
    const word = i * ENTRY_WORDS
    words[word] = length
    const shown = length <= LONGEST_INLINE ? length : 4
    for (let k = 0; k < shown; k++) entries[word * 4 + 4 + k] = block[at + k]!
    if (length > LONGEST_INLINE) placeAt(words, word + 2, base + at)
    at = end
  }
  duckdb.copy_data_to_vector(vector, 0, words.buffer, 0, words.byteLength)
}

/** An address as two words; of 48 bits, a number holds it exactly. */
function placeAt(words: Uint32Array, at: number, address: number): void {
  const high = Math.floor(address / 4294967296)
  words[at] = address - high * 4294967296
  words[at + 1] = high
}

/** Where the engine put the block, in memory that lives as long as the vector is filled. */
function placeBlock(vector: duckdb.Vector, block: Uint8Array): number {
  if (block.length <= LONGEST_INLINE) return 0
  duckdb.vector_assign_string_element_len(vector, 0, block)
  const { buffer, byteOffset, byteLength } = duckdb.vector_get_data(vector, ENTRY_WORDS * 4)
  const entry = new DataView(buffer, byteOffset, byteLength)
  if (entry.getUint32(0, true) !== block.length)
    throw telltaleError('bug', { reason: 'the engine holds texts in another way' })
  return entry.getUint32(8, true) + entry.getUint32(12, true) * 4294967296
}
