import type { RowSource } from './fill-lanes.ts'

/** Row numbers by slot of the actor: those of slot s are `index[starts[s] … starts[s + 1])`, in the block's order. */
export type SlotRows = {
  readonly starts: Int32Array
  readonly index: Int32Array
  readonly of: (slot: number) => Int32Array
}

/** An account's rows by actor: a counting sort. Rows of actors without a slot (never visible) are left out. */
export function groupRows({ block, start, end }: RowSource, slotOf: Int32Array, slots: number): SlotRows {
  const starts = new Int32Array(slots + 1)
  const index = new Int32Array(end - start)
  const { actor } = block
  for (let r = start; r < end; r++) {
    const slot = (slotOf[actor[r]!] ?? 0) - 1
    if (slot >= 0) starts[slot + 1]! += 1
  }
  for (let s = 0; s < slots; s++) starts[s + 1]! += starts[s]!
  const next = starts.slice()
  for (let r = start; r < end; r++) {
    const slot = (slotOf[actor[r]!] ?? 0) - 1
    if (slot >= 0) index[next[slot]!++] = r
  }
  return { starts, index, of: (slot) => index.subarray(starts[slot]!, starts[slot + 1]!) }
}
