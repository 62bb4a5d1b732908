import type { Condition } from '../../config/expression.ts'
import type { Rule } from '../../config/model.ts'
import type { Entity } from '../../fold/entity.ts'
import { makeMaskPool, takeMask } from '../../fold/mask-pool.ts'
import { judgeConditions } from '../../judge/judge-condition.ts'
import { judgeDetector } from '../../judge/judge-detector.ts'
import { judgeSignal } from '../../judge/judge-signal.ts'
import { DEFAULT_STATE } from '../../judge/signal-state.ts'
import { suspendConditions } from '../../judge/suspend-judgement.ts'
import type { Episode } from '../backtest/proved-signal.ts'
import { answerRest, ENTITIES_AT_A_TIME } from './answer-rest.ts'
import { type KeptDays, unpackNode } from './keep-daily.ts'
import { type Lanes, laneTest, makeLanes, STILL_OPEN } from './lanes.ts'
import { runLanes } from './run-lanes.ts'
import { withThresholdAt } from './split-rule.ts'
import { openerOf, type WhatIfTable } from './what-if-table.ts'

/** Where a threshold stands in the rule, and what is held against it. */
export type Place = { readonly at: string; readonly compare: Extract<Condition, { kind: 'compare' }> }

export type Sweeping = {
  readonly place: Place
  /** Ascending, each once, at most `MOST_LANES`. */
  readonly thresholds: readonly number[]
  /** Lends this thread to others. */
  readonly pause: () => Promise<void>
}

/**
 * What a rule would have done under each of some thresholds, with its whole state machine: minimum, cooldown, `until`, and what a detector holds. `told` is called
 * for every entity that is not left out, in order; the lanes are written over for the next.
 */
export async function sweepThresholds(
  table: WhatIfTable,
  { place, thresholds, pause }: Sweeping,
  told: (entity: number, lanes: Lanes) => void,
): Promise<void> {
  const days = table.days.to - table.days.from + 1
  const lanes = makeLanes(thresholds, days)
  const values = new Float64Array(days)
  const answers = await answerRest(table, place.at, pause)
  const { rule, nodes } = table.split
  const at = nodes.indexOf(place.compare.quantity)
  // A detector is off on every day on which its condition never held; when it closes depends on the level that it holds.
  const { minimum, cooldownDays } = rule.detector === null ? rule : { minimum: 1, cooldownDays: 0 }
  const run = { minimum, cooldownDays, test: laneTest(lanes, place.compare.op) }
  const judge = rule.detector === null ? null : laneJudge(table, place)
  for (const [entity, unit] of table.kept.entries()) {
    if (entity % ENTITIES_AT_A_TIME === 0) await pause()
    if (unit === null) continue
    runLanes(lanes, run, { values: unpackNode(unit, at, values), answers: answers[entity]! })
    if (judge !== null) {
      for (let lane = 0; lane < thresholds.length; lane++) if (lanes.counts[lane]! > 0) judge(lanes, lane, unit)
    }
    told(entity, lanes)
  }
}

/** Judges the days of an entity under one threshold with the machine that judges live ones. */
export function laneJudge(
  table: WhatIfTable,
  { at }: Pick<Place, 'at'>,
): (lanes: Lanes, lane: number, unit: KeptDays) => void {
  const open = openerOf(table, makeMaskPool())
  const rules = new Map<number, Rule>()
  const ruleOf = (threshold: number): Rule => {
    const known = rules.get(threshold) ?? withThresholdAt(table.split.rule, at, threshold)
    rules.set(threshold, known)
    return known
  }
  return ({ thresholds, opened, closed, counts, room }, lane, unit) => {
    counts[lane] = 0
    for (const { what, day } of judgeUnit(table, ruleOf(thresholds[lane]!), open(unit))) {
      const next = lane * room + counts[lane]!
      if (what === 'opened') {
        opened[next] = day - table.days.from
        closed[next] = STILL_OPEN
        counts[lane]! += 1
      } else if (what === 'closed') closed[next - 1] = day - table.days.from
    }
  }
}

function judgeUnit({ days, model, suspended }: WhatIfTable, rule: Rule, entity: Entity) {
  const judged = judgeConditions(rule, entity)
  const conditions = suspended === null ? judged : suspendConditions(judged, suspended)
  const open = takeMask(entity.masks)
  const of = { conditions, state: DEFAULT_STATE, open }
  return rule.detector === null
    ? judgeSignal({ ...of, signal: rule, present: entity.present, from: days.from }).changes
    : judgeDetector({ ...of, model, signal: { ...rule, detector: rule.detector }, entity, claimed: null }).changes
}

/** The episodes of one threshold, by entity, then by time. */
export async function episodesUnder(
  table: WhatIfTable,
  { place, pause }: Omit<Sweeping, 'thresholds'>,
  threshold: number,
): Promise<Episode[]> {
  const episodes: Episode[] = []
  const { at } = table.moments
  await sweepThresholds(table, { place, thresholds: [threshold], pause }, (entity, { counts, opened, closed }) => {
    for (let k = 0; k < counts[0]!; k++)
      episodes.push({
        entity,
        openedAt: at[opened[k]!]!,
        closedAt: closed[k] === STILL_OPEN ? null : at[closed[k]!]!,
      })
  })
  return episodes
}
