import type { Model, Outcome, Score, Signal } from '../../config/model.ts'
import type { BacktestRequest } from '../../contract/backtest.ts'
import { titleOf } from '../../contract/title-of.ts'
import type { ProvedScore } from '../../proof/backtest/backtest-score.ts'
import type { ProvedSignal } from '../../proof/backtest/proved-signal.ts'
import { alphaOf } from './alpha-of.ts'
import { chooseWindows, fitWindows, outcomeNamed, usualOutcome, wordsOf } from './choose-outcomes.ts'
import { gatherEpisodes, stateByRow } from './gather-episodes.ts'
import type { Gathered } from './gather-panel.ts'
import type { ProvingModel } from './proving-model.ts'

export type NotJudged = { readonly kind: string; readonly name: string; readonly why: string }

/** Why a signal cannot be judged; null: it can. */
export function refusalOf(
  signal: Signal,
  { outcomes }: Pick<Model, 'outcomes'>,
  asked: BacktestRequest,
): string | null {
  if (!signal.enabled) return 'It is switched off.'
  if (signal.level === 'person') return 'It is about people across accounts, and outcomes are of accounts.'
  if (outcomes.length === 0) return 'The configuration has no outcomes to hold it against.'
  if (signal.predicts === null && asked.outcome === undefined)
    return 'It does not say what it predicts. Add .predicts(outcome(…).within(days(…))), or name an outcome.'
  return null
}

/** Whether the days and the gap that were asked for fit what a signal predicts. */
export function hasWindows({ predicts }: Signal, model: Model, asked: BacktestRequest): boolean {
  const outcome = outcomeNamed(model, asked.outcome ?? predicts!.outcome)
  return fitWindows(outcome, asked, asked.outcome === undefined ? predicts!.withinDays : undefined) !== null
}

/** A signal with the episodes that a replay gave. */
export function toProvedSignal(
  signal: Signal,
  model: Model,
  { gathered: { panel, changes }, asked }: Pick<ScoresAsked, 'gathered' | 'asked'>,
): ProvedSignal {
  const outcome = outcomeNamed(model, asked.outcome ?? signal.predicts!.outcome)
  return {
    kind: 'signal',
    ...{ key: signal.key, title: titleOf(signal.key), sentence: signal.sentence, outcome: outcome.key },
    ...chooseWindows(outcome, asked, asked.outcome === undefined ? signal.predicts!.withinDays : undefined),
    ...{ isTrend: signal.detector !== null, alpha: alphaOf(signal, model) },
    episodes: gatherEpisodes(panel, changes, signal),
  }
}

export type ScoresAsked = {
  readonly gathered: Gathered
  readonly proving: ProvingModel
  /** Nodes of the account's graph, in the order of the panel's columns. */
  readonly nodes: readonly number[]
  readonly asked: BacktestRequest
  readonly capacity: number | null
}

/** The scores of accounts, and the activation score as one of them. */
export function listProvedScores(
  model: Model,
  of: ScoresAsked,
): { readonly scores: ProvedScore[]; readonly not: NotJudged[] } {
  const not: NotJudged[] = []
  const own = model.scores.flatMap((score): ProvedScore[] => {
    const outcome = outcomeOf(model, of.asked, ['churned', 'inactive', 'expanded', 'converted', 'event'])
    const why = outcome === null ? 'The configuration has no outcomes to hold it against.' : scoreRefusal(score)
    if (why === null && outcome !== null) return [toProvedScore(score, model, outcome, of)]
    not.push({ kind: 'score', name: score.key, why: why ?? '' })
    return []
  })
  const activation = model.activations.find(({ level }) => level === 'account')
  const outcome = outcomeOf(model, of.asked, ['converted', 'retained', 'churned', 'event'])
  if (activation === undefined || outcome === null) return { scores: own, not }
  const bands = activation.bands.map(({ name }) => name).toReversed()
  const parts = partsOf('activation', of)
  const node = { key: 'activation', node: activation.score, bands, sentence: activation.sentence, parts }
  const plain = { node: activation.milestonesDone, title: 'steps done', more: true }
  const atAgeDays = Math.min(14, activation.withinDays)
  return { scores: [...own, scoreOver(node, model, outcome, { ...of, plain, atAgeDays })], not }
}

function scoreRefusal({ level, kind }: Score): string | null {
  if (level !== 'account') return 'It is about users, and outcomes are of accounts.'
  return kind === 'tiers' ? 'It has names and no number to rank by; judge a signal on its bands.' : null
}

function outcomeOf(
  model: Model,
  { outcome }: BacktestRequest,
  kinds: readonly Outcome['rule']['kind'][],
): Outcome | null {
  return outcome === undefined ? usualOutcome(model, kinds) : outcomeNamed(model, outcome)
}

function toProvedScore(score: Score, model: Model, outcome: Outcome, of: ScoresAsked): ProvedScore {
  const bands = score.bands.map(({ name }) => name).toReversed()
  const plain = { node: of.proving.sinceCore, title: 'days since the last core action', more: false }
  const parts = partsOf(score.key, of)
  const { key, node, sentence } = score
  return scoreOver({ key, node, bands, sentence, parts }, model, outcome, {
    ...of,
    plain,
    atAgeDays: null,
  })
}

function partsOf(key: string, { proving, nodes }: Pick<ScoresAsked, 'proving' | 'nodes'>): ProvedScore['parts'] {
  return (proving.without.get(key) ?? []).map(({ name, node }) => ({ name, column: nodes.indexOf(node) }))
}

type ScoreNode = {
  readonly key: string
  readonly node: number
  readonly bands: readonly string[]
  readonly sentence: string
  readonly parts: ProvedScore['parts']
}
type PlainRule = { readonly node: number; readonly title: string; readonly more: boolean }
type ScoreOver = ScoresAsked & { readonly plain: PlainRule; readonly atAgeDays: number | null }

function scoreOver(
  { key, node, bands, sentence, parts }: ScoreNode,
  model: Model,
  outcome: Outcome,
  of: ScoreOver,
): ProvedScore {
  const { gathered, nodes, asked, plain, atAgeDays, capacity } = of
  const highMeansOutcome = !wordsOf(model, outcome).isBad
  const rules = bands.map((name) => ({ subject: 'band' as const, key: `${key}.${name}` }))
  // From the lowest to the highest.
  const likeliest = highMeansOutcome ? rules.at(-1) : rules[0]
  return {
    ...{
      key,
      title: titleOf(key),
      sentence,
      outcome: outcome.key,
      ...chooseWindows(outcome, asked),
      bands,
      highMeansOutcome,
    },
    column: nodes.indexOf(node),
    parts,
    plain: {
      ...{ column: nodes.indexOf(plain.node), title: plain.title },
      moreMeansOutcome: plain.more === highMeansOutcome,
    },
    bandOf: stateByRow(gathered.panel, gathered.changes, rules),
    likely: rules.length === 0 ? [] : gatherEpisodes(gathered.panel, gathered.changes, likeliest!),
    ...{ atAgeDays, capacity },
  }
}
