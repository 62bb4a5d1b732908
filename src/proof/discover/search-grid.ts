import { controlDiscoveries } from '../../stats/proportions/control-discoveries.ts'
import { MOST_FALSE } from '../../stats/verdicts/verdict.ts'
import { type Candidate, type Cell, REACHES, TIMES, WINDOWS } from './beginners.ts'
import { type Counting, type Doers, doersOf, type Measured, measureCell } from './count-cell.ts'

/** A cell with what the earlier beginners say of it. */
export type Searched<C = Cell> = {
  readonly cell: C
  readonly doers: Doers
  readonly discovery: Measured
  /** How far it would be a false discovery, among all cells of the search. */
  readonly q: number
}

export type Searching = Counting & {
  readonly candidates: readonly Candidate[]
  /** The earlier beginners. */
  readonly members: Int32Array
  readonly landmark: number
}

const COVERAGE = [0.02, 0.95] as const
export const LEAST_DOERS = 50

/** Every cell that enough, and not nearly all, have reached; with a rest behind each candidate. Those that nobody tells apart from chance are among them. */
export async function searchGrid(searching: Searching, pause: () => Promise<void>): Promise<Searched[]> {
  const found: Omit<Searched, 'q'>[] = []
  for (const candidate of searching.candidates.keys()) {
    found.push(...searchCandidate(searching, candidate))
    await pause()
  }
  return withQ(found)
}

/** The q-values of one family of tests. */
export function withQ<C>(found: readonly Omit<Searched<C>, 'q'>[]): Searched<C>[] {
  const q = controlDiscoveries(found.map(({ discovery }) => discovery.p))
  return found.map((one, i) => ({ ...one, q: q[i]! }))
}

/** Unlikely by chance, and good; the best first, by the lower limit of phi. */
export function rankFound<C>(found: readonly Searched<C>[]): Searched<C>[] {
  const lower = ({ discovery }: Searched<C>): number => discovery.phi?.lower ?? Number.NEGATIVE_INFINITY
  return found.filter((one) => one.q <= MOST_FALSE && lower(one) > 0).sort((a, b) => lower(b) - lower(a))
}

function searchCandidate(searching: Searching, candidate: number): Omit<Searched, 'q'>[] {
  const { beginners, members, candidates, landmark } = searching
  const cells = REACHES.flatMap((reach) =>
    TIMES.flatMap((times) =>
      WINDOWS.filter((window) => window <= landmark).map((window): Cell => ({ candidate, reach, times, window })),
    ),
  )
  return cells.flatMap((cell) => {
    if (!isPossible(cell)) return []
    const doers = doersOf(cell, candidates, beginners.count)
    if (!isCovered(doers, beginners.count)) return []
    return [{ cell, doers, discovery: measureCell(searching, members, doers) }]
  })
}

/** Two people cannot have done it once. */
function isPossible({ reach, times }: Cell): boolean {
  return times >= (reach === 'two' ? 2 : reach === 'three' ? 3 : 1)
}

function isCovered(doers: Doers, count: number): boolean {
  let did = 0
  for (const one of doers) did += one
  return did >= LEAST_DOERS && did >= COVERAGE[0] * count && did <= COVERAGE[1] * count
}
