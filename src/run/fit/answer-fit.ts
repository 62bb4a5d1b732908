import { describeOutcome } from '../../config/describe/describe-outcome.ts'
import type { Model, Outcome } from '../../config/model.ts'
import type { FitAnswer, FitQuery } from '../../contract/fit.ts'
import { dayToIso } from '../../core/time.ts'
import { toFitted } from '../../proof/answer/to-fit-answer.ts'
import { outcomesOf, type Sample } from '../../proof/fit/fit-input.ts'
import { fitScore } from '../../proof/fit/fit-score.ts'
import { writeScore } from '../../proof/fit/write-score.ts'
import { phraseFit, phraseLack } from '../../proof/phrase/phrase-fit.ts'
import { teamOf } from '../../worklist/assign-account.ts'
import type { Project } from '../project.ts'
import { chooseWindows, outcomeNamed, usualOutcome, wordsOf } from '../prove/choose-outcomes.ts'
import { neededPrecision } from '../prove/needs-of.ts'
import type { Proving } from '../prove/proving.ts'
import { type GatheredRows, gatherRows } from './gather-rows.ts'
import { featureModel } from './list-features.ts'
import { listNow } from './list-now.ts'
import { writeRule } from './write-rule.ts'

/** Least days of history: half a year of customers, three months of newcomers. */
const LEAST_DAYS = { customers: 182, newcomers: 84 } as const
const LISTED = 20

/**
 * Fits a score to an outcome on earlier time and tests it on later time, or says why not; and who stands where today. Nothing is kept: what is worth having is pasted
 * into the configuration. @throws unknown_name, bad_argument, the reason of `stop`
 */
export async function answerFit(project: Project, asked: FitQuery, proving: Proving): Promise<FitAnswer> {
  const { model } = project.config.judged
  const outcome = outcomeOf(model, asked)
  const words = wordsOf(model, outcome)
  const windows = chooseWindows(outcome, asked)
  const features = featureModel(model, outcome, words.isBad)
  const gathered = await gatherRows(project, { ...windows, features, outcome, proving })
  const isNewcomers = outcome.rule.kind === 'converted'
  const input = {
    ...{ features: features.features, rows: gathered.rows, isBad: words.isBad, ...windows },
    moments: gathered.moments.map((asOf) => gathered.panel.asOfs[asOf]!.day),
    leastDays: isNewcomers ? LEAST_DAYS.newcomers : LEAST_DAYS.customers,
  }
  const needed = neededPrecision(asked)
  const result = fitScore(input, { neededPrecision: needed, capacity: asked.capacity ?? capacityOf(model) })
  const head = {
    definition: `The score that tells best, of accounts ${isNewcomers ? 'in their trial' : 'at risk'}, whether they have the outcome within ${windows.withinDays} days, learned on earlier time and tested on later. It says what goes together, not what makes what happen. ${describeOutcome(outcome, model)}`,
    ...{ config_hash: model.hash, outcome: outcome.key },
    ...{ within_days: windows.withinDays, gap_days: windows.gapDays },
    warnings: warningsOf(gathered),
  }
  if ('lack' in result)
    return {
      ...{ ...head, ...NOTHING, needed: result.lack, sentence: phraseLack(result.lack, words) },
      config: await writeRule(project, outcome, words.isBad),
    }
  const { fitted } = result
  const name = asked.name ?? `${outcome.key}Fit`
  const now = listNow(project, gathered, { fitted, features: features.features, limit: asked.limit ?? LISTED })
  const sentence = phraseFit(fitted, now ?? { accounts: 0, likely: 0, expected: null }, { words, ...windows })
  return {
    ...{ ...head, needed: null, sentence, now, config: writeScore(name, fitted, features.features) },
    ...toFitted(fitted, {
      ...{ name, features: features.features, segments: gathered.panel.segments[0]?.names ?? [] },
      dayOf: (moment) => dayToIso(gathered.panel.asOfs[gathered.moments[moment]!]!.day),
    }),
    verdict: { ruling: fitted.verdict.ruling, reasons: [...fitted.verdict.reasons], sentence },
    trained_on: spanOf(fitted.training, gathered),
    tested_on: spanOf(fitted.tested, gathered),
  }
}

const NOTHING = {
  ...{ score: null, trained_on: null, tested_on: null, test: null, verdict: null, now: null },
  method: {
    ...{ penalty: null, brier: null, reliability: null, resolution: null },
    ...{ hazard_per_ten_points: null, hazard_beside_plain_rule: null },
  },
} as const

function outcomeOf(model: Model, { outcome }: FitQuery): Outcome {
  if (outcome !== undefined) return outcomeNamed(model, outcome)
  const usual = usualOutcome(model, ['churned', 'inactive', 'converted', 'expanded', 'event', 'activated', 'retained'])
  // Says which there are: none.
  return usual ?? outcomeNamed(model, 'churned')
}

function capacityOf({ worklist }: Model): number | null {
  const { alertsPerWeek, people } = teamOf(worklist, '')
  return alertsPerWeek === null ? null : alertsPerWeek * Math.max(1, people.length)
}

function warningsOf({ panel, thinned }: GatheredRows): string[] {
  const { arrivalAssumed, events } = panel.provenance
  return [
    'Accounts that somebody contacted are included: where contacts help, their risk looks lower than it was.',
    ...(arrivalAssumed > 0
      ? [
          `${arrivalAssumed.toLocaleString('en')} of ${events.toLocaleString('en')} events were imported without the time of their arrival: each counts as known when it happened.`,
        ]
      : []),
    ...(thinned > 1 ? [`One account in ${thinned} taught and tested it: more would not make it better.`] : []),
  ]
}

function spanOf(samples: readonly Sample[], { panel, moments }: GatheredRows): FitAnswer['trained_on'] {
  const days = samples.map(({ moment }) => panel.asOfs[moments[moment]!]!.day)
  const edge = (of: (a: number, b: number) => number) => (days.length === 0 ? null : dayToIso(days.reduce(of)))
  return {
    ...{ rows: samples.length, accounts: new Set(samples.map(({ account }) => account)).size },
    ...{ outcomes: outcomesOf(samples), from: edge((a, b) => Math.min(a, b)), to: edge((a, b) => Math.max(a, b)) },
  }
}
