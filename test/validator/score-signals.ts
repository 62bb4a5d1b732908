import { backtestSignals, type SignalProof } from '../../src/proof/backtest/backtest-signal.ts'
import { layGround } from '../../src/proof/backtest/ground.ts'
import type { Ruling } from '../../src/stats/verdicts/verdict.ts'
import { type Score, scoreShare } from './score.ts'
import { type CustomersPlan, simulateCustomers } from './simulate-customers.ts'

export type SignalsPlan = {
  /** Accounts from which the truth is told. */
  readonly truth: number
  readonly sizes: readonly number[]
  readonly seeds: number
  /** Small worlds on which limits are told. */
  readonly replicates: number
}

const NEEDS = { precision: 0, capacity: 1e9, assignees: 1, notice: 7 }
const SMALL = 500
const TRUTH_SEED = 1_000_000

async function judge(plan: CustomersPlan): Promise<SignalProof[]> {
  const { panel, signals } = simulateCustomers(plan)
  return backtestSignals(layGround(panel), {
    ...{ signals, beside: [], needsOf: () => NEEDS, nameOfRange: (from) => String(from), pause: async () => {} },
  })
}

const rulingsOf = (proofs: readonly SignalProof[]): Map<string, Ruling> =>
  new Map(proofs.map(({ signal, verdict }) => [signal.key, verdict.ruling]))

/** Verdicts on customers against those of the same rules on very many of them; limits against the numbers of those. */
export async function scoreSignals({ truth: many, sizes, seeds, replicates }: SignalsPlan): Promise<Score[]> {
  const truth = await judge({ seed: TRUTH_SEED, accounts: many, effects: true })
  const rulings = rulingsOf(truth)
  const scores: Score[] = []
  for (const accounts of sizes) {
    const told = await runs(seeds, (seed) => judge({ seed, accounts, effects: true }))
    scores.push(...compareRulings(told.map(rulingsOf), rulings, { accounts, seeds }))
  }
  for (const accounts of sizes) {
    const told = await runs(seeds, (seed) => judge({ seed: 5_000 + seed, accounts, effects: false }))
    const hits = told.filter((proofs) => proofs.some(({ verdict }) => verdict.ruling === 'keep')).length
    scores.push(
      scoreShare(
        { what: 'worlds without any effect in which something is kept', on: `${accounts} accounts; ${seeds} worlds` },
        { hits, replicates: seeds },
        { most: 0.1 },
      ),
    )
  }
  const small = await runs(replicates, (seed) => judge({ seed: 10_000 + seed, accounts: SMALL, effects: true }))
  return [...scores, ...coverOf(small, truth)]
}

async function runs<T>(count: number, run: (seed: number) => Promise<T>): Promise<T[]> {
  const found: T[] = []
  for (let seed = 0; seed < count; seed++) found.push(await run(seed))
  return found
}

type Ran = { readonly accounts: number; readonly seeds: number }

function compareRulings(
  told: readonly Map<string, Ruling>[],
  truth: ReadonlyMap<string, Ruling>,
  { accounts, seeds }: Ran,
): Score[] {
  const pairs = told.flatMap((one) => [...one].map(([key, ruling]) => ({ ruling, truth: truth.get(key)! })))
  const on = `${accounts} accounts; ${seeds} worlds`
  const other = pairs.filter((pair) => pair.truth !== 'keep')
  const real = pairs.filter((pair) => pair.truth === 'keep' || pair.truth === 'tune')
  const kept = pairs.filter((pair) => pair.truth === 'keep')
  const count = (of: typeof pairs, ruling: Ruling): number => of.filter((pair) => pair.ruling === ruling).length
  return [
    scoreShare(
      { what: 'kept though it is not to be', on },
      { hits: count(other, 'keep'), replicates: other.length },
      { most: 0.05 },
    ),
    scoreShare(
      { what: 'dropped though it is real', on },
      { hits: count(real, 'drop'), replicates: real.length },
      { most: 0.05 },
    ),
    scoreShare(
      { what: 'kept, of those that are to be', on },
      { hits: count(kept, 'keep'), replicates: kept.length },
      accounts >= 8_000 ? { least: 0.8 } : {},
    ),
  ]
}

/** How often the limits of small worlds hold what very many accounts say. */
function coverOf(small: readonly (readonly SignalProof[])[], truth: readonly SignalProof[]): Score[] {
  const numbers = [
    { what: 'limits of the lift by drawing accounts', of: (one: SignalProof) => one.comparison.ratio },
    { what: 'limits of how often a signal is right', of: (one: SignalProof) => one.comparison.precision },
  ]
  return numbers.map(({ what, of }) => {
    const held = small.flatMap((proofs) =>
      proofs.flatMap((proof, i) => {
        const [own, true_] = [of(proof), of(truth[i]!)]
        const isTold = proof.cases.counts.positive >= 5 && own !== null && true_ !== null
        return isTold ? [own.lower <= true_.estimate && true_.estimate <= own.upper] : []
      }),
    )
    const hits = held.filter(Boolean).length
    return scoreShare(
      { what, on: `${SMALL} accounts; ${held.length} signals` },
      { hits, replicates: held.length },
      { least: 0.93 },
    )
  })
}
