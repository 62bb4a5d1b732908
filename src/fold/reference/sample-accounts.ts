/** Values of some accounts: of all as long as there is room, else of those whose hash is below a limit; the same ones in every run and any order. */
export type Sample<T> = {
  n: number
  limit: number
  readonly most: number
  readonly hashes: number[]
  readonly values: T[]
}

/** Values kept of one population and day. */
export const SAMPLE_MAX = 4096

export function openSample<T>(most: number): Sample<T> {
  return { n: 0, limit: 2 ** 32, most, hashes: [], values: [] }
}

export function addValue<T>(sample: Sample<T>, hash: number, value: T): void {
  if (isTaken(sample, hash)) keepValue(sample, hash, value)
}

/** Counts an account, and says whether its value is to be kept: of many accounts few are. */
export function isTaken<T>(sample: Sample<T>, hash: number): boolean {
  sample.n += 1
  return hash < sample.limit
}

export function keepValue<T>(sample: Sample<T>, hash: number, value: T): void {
  sample.hashes.push(hash)
  sample.values.push(value)
  while (sample.values.length > sample.most) halve(sample)
}

/** Keeps the lower half of the hashes: whichever order accounts come in, the same ones stay. */
function halve<T>(sample: Sample<T>): void {
  sample.limit /= 2
  let kept = 0
  for (let i = 0; i < sample.values.length; i++) {
    if (sample.hashes[i]! >= sample.limit) continue
    sample.hashes[kept] = sample.hashes[i]!
    sample.values[kept++] = sample.values[i]!
  }
  sample.hashes.length = kept
  sample.values.length = kept
}

/** 32 well-mixed bits of a dense id. */
export function hashAccount(account: number): number {
  let h = Math.imul(account ^ (account >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
