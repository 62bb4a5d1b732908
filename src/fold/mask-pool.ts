/** Arrays of truth values by judged day, lent to one entity at a time: a condition needs many, and making them costs more than filling them. */
export type MaskPool = { days: number; taken: number; masks: Uint8Array[] }

export function makeMaskPool(): MaskPool {
  return { days: 0, taken: 0, masks: [] }
}

/** Takes all masks back, for an entity judged over `days` days. */
export function resetMasks(pool: MaskPool, days: number): MaskPool {
  if (pool.days !== days) pool.masks = []
  pool.days = days
  pool.taken = 0
  return pool
}

/** A mask with whatever was in it, the caller's until the next reset. */
export function takeMask(pool: MaskPool): Uint8Array {
  const mask = pool.masks[pool.taken] ?? new Uint8Array(pool.days)
  pool.masks[pool.taken++] = mask
  return mask
}
