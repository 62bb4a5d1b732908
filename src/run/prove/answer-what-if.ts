import type { WhatIfAnswer, WhatIfPoint, WhatIfRequest } from '../../contract/what-if.ts'
import { dayToIso } from '../../core/time.ts'
import { plain } from '../../proof/answer/to-signal-answer.ts'
import type { ProofNeeds } from '../../proof/backtest/proved-signal.ts'
import { windowsOf } from '../../proof/backtest/select-cases.ts'
import { phraseWhatIf } from '../../proof/phrase/phrase-what-if.ts'
import { chooseGrid } from '../../proof/what-if/choose-grid.ts'
import { unpackNode } from '../../proof/what-if/keep-daily.ts'
import { measurePoint, type Point } from '../../proof/what-if/measure-point.ts'
import { measureThresholds } from '../../proof/what-if/measure-thresholds.ts'
import { chooseThreshold, estimateNet } from '../../proof/what-if/suggest-threshold.ts'
import { episodesUnder } from '../../proof/what-if/sweep-thresholds.ts'
import { takeWeeklyTop } from '../../proof/what-if/take-weekly-top.ts'
import type { Stretch, Tally } from '../../proof/what-if/tally-openings.ts'
import type { WhatIfTable } from '../../proof/what-if/what-if-table.ts'
import type { Costs } from '../../stats/scores/sweep-thresholds.ts'
import type { Project } from '../project.ts'
import { outcomeNamed, wordsOf } from './choose-outcomes.ts'
import type { Swept } from './gather-table.ts'
import { needsOf, SAVE_RATE } from './needs-of.ts'
import { pauseUnless } from './pause-unless.ts'

/** How much of the time, from its beginning, a threshold is chosen on. */
const CHOOSING = 0.7

type Stretches = Readonly<Record<'whole' | 'earlier' | 'later', Stretch>>
/** `earlier` and `later` where something is made of them. */
type Tried = {
  readonly threshold: number
  readonly whole: Tally
  readonly later: Tally | undefined
  readonly earlier: Tally | undefined
}
type Asking = { readonly swept: Swept; readonly asked: WhatIfRequest; readonly stop: AbortSignal }

/** What each threshold would have meant, and which one is suggested: chosen on the earlier part of the time, estimated again on the later. */
export async function answerWhatIf(project: Project, table: WhatIfTable, asking: Asking): Promise<WhatIfAnswer> {
  const { swept, asked } = asking
  const present = swept.compare.value
  const isEmpty = table.days.to < table.days.from
  const stretches = stretchesOf(table)
  const tried = await tryThresholds(table, asking, stretches)
  const tryOf = (threshold: number): Tried => tried.find((one) => one.threshold === threshold)!
  const team = swept.signal.suggest?.team ?? null
  const of = { team, gapDays: table.signal.gapDays, beginnings: new Map() }
  const needs = needsOf(table.model, asked, of)
  const pointOf = (one: Tried, stretch: keyof Stretches): Point =>
    measurePoint(one.threshold, one[stretch]!, needs.notice)
  const toAnswer = (one: Tried, stretch: keyof Stretches): WhatIfPoint => toPoint(pointOf(one, stretch))
  const costs = costsOf(asked, needs)
  const chosen =
    costs === null
      ? NO_COSTS
      : chooseThreshold(
          tried.map((one) => pointOf(one, 'earlier')),
          costs,
        )
  const other = asked.threshold ?? chosen.best ?? present
  const netting = { ...asking, costs, stretch: stretches.later }
  const net = await netOf(table, netting, other)
  const gain = chosen.best === null || chosen.best === other ? net : await netOf(table, netting, chosen.best)
  const found = {
    ...settle(chosen, present, gain?.gain ?? null),
    chosen_until: isEmpty ? null : dayToIso(project.zone.dayOf(stretches.earlier.until - 1)),
    later: {
      present: toAnswer(tryOf(present), 'later'),
      other: other === present ? null : toAnswer(tryOf(other), 'later'),
    },
  }
  return {
    ...headOf(table, swept),
    points: tried.map((one) => toAnswer(one, 'whole')),
    ...found,
    top: chosen.because === 'nothing_feasible' && costs !== null ? topOf(table, swept, costs.capacity) : null,
    needed_precision: chosen.neededPrecision,
    net: net === null ? null : { present: plain(net.present), other: plain(net.suggested), gain: plain(net.gain) },
    list: listChanges(project, table, { before: tryOf(present), after: tryOf(other), node: swept.compare.quantity }),
    left_out: table.unsure,
    sentence: phraseWhatIf(found, wordsOf(table.model, outcomeNamed(table.model, table.signal.outcome)).did),
  }
}

type Netting = Asking & { readonly costs: Costs | null; readonly stretch: Stretch }

/** What going over to a threshold is worth; null: nothing was said about costs. */
async function netOf(table: WhatIfTable, { swept, costs, stretch, stop }: Netting, threshold: number) {
  if (costs === null) return null
  const sweeping = { place: swept, pause: pauseUnless({ stop }) }
  const present = await episodesUnder(table, sweeping, swept.compare.value)
  const chosen = await episodesUnder(table, sweeping, threshold)
  return estimateNet(table, { present, chosen, stretch, costs })
}

const NO_COSTS = { neededPrecision: null, best: null, because: 'no_costs' } as const

type Head = 'definition' | 'signal' | 'at' | 'compares' | 'unit' | 'op' | 'present' | 'outcome' | 'from' | 'to'

function headOf(
  { model, signal, days }: WhatIfTable,
  { signal: { key, level }, at, compare }: Swept,
): Pick<WhatIfAnswer, Head> {
  const { label, unit } = model.graph[level][compare.quantity]!
  return {
    definition: `What “${signal.title}” would have said under other thresholds, judged with all of its rules on what was known day by day.`,
    ...{
      signal: key,
      at,
      compares: label,
      unit,
      op: compare.op,
      present: compare.value,
    },
    outcome: signal.outcome,
    ...(days.to < days.from ? { from: null, to: null } : { from: dayToIso(days.from), to: dayToIso(days.to) }),
  }
}

/** Thresholds among which one is chosen are measured over every stretch; else the later time is told of the present one and of the one that was asked for. */
async function tryThresholds(
  table: WhatIfTable,
  { swept, asked, stop }: Asking,
  { whole, later, earlier }: Stretches,
): Promise<Tried[]> {
  const present = swept.compare.value
  const grid = asked.thresholds ?? chooseGrid(table, swept.compare.quantity, present)
  const told = [present, ...(asked.threshold === undefined ? [] : [asked.threshold])]
  const thresholds = [...new Set([...grid, ...told])].sort((a, b) => a - b)
  const chooses = asked.cost !== undefined && asked.value !== undefined
  const sweeping = { place: swept, thresholds, pause: pauseUnless({ stop }) }
  const tallies = await measureThresholds(table, sweeping, (threshold) =>
    chooses ? [whole, later, earlier] : told.includes(threshold) ? [whole, later] : [whole],
  )
  return tallies.map(([all, lately, before], i) => {
    return { threshold: thresholds[i]!, whole: all!, later: lately, earlier: before }
  })
}

function topOf(table: WhatIfTable, { compare: { quantity, op } }: Swept, most: number): WhatIfAnswer['top'] {
  const top = takeWeeklyTop(table, { quantity, op, most })
  return top === null ? null : { per_week: most, precision: top.precision!, recall: top.recall }
}

/** null: nothing was said about what an alert costs and what it saves. */
function costsOf(
  { cost, value, save_rate: saveRate = SAVE_RATE }: WhatIfRequest,
  { capacity, assignees }: ProofNeeds,
): Costs | null {
  return cost === undefined || value === undefined ? null : { cost, value, saveRate, capacity: capacity * assignees }
}

type Chosen = { readonly best: number | null; readonly because: WhatIfAnswer['because'] }

function settle(
  { best, because }: Chosen,
  present: number,
  gain: { readonly lower: number } | null,
): { suggested: number | null; because: WhatIfAnswer['because'] } {
  if (best === null) return { suggested: null, because }
  if (best === present) return { suggested: null, because: 'is_best_already' }
  return gain !== null && gain.lower > 0
    ? { suggested: best, because: null }
    : { suggested: null, because: 'no_clear_gain' }
}

function stretchesOf(table: WhatIfTable): Stretches {
  const from = table.zone.startOf(table.days.from)
  const end = table.zone.startOf(table.days.to + 1)
  const { gap, horizon } = windowsOf(table.signal)
  const mature = Math.max(from, end - gap - horizon)
  const border = table.zone.startOf(table.zone.dayOf(from + CHOOSING * (mature - from)))
  return { whole: { from, until: end }, earlier: { from, until: border }, later: { from: border, until: end } }
}

function toPoint(point: Point): WhatIfPoint {
  const { recall } = point
  return {
    ...{ threshold: point.threshold, alerts: point.alerts, per_week: point.perWeek, busy_week: point.busyWeek },
    ...{ right: point.right, wrong: point.wrong, precision: plain(point.precision), median_notice: point.medianNotice },
    ...{
      outcomes: recall.outcomes,
      caught: recall.caught,
      recall: plain(recall.rate),
      flapping: point.flapping,
      on: point.on,
    },
  }
}

type Changing = { readonly before: Tried; readonly after: Tried; readonly node: number }

function listChanges({ store }: Project, table: WhatIfTable, { before, after, node }: Changing): WhatIfAnswer['list'] {
  const at = table.split.nodes.indexOf(node)
  const values = new Float64Array(table.days.to - table.days.from + 1)
  const numberOf = (entity: number): number | null => {
    const unit = table.kept[entity] ?? null
    const last = unit === null ? Number.NaN : unpackNode(unit, at, values).at(-1)
    return last === undefined || Number.isNaN(last) ? null : last
  }
  const { entities } = table.ground.panel
  const [was, is] = [new Set(before.whole.on), new Set(after.whole.on)]
  return [...new Set([...is, ...was])].map((entity) => ({
    account: store.dictionary.account.keyOf(entities[entity]!.account),
    change: !is.has(entity) ? 'leaves' : was.has(entity) ? 'stays' : 'joins',
    value: numberOf(entity),
  }))
}
