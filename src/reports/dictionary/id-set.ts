/** Ids that were met, a bit each: what is dense takes an eighth of a byte, and where nobody is, nothing is kept. */
export type IdSet = { size: number; readonly pages: Map<number, Uint32Array> }

/** Ids of a page: 4 KB of bits. */
const PAGE = 32_768

export function makeIdSet(): IdSet {
  return { size: 0, pages: new Map() }
}

export function addId(set: IdSet, id: number): void {
  const at = Math.floor(id / PAGE)
  const page = set.pages.get(at) ?? new Uint32Array(PAGE / 32)
  set.pages.set(at, page)
  const within = id % PAGE
  const [word, bit] = [within >>> 5, 1 << (within & 31)]
  if ((page[word]! & bit) !== 0) return
  page[word]! |= bit
  set.size += 1
}

export function addAll(set: IdSet, { pages }: IdSet): void {
  for (const [at, page] of pages)
    for (const [word, bits] of page.entries())
      for (let bit = 0; bits >>> bit !== 0 && bit < 32; bit++)
        if (((bits >>> bit) & 1) === 1) addId(set, at * PAGE + word * 32 + bit)
}
