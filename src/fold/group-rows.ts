import type { RowSource } from './fill-lanes.ts'

/** Row numbers by slot of the actor: those of slot s are `index[starts[s] … starts[s + 1])`, in the block's order. */
export type SlotRows = {
  readonly starts: Int32Array
  readonly index: Int32Array
  readonly of: (slot: number) => Int32Array
}

/** An account's rows by actor: a counting sort. Rows without a slot (never visible) are left out. */
export function groupRows({ start, end }: RowSource, slotOfRow: Int32Array, slots: number): SlotRows {
  const starts = new Int32Array(slots + 1)
  const index = new Int32Array(end - start)
  const rows = end - start
  for (let i = 0; i < rows; i++) if (slotOfRow[i]! >= 0) starts[slotOfRow[i]! + 1]! += 1
  for (let s = 0; s < slots; s++) starts[s + 1]! += starts[s]!
  const next = starts.slice()
  for (let i = 0; i < rows; i++) if (slotOfRow[i]! >= 0) index[next[slotOfRow[i]!]!++] = start + i
  return { starts, index, of: (slot) => index.subarray(starts[slot]!, starts[slot + 1]!) }
}
