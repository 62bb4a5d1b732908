import type { FactKey } from '../../config/fact-key.ts'
import { factOfName } from '../../config/fact-key.ts'
import type { Model, Outcome } from '../../config/model.ts'
import type { ExperimentRequest, ExperimentRow } from '../../contract/experiments.ts'
import { telltaleError } from '../../core/errors.ts'
import { LABEL, labelPanel } from '../../proof/panel/label-panel.ts'
import { panelWindows } from '../../proof/panel/panel-windows.ts'
import { planUplift } from '../../proof/uplift/plan-uplift.ts'
import { countExposures, readExperiments, writeExperiment } from '../../store/control/experiments.ts'
import type { Project } from '../project.ts'
import { chooseWindows, outcomeNamed, wordsOf } from '../prove/choose-outcomes.ts'
import { gatherPanel } from '../prove/gather-panel.ts'
import { judgedFor } from '../prove/judged-for.ts'
import type { Proving } from '../prove/proving.ts'
import { type KeptPlan, toRow, withPlan } from './kept-experiment.ts'

/**
 * Settles what an experiment is to find out, before its first exposure; while nobody was exposed it may be settled anew. One that has ended gets a new version, and
 * with it new arms. @throws unknown_name, bad_argument, the reason of `stop`
 */
export async function planExperiment(
  project: Project,
  asked: ExperimentRequest,
  proving: Proving,
): Promise<ExperimentRow> {
  const { control, clock } = project
  const { model } = project.config.judged
  const outcome = outcomeNamed(model, asked.outcome)
  checkNames(project, model, asked)
  const version = await versionOf(project, asked.name)
  const { withinDays } = chooseWindows(outcome, { ...asked, gap_days: 0 })
  const base = asked.base ?? (await rateOverHistory(project, { outcome, withinDays, proving }))
  const good = wordsOf(model, outcome).isBad ? 'less' : 'more'
  const planned = planUplift({
    base,
    good,
    holdout: asked.holdout,
    size: sizeOf(asked),
    perWeek: asked.per_week ?? null,
  })
  if (planned === null)
    throw refuse('effect', asked.effect ?? 'missing', `one that the rate of ${base.toPrecision(3)} leaves room for`)
  const kept: KeptPlan = {
    plan: {
      ...{
        experiment: asked.name,
        salt: version,
        holdout: asked.holdout,
        outcome: outcome.key,
        withinDays,
        good,
        base,
      },
      ...{ units: planned.units, detectable: planned.detectable, covariate: asked.covariate ?? null },
      ...{ guardrails: asked.guardrails ?? [], segment: asked.segment ?? null },
    },
    ...{ planned, control: asked.control ?? null },
  }
  const stored = { name: asked.name, version, plan: JSON.stringify(kept), at: clock.now(), by: asked.by }
  await writeExperiment(control, stored)
  return toRow(control, withPlan({ ...stored, endedAt: null }))
}

function sizeOf({ units, effect }: ExperimentRequest): { units: number } | { effect: number } {
  if (units !== undefined && effect === undefined) return { units }
  if (effect !== undefined && units === undefined) return { effect }
  throw refuse('units', units === undefined ? 'missing' : 'given beside effect', 'either units or effect')
}

function refuse(argument: string, value: string | number, expected: string): Error {
  return telltaleError('bad_argument', { argument, value, expected })
}

/** The next version, or that of an experiment to which nobody was exposed yet. @throws bad_argument while it runs */
async function versionOf({ control }: Project, name: string): Promise<string> {
  const all = await readExperiments(control, name)
  const last = all.at(-1)
  if (last === undefined || last.endedAt !== null) return `v${all.length + 1}`
  const exposed = await countExposures(control, last)
  if (exposed.treated + exposed.holdout > 0)
    throw refuse('name', JSON.stringify(name), 'an experiment to which nobody was exposed yet; end it to plan it anew')
  return last.version
}

function checkNames(project: Project, model: Model, asked: ExperimentRequest): void {
  const { covariate, segment, guardrails = [] } = asked
  if (covariate !== undefined) covariateNode(model, covariate)
  const segments = model.segments.filter(({ level }) => level === 'account').map(({ key }) => key)
  if (segment !== undefined && !segments.includes(segment)) throw unknown('segment', segment, segments)
  for (const event of guardrails) factsOfEvent(project, event)
}

function unknown(what: string, name: string, valid: readonly string[]): Error {
  return telltaleError('unknown_name', {
    what,
    name: name.slice(0, 200),
    valid: valid.slice(0, 50).join(', ') || 'none',
  })
}

/** Node of the account's graph. @throws unknown_name */
export function covariateNode({ graph, scores }: Model, name: string): number {
  const score = scores.find(({ key, level, kind }) => key === name && level === 'account' && kind !== 'tiers')
  const node = score?.node ?? graph.account.findIndex(({ key }) => key === name)
  if (node >= 0) return node
  const indicators = graph.account.flatMap(({ key }) => key ?? [])
  throw unknown('score or indicator', name, [...scores.map(({ key }) => key), ...indicators])
}

/** An event by its key in the configuration, or by the name it is sent with. @throws unknown_name */
export function factsOfEvent({ config, store }: Project, name: string): readonly FactKey[] {
  const { events } = config.judged.model
  const own = events.find(({ key, names }) => key === name || names.includes(name))
  if (own !== undefined) return own.facts
  const fact = factOfName('track', name)
  if (store.dictionary.fact.idOf(fact) !== undefined) return [fact]
  throw unknown(
    'event',
    name,
    events.map(({ key }) => key),
  )
}

type Rating = { readonly outcome: Outcome; readonly withinDays: number; readonly proving: Proving }

/** How often the outcome came within so many days, over all weeks and accounts that could have had it. @throws bad_argument where that is not known */
async function rateOverHistory(project: Project, { outcome, withinDays, proving }: Rating): Promise<number> {
  const model = judgedFor(project.config.judged.model, outcome)
  const { panel } = await gatherPanel(project, { ...proving, model, nodes: [], outcomes: [outcome], every: 'week' })
  const windows = panelWindows({ observation: Number.POSITIVE_INFINITY, gap: 0, horizon: withinDays })
  const { labels } = labelPanel(panel, outcome.key, windows)
  const positive = labels.filter((label) => label === LABEL.positive).length
  const counted = positive + labels.filter((label) => label === LABEL.negative).length
  const rate = positive / counted
  if (rate > 0 && rate < 1) return rate
  throw refuse('base', 'missing', 'the rate of the outcome where nothing is done: recorded history does not say it')
}
