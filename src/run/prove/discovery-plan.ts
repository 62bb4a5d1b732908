import type { Model, Outcome } from '../../config/model.ts'
import type { DiscoveryRequest } from '../../contract/discovery.ts'
import { telltaleError } from '../../core/errors.ts'
import { type PanelWindows, panelWindows } from '../../proof/panel/panel-windows.ts'
import { type Association, associate } from '../../stats/survival/associate.ts'
import { outcomeNamed, usualOutcome } from './choose-outcomes.ts'
import { untilDay } from './list-newcomers.ts'

/** What is held against what. */
export type DiscoveryPlan = {
  readonly level: 'account' | 'user'
  readonly outcome: Outcome
  /** The first days, and those in which the outcome counts. */
  readonly association: Association
  /** The same from the landmark on. */
  readonly windows: PanelWindows
  readonly landmark: number
  readonly until: number
}

const LANDMARKS = [14, 7, 3] as const

/** @throws unknown_name, bad_argument */
export function planDiscovery(model: Model, asked: DiscoveryRequest): DiscoveryPlan {
  const outcome = outcomeOf(model, asked)
  const { rule } = outcome
  const level = asked.level ?? 'account'
  if (level === 'user' && rule.kind !== 'retained')
    throw refuse('outcome', outcome.key, 'one that users have themselves, `retained`; the others are of accounts')
  const landmark = asked.landmark ?? usualLandmark(outcome, model)
  const isRetained = rule.kind === 'retained'
  // Whether somebody stayed is decided at a local midnight, which summer time moves by an hour: a day more is waited for it.
  const until = isRetained
    ? rule.toDay + 1
    : asked.within_days === undefined
      ? untilDay(outcome, model, landmark)
      : landmark + asked.within_days
  const association = associate({ from: 0, until: landmark }, { after: isRetained ? rule.fromDay : landmark, until })
  const windows = panelWindows({ observation: landmark, gap: 0, horizon: until - landmark })
  return { level, outcome, association, windows, landmark, until }
}

function outcomeOf(model: Model, { outcome }: DiscoveryRequest): Outcome {
  if (outcome !== undefined) return outcomeNamed(model, outcome)
  const usual = usualOutcome(model, ['retained', 'converted', 'churned', 'event', 'activated', 'expanded', 'inactive'])
  // Says which there are: none.
  return usual ?? outcomeNamed(model, 'retained')
}

/** The longest of the usual ones that ends before the outcome begins to count. */
function usualLandmark({ rule, key }: Outcome, { product }: Model): number {
  const most = rule.kind === 'retained' ? rule.fromDay : rule.kind === 'converted' ? product.trialDays : Infinity
  const found = LANDMARKS.find((day) => day <= most)
  if (found !== undefined) return found
  throw refuse('outcome', key, 'one that begins to count on day 3 or later: what is done before is held against it')
}

function refuse(argument: string, value: string, expected: string): Error {
  return telltaleError('bad_argument', { argument, value: JSON.stringify(value.slice(0, 80)), expected })
}
