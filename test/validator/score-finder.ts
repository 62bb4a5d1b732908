import { stream, uniform } from '../../src/core/stream.ts'
import { discover } from '../../src/proof/discover/discover.ts'
import { type Beginner, layBeginners, type Named } from '../../src/proof/discover/lay-beginners.ts'
import { observeFirstDays } from '../../src/proof/discover/observe-first-days.ts'
import { associate } from '../../src/stats/survival/associate.ts'
import { drawAccount } from '../../src/worlds/draw/draw-account.ts'
import { drawTrial, MILESTONES } from '../../src/worlds/draw/draw-trial.ts'
import { SEGMENTS } from '../../src/worlds/vocabulary.ts'
import { frameWorld } from '../../src/worlds/world-options.ts'
import { repeat as plainly, type Repeat } from './repeat.ts'
import { percent, type Score, scoreShare } from './score.ts'

/** The steps of the worlds' trials: three that make customers buy, two that mean nothing, one that only tells. */
const EVENTS: readonly Named[] = [
  { key: 'invite', title: 'Invite Sent', role: 'step' },
  { key: 'integration', title: 'Integration Connected', role: 'step' },
  { key: 'tasks', title: 'Task Created', role: 'step' },
  { key: 'avatar', title: 'Avatar Uploaded', role: 'neutral' },
  { key: 'tour', title: 'Tour Finished', role: 'neutral' },
  { key: 'pricing', title: 'Pricing Viewed', role: 'intent' },
  { key: 'theme', title: 'Theme Changed', role: 'neutral' },
]
const TIMES = [2, 1, 5, 1, 1, 1, 1]
const CAUSES = [0, 1, 2]

function trialsOf(seed: number, trials: number, effects: boolean): Beginner[] {
  const frame = frameWorld({
    seed,
    size: { accounts: 0, trials, events: 0 },
    ...(effects ? {} : { mechanisms: { effects } }),
  })
  return Array.from({ length: trials }, (_, index) => index).flatMap((index): Beginner[] => {
    const account = drawAccount(frame, index)
    const { opened, milestones, startDay, earlyActivity, convertedOn } = drawTrial(frame, account)
    if (!opened || account.nature !== 'company') return []
    const source = stream(seed, 'theme', index)
    const theme = uniform(source) < 0.3 ? Math.floor(14 * uniform(source)) : null
    const rows = [...MILESTONES.map((name) => milestones[name]), theme].flatMap((day, candidate) =>
      day === null ? [] : [{ candidate, day, person: 1, n: TIMES[candidate]! }],
    )
    return [
      {
        ...{ account: index, start: startDay, segment: SEGMENTS.indexOf(account.segment), early: earlyActivity },
        ...{ had: convertedOn !== null, reached: observeFirstDays(rows, null) },
      },
    ]
  })
}

/** Whether the finder finds what makes customers buy, and keeps nothing where nothing does. */
export async function scoreFinder(
  { trials, seeds }: { readonly trials: number; readonly seeds: number },
  repeat: Repeat = plainly,
): Promise<Score[]> {
  const windows = associate({ from: 0, until: 14 }, { after: 14, until: 30 })
  const search = async (seed: number, effects: boolean) => {
    const laid = layBeginners(trialsOf(seed, trials, effects), { level: 'account', windows, named: EVENTS })
    const { finds } = await discover({ ...laid, isBad: false, limit: 20, pause: async () => {} })
    return finds.map(({ cell, confirmed }) => ({
      candidate: cell.candidate,
      kept: confirmed.verdict.ruling === 'keep',
    }))
  }
  const runs = await repeat(`finder, ${trials}`, seeds, async (seed) => {
    const finds = await search(seed, true)
    const coachable = finds.filter(({ candidate }) => candidate !== 5)
    const top = coachable.slice(0, 5).map(({ candidate }) => candidate)
    return {
      found: CAUSES.filter((candidate) => top.includes(candidate)).length,
      first: coachable[0]?.candidate === 0,
      wrong: coachable.some(({ kept, candidate }) => kept && !CAUSES.includes(candidate)),
      nulls: (await search(1_000 + seed, false)).some(({ kept }) => kept),
    }
  })
  const found = runs.reduce((sum, one) => sum + one.found, 0)
  const [first, wrong, nulls] = (['first', 'wrong', 'nulls'] as const).map(
    (what) => runs.filter((one) => one[what]).length,
  )
  const on = `${trials} trials; ${seeds} worlds`
  return [
    scoreShare(
      { what: 'steps that make customers buy, among the first five finds', on },
      { hits: found, replicates: 3 * seeds },
      { least: 0.95 },
    ),
    { ...scoreShare({ what: 'the strongest of them first', on }, { hits: first!, replicates: seeds }, { least: 0.8 }) },
    {
      ...scoreShare(
        { what: 'worlds in which a step without meaning is kept', on },
        { hits: wrong!, replicates: seeds },
        { most: 0.05 },
      ),
    },
    {
      ...scoreShare(
        { what: 'worlds without any effect in which a find is kept', on },
        { hits: nulls!, replicates: seeds },
        { most: 0.1 },
      ),
      found: percent(nulls! / seeds),
    },
  ]
}
