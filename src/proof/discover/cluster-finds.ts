import { measureOverlap } from '../../stats/proportions/measure-overlap.ts'
import type { Doers } from './count-cell.ts'
import type { Searched } from './search-grid.ts'

const SAME = 0.8
/** More are not compared with each other: each pair is. */
const MOST = 1_200

/** Cells that mean the same people, and the one that stands for them. */
export type Cluster = { readonly leader: Searched; readonly members: readonly Searched[] }

/**
 * Joins cells whose doers are mostly the same (Jaccard 0.8, single linkage). In the order of their best cells, which the found come in. The one that stands for a
 * cluster is the easiest to reach of those whose phi is within one standard error of the best.
 */
export function clusterFinds(ranked: readonly Searched[]): Cluster[] {
  const found = ranked.slice(0, MOST)
  const sets = found.map(({ doers }) => packBits(doers))
  const sizes = sets.map(countBits)
  const parent = found.map((_, i) => i)
  const rootOf = (i: number): number => {
    let at = i
    while (parent[at] !== at) at = parent[at]!
    return at
  }
  for (let i = 0; i < found.length; i++)
    for (let j = 0; j < i; j++) {
      const isNear = Math.min(sizes[i]!, sizes[j]!) >= SAME * Math.max(sizes[i]!, sizes[j]!)
      if (!isNear || rootOf(i) === rootOf(j)) continue
      const overlap = measureOverlap(sizes[i]!, sizes[j]!, countShared(sets[i]!, sets[j]!)) ?? 0
      if (overlap >= SAME) parent[Math.max(rootOf(i), rootOf(j))] = Math.min(rootOf(i), rootOf(j))
    }
  const groups = new Map<number, Searched[]>()
  for (const [i, one] of found.entries()) groups.set(rootOf(i), [...(groups.get(rootOf(i)) ?? []), one])
  return [...groups.values()].map((members) => ({ leader: chooseLeader(members), members }))
}

function chooseLeader(members: readonly Searched[]): Searched {
  const phiOf = ({ discovery }: Searched): number => discovery.phi?.estimate ?? -1
  const best = members.reduce((one, other) => (phiOf(other) > phiOf(one) ? other : one))
  const least = phiOf(best) - (best.discovery.phi?.error ?? 0)
  const common = ({ discovery: { arms } }: Searched): number => arms.exposed.total
  const [leader] = members
    .filter((one) => phiOf(one) >= least)
    .sort((a, b) => a.cell.times - b.cell.times || b.cell.window - a.cell.window || common(b) - common(a))
  return leader ?? best
}

function packBits(doers: Doers): Int32Array {
  const words = new Int32Array(Math.ceil(doers.length / 32))
  for (let i = 0; i < doers.length; i++) if (doers[i] === 1) words[i >> 5]! |= 1 << (i & 31)
  return words
}

function countShared(one: Int32Array, other: Int32Array): number {
  let shared = 0
  for (let i = 0; i < one.length; i++) shared += bitsOf(one[i]! & other[i]!)
  return shared
}

function countBits(words: Int32Array): number {
  return countShared(words, words)
}

function bitsOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
