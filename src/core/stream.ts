/**
 * Counter-based random numbers: a draw is a function of (key, block, index) and of nothing else, so each mechanism of a world reads a stream of its own
 * and switching one off moves no other draw. A four-round Feistel network over (block, index) with a keyed 32-bit mixing function.
 */
export type StreamKey = { readonly k0: number; readonly k1: number }
/** A key with a place in it; `index` moves as numbers are drawn. */
export type Stream = StreamKey & { block: number; index: number }

/** The stream of a seed and a path of names: `stream(seed, 'account', 17, 'usage')`. */
export function stream(seed: number, ...names: readonly (string | number)[]): Stream {
  return branch({ k0: 0x243f6a88, k1: 0x85a308d3 }, seed, ...names)
}

/** A stream below `parent`. Depends on the parent's key, never on how far it was read. */
export function branch(parent: StreamKey, ...names: readonly (string | number)[]): Stream {
  let key = parent
  for (const name of names) key = typeof name === 'number' ? absorbNumber(key, name) : absorbText(key, name)
  return { k0: key.k0, k1: key.k1, block: 0, index: 0 }
}

/** Goes to the start of a block; a day or a week of its own for each step of a simulation. */
export function seek(source: Stream, block: number): Stream {
  source.block = block
  source.index = 0
  return source
}

/** The next number of [0, 1), 53 bits. */
export function uniform(source: Stream): number {
  return uniformAt(source, source.block, source.index++)
}

/** The number of [0, 1) at a place, 53 bits; the same however often it is asked for. */
export function uniformAt(key: StreamKey, block: number, index: number): number {
  let left = block | 0
  let right = index | 0
  left ^= mix((right + key.k0) | 0)
  right ^= mix((left + key.k1) | 0)
  left ^= mix((right + (key.k0 ^ 0x9e3779b9)) | 0)
  right ^= mix((left + (key.k1 ^ 0x7f4a7c15)) | 0)
  return ((left >>> 5) * 67_108_864 + (right >>> 6)) / 9_007_199_254_740_992
}

function mix(word: number): number {
  let h = word ^ (word >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return h ^ (h >>> 16)
}

function absorbNumber(key: StreamKey, value: number): StreamKey {
  return absorb(absorb(absorb(key, 1), value | 0), Math.floor(value / 4_294_967_296) | 0)
}

function absorbText(key: StreamKey, text: string): StreamKey {
  let state = absorb(key, 2 + text.length)
  for (let i = 0; i < text.length; i++) state = absorb(state, text.charCodeAt(i))
  return state
}

function absorb(key: StreamKey, word: number): StreamKey {
  const k1 = mix((key.k1 ^ word) + 0x9e3779b9)
  return { k0: mix((key.k0 + k1) | 0), k1 }
}
