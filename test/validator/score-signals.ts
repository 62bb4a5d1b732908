import { judgeSignals } from '../../src/proof/backtest/backtest-signal.ts'
import { layGround } from '../../src/proof/backtest/ground.ts'
import type { Interval } from '../../src/stats/interval.ts'
import type { Ruling } from '../../src/stats/verdicts/verdict.ts'
import { repeat as plainly, type Repeat } from './repeat.ts'
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

/** What a verdict came to, as plain data. */
type Judged = {
  readonly key: string
  readonly ruling: Ruling
  readonly right: number
  readonly ratio: Interval | null
  readonly precision: Interval | null
}

async function judge(plan: CustomersPlan): Promise<Judged[]> {
  const { panel, signals } = simulateCustomers(plan)
  const examined = signals.map((signal) => ({ signal, needs: NEEDS }))
  const proofs = await judgeSignals(layGround(panel), examined, async () => {})
  return proofs.map(({ signal: { key }, verdict: { ruling }, counts, comparison: { ratio, precision } }) => {
    return { key, ruling, right: counts.positive, ratio, precision }
  })
}

const rulingsOf = (judged: readonly Judged[]): Map<string, Ruling> => {
  return new Map(judged.map(({ key, ruling }) => [key, ruling]))
}

/** Verdicts on customers against those of the same rules on very many of them; limits against the numbers of those. */
export async function scoreSignals(
  { truth: many, sizes, seeds, replicates }: SignalsPlan,
  repeat: Repeat = plainly,
): Promise<Score[]> {
  const [truth] = await repeat(`signals, truth of ${many}`, 1, () =>
    judge({ seed: TRUTH_SEED, accounts: many, effects: true }),
  )
  const rulings = rulingsOf(truth!)
  const scores: Score[] = []
  for (const accounts of sizes) {
    const told = await repeat(`signals, ${accounts}`, seeds, (seed) => judge({ seed, accounts, effects: true }))
    scores.push(...compareRulings(told.map(rulingsOf), rulings, { accounts, seeds }))
  }
  for (const accounts of sizes) {
    const told = await repeat(`signals without effect, ${accounts}`, seeds, (seed) =>
      judge({ seed: 5_000 + seed, accounts, effects: false }),
    )
    const hits = told.filter((judged) => judged.some(({ ruling }) => ruling === 'keep')).length
    scores.push(
      scoreShare(
        { what: 'worlds without any effect in which something is kept', on: `${accounts} accounts; ${seeds} worlds` },
        { hits, replicates: seeds },
        { most: 0.1 },
      ),
    )
  }
  const small = await repeat('signals, limits', replicates, (seed) =>
    judge({ seed: 10_000 + seed, accounts: SMALL, effects: true }),
  )
  return [...scores, ...coverOf(small, truth!)]
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
function coverOf(small: readonly (readonly Judged[])[], truth: readonly Judged[]): Score[] {
  const numbers = [
    { what: 'limits of the lift by drawing accounts', of: (one: Judged) => one.ratio },
    { what: 'limits of how often a signal is right', of: (one: Judged) => one.precision },
  ]
  return numbers.map(({ what, of }) => {
    const held = small.flatMap((proofs) =>
      proofs.flatMap((proof, i) => {
        const [own, true_] = [of(proof), of(truth[i]!)]
        const isTold = proof.right >= 5 && own !== null && true_ !== null
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
