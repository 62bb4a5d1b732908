import type { FactKey } from '../config/fact-key.ts'
import type { Model } from '../config/model.ts'
import { makeFoldSpace } from '../fold/fold-space.ts'
import { planFold } from '../fold/plan/plan-fold.ts'
import { judgedRules } from '../judge/judged-rules.ts'
import type { AnalyticStore } from '../store/analytic/analytic-store.ts'
import type { ConfigInForce } from './config-in-force.ts'
import type { Planned } from './planned.ts'
import { standingModel } from './read/standing-model.ts'

type PlanningOptions = { readonly judgesMembers?: boolean }

/** Plans a model over the store's dictionary; cheap. */
export function planModel(model: Model, store: AnalyticStore, options: PlanningOptions = {}): Planned {
  return planOver(model, store.dictionary.fact.idOf, options)
}

/** The same over the numbers of facts alone. */
export function planOver(
  model: Model,
  factId: (key: FactKey) => number | undefined,
  options: PlanningOptions = {},
): Planned {
  const plan = planFold({ model, factId })
  const judgesMembers = options.judgesMembers ?? judgedRules(model).some((rule) => rule.level === 'member')
  return {
    model,
    plan,
    space: makeFoldSpace(plan, { judgesMembers }),
    momentSpace: hasEventSignals(model) ? makeFoldSpace(plan, { judgesMembers }) : null,
  }
}

/** What is judged of a day that is open: fewer facts of fewer days than a close reads, and fewer parts of timelines. */
function planWithinDay(model: Model, store: AnalyticStore): Planned {
  const judged = judgedRules(model).filter(({ enabled, clock }) => enabled && clock.kind === 'event')
  const plan = planFold({ model, factId: store.dictionary.fact.idOf, judged })
  const judgesMembers = judged.some(({ level }) => level === 'member')
  const space = () => makeFoldSpace(plan, { judgesMembers })
  return { model, plan, space: space(), momentSpace: judged.length === 0 ? null : space() }
}

/** The config in force over a model: what is judged, and what is shown beside it. */
export function planConfig(model: Model, store: AnalyticStore, path: string | null): ConfigInForce {
  const numbers = standingModel(model, everyName(store))
  return {
    judged: planModel(model, store),
    withinDay: planWithinDay(model, store),
    standing: { ...planModel(numbers.model, store, { judgesMembers: false }), numbers },
    path,
  }
}

/** Plans again when a fact that the model names has appeared, or any new name where no events are listed. */
export function planAgain(config: ConfigInForce, store: AnalyticStore): ConfigInForce {
  const appeared = [...config.judged.plan.missingFacts, ...config.standing.plan.missingFacts].some(
    (key) => store.dictionary.fact.idOf(key) !== undefined,
  )
  const unlisted =
    config.judged.model.events.length === 0 && config.standing.plan.facts.length !== everyName(store).length
  return appeared || unlisted ? planConfig(config.judged.model, store, config.path) : config
}

function hasEventSignals(model: Model): boolean {
  return model.signals.some((signal) => signal.enabled && signal.clock.kind === 'event')
}

export function everyName(store: AnalyticStore): FactKey[] {
  const { keyOf, size } = store.dictionary.fact
  const keys = Array.from({ length: size() }, (_, i) => keyOf(i + 1))
  return keys.filter((key) => key.startsWith('name:') && !key.startsWith('name:$')) as FactKey[]
}
