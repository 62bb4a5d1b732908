import type { RowSource } from '../fill-lanes.ts'

/** Row numbers by slot of the actor: those of slot s are `index[starts[s] … starts[s + 1])`, in the block's order. */
export type SlotRows = {
  readonly starts: Int32Array
  readonly index: Int32Array
  readonly of: (slot: number) => Int32Array
}

/** Reused between accounts, and grown. */
export type RowBuffers = { starts: Int32Array; next: Int32Array; index: Int32Array }

export function makeRowBuffers(): RowBuffers {
  return { starts: new Int32Array(0), next: new Int32Array(0), index: new Int32Array(0) }
}

type Grouped = { readonly buffers: RowBuffers; readonly slotOfRow: Int32Array; readonly slots: number }

/** An account's rows by actor: a counting sort. Rows without a slot (never visible) are left out. */
export function groupRows({ start, end }: RowSource, { buffers, slotOfRow, slots }: Grouped): SlotRows {
  const rows = end - start
  if (buffers.index.length < rows) buffers.index = new Int32Array(rows * 2)
  if (buffers.starts.length <= slots) {
    buffers.starts = new Int32Array((slots + 1) * 2)
    buffers.next = new Int32Array((slots + 1) * 2)
  }
  const { starts, next, index } = buffers
  starts.fill(0, 0, slots + 1)
  for (let i = 0; i < rows; i++) if (slotOfRow[i]! >= 0) starts[slotOfRow[i]! + 1]! += 1
  for (let s = 0; s < slots; s++) starts[s + 1]! += starts[s]!
  next.set(starts.subarray(0, slots))
  for (let i = 0; i < rows; i++) if (slotOfRow[i]! >= 0) index[next[slotOfRow[i]!]!++] = start + i
  return { starts, index, of: (slot) => index.subarray(starts[slot]!, starts[slot + 1]!) }
}
