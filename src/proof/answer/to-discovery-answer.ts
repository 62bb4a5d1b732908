import type { DiscoveryAnswer, DiscoveryEvidence, DiscoveryFind, DiscoveryStep } from '../../contract/discovery.ts'
import { checkTable, type MixCheck } from '../../stats/proportions/check-mix.ts'
import type { Candidate, Cell } from '../discover/beginners.ts'
import type { Confirmed } from '../discover/confirm-find.ts'
import type { Find, PairFind } from '../discover/discover.ts'
import type { WindowSweep } from '../discover/sweep-window.ts'
import type { OutcomeWords } from '../phrase/outcome-words.ts'
import { phraseCell, phraseFind } from '../phrase/phrase-discovery.ts'

export type Wording = {
  readonly words: OutcomeWords
  readonly candidates: readonly Candidate[]
  readonly segments: readonly string[]
  /** What events without meaning reach; null: none is known. */
  readonly bar: number | null
}

export function toFindAnswer(find: Find, cluster: number, wording: Wording): Omit<DiscoveryFind, 'config'> {
  const { cell, confirmed, adds, sweep } = find
  const { role } = wording.candidates[cell.candidate]!
  const isIntent = role === 'intent'
  const lower = confirmed.ratio?.lower ?? null
  const above = wording.bar === null || lower === null ? null : lower > wording.bar
  return {
    ...{ cluster, step: toStep(cell, wording), title: titleOf(cell, wording), role: isIntent ? 'intent' : 'step' },
    tags: [
      ...(isIntent ? (['intent'] as const) : []),
      ...(adds === false ? (['same_people_as_first'] as const) : []),
      ...(confirmed.stability.dependsOnSegment ? (['depends_on_segment'] as const) : []),
      ...(above === false ? (['not_above_placebo'] as const) : []),
      ...(confirmed.measured.ratio.flipped ? (['another_story'] as const) : []),
    ],
    ...{ above_placebo: above, adds_to_first: adds, alike: find.alike.map((one) => toStep(one, wording)) },
    ...{ median_day: sweep.medianDay, best_within_days: sweep.best },
    by_day: sweep.days.map(({ phi, ...day }) => ({ ...day, phi: phi === null ? null : limitsOf(phi) })),
    ...{ never: sweep.never, mix: mixOf(sweep, confirmed) },
    evidence: toEvidence(confirmed, find.q, { wording, isIntent }),
  }
}

/** Whether the days on which it was reached, and never, make up all that were compared. */
function mixOf({ days, never }: WindowSweep, { measured }: Confirmed): MixCheck | null {
  const { exposed, other } = measured.arms
  const rows = days.map(({ reached, outcomes }) => ({ successes: outcomes, total: reached }))
  return checkTable([...rows, { successes: never.outcomes, total: never.beginners }], {
    successes: exposed.successes + other.successes,
    total: exposed.total + other.total,
  })
}

export function toPairAnswer({ pair, confirmed, q }: PairFind, wording: Wording): DiscoveryAnswer['pairs'][number] {
  const cells = [pair.first, pair.second]
  const isIntent = cells.some(({ candidate }) => wording.candidates[candidate]!.role === 'intent')
  return {
    join: pair.join,
    steps: cells.map((cell) => toStep(cell, wording)),
    title: cells.map((cell) => titleOf(cell, wording)).join(` ${pair.join} `),
    evidence: toEvidence(confirmed, q, { wording, isIntent }),
  }
}

function toStep({ candidate, times, window, reach }: Cell, { candidates }: Wording): DiscoveryStep {
  return { event: candidates[candidate]!.title, times, within_days: window, by: reach }
}

function titleOf(cell: Cell, { candidates }: Wording): string {
  return phraseCell(cell, candidates[cell.candidate]!.title)
}

type Evidencing = { readonly wording: Wording; readonly isIntent: boolean }

function toEvidence(confirmed: Confirmed, q: number, { wording, isIntent }: Evidencing): DiscoveryEvidence {
  const { measured, stability, verdict } = confirmed
  const { exposed, other } = measured.arms
  const { phi } = measured
  return {
    ...{ doers: exposed.total, others: other.total },
    ...{ doers_with_outcome: exposed.successes, others_with_outcome: other.successes },
    ...{ coverage: confirmed.coverage, precision: confirmed.precision, without: confirmed.without },
    ratio: confirmed.ratio === null ? null : limitsOf(confirmed.ratio),
    ...{
      difference: confirmed.difference,
      phi: phi === null ? null : limitsOf(phi),
      phi_ceiling: phi?.ceiling ?? null,
    },
    ...{ shrinkage: confirmed.shrinkage, q, stable: stability.stable },
    segments: stability.segments.map(({ segment, ratio }) => ({ segment: wording.segments[segment] ?? '', ratio })),
    ...{ detectable_ratio: confirmed.detectable, flipped: measured.ratio.flipped },
    ...{ verdict: verdict.ruling, reasons: [...verdict.reasons] },
    sentence: phraseFind(confirmed, wording.words, isIntent),
  }
}

function limitsOf({ estimate, lower, upper }: { estimate: number; lower: number; upper: number }) {
  return { estimate, lower, upper }
}
