import type { Model, Outcome } from '../../config/model.ts'
import { type Millis, MS_PER_DAY } from '../../core/time.ts'
import type { DatedOutcome } from '../../judge/date-outcomes.ts'
import { type Ground, layGround } from '../../proof/backtest/ground.ts'
import type { Standing } from '../../proof/fit/explain-score.ts'
import type { FitRow } from '../../proof/fit/fit-input.ts'
import { labelMoment } from '../../proof/panel/label-moment.ts'
import type { Panel } from '../../proof/panel/panel.ts'
import { panelWindows } from '../../proof/panel/panel-windows.ts'
import type { FollowUp } from '../../stats/survival/follow-up.ts'
import type { Project } from '../project.ts'
import { gatherPanel } from '../prove/gather-panel.ts'
import { judgedFor } from '../prove/judged-for.ts'
import type { Proving } from '../prove/proving.ts'
import type { FeatureModel } from './list-features.ts'

export type FitWindows = { readonly withinDays: number; readonly gapDays: number }

export type GatheredRows = {
  readonly panel: Panel
  readonly rows: readonly FitRow[]
  /** Moments of the rows, oldest first, as places among the panel's. */
  readonly moments: readonly number[]
  /** Who could have the outcome at the last close, and as they were the week before; null: there was none. */
  readonly standing: readonly (Standing & { readonly before: readonly number[] | null })[]
  /** Accounts that were left out so that the fit stays small. */
  readonly thinned: number
}

const EVERY_WEEKS = 4
/** A fit of more rows takes long, and is no better. */
const MOST_ROWS = 40_000

export type GatheringRows = FitWindows & {
  readonly features: FeatureModel
  readonly outcome: Outcome
  readonly proving: Proving
}

/** Everybody at risk once in four weeks, with what was known then and what became of them. */
export async function gatherRows(project: Project, asked: GatheringRows): Promise<GatheredRows> {
  const { features, outcome, proving } = asked
  const nodes = [...features.features.map(({ node }) => node), features.sinceCore]
  const judged = judgedFor(features.model, outcome)
  const { panel } = await gatherPanel(project, {
    ...{ ...proving, model: judged, nodes: [...new Set(nodes)], outcomes: [outcome], every: 'week' },
  })
  const columns = nodes.map((node) => [...new Set(nodes)].indexOf(node))
  const ground = layGround(panel)
  const reading: Reading = { ground, columns, asked, model: features.model }
  const last = panel.asOfs.length - 1
  const monthly = panel.asOfs.flatMap((_, i) => ((last - i) % EVERY_WEEKS === 0 ? [i] : []))
  const all = readRows(reading, monthly)
  const step = Math.ceil(all.length / MOST_ROWS)
  const rows = step <= 1 ? all : all.filter(({ account }) => account % step === 0)
  return { panel, rows, moments: monthly, standing: readStanding(reading, last), thinned: step <= 1 ? 0 : step }
}

type Reading = {
  readonly ground: Ground
  readonly columns: readonly number[]
  readonly asked: GatheringRows
  readonly model: Model
}

function readRows(reading: Reading, monthly: readonly number[]): FitRow[] {
  const { ground, asked } = reading
  const { panel } = ground
  const { gapDays: gap, withinDays } = asked
  const windows = panelWindows({ observation: Number.POSITIVE_INFINITY, gap, horizon: withinDays - gap })
  const momentOf = new Map(monthly.map((asOf, moment) => [asOf, moment]))
  const rows: FitRow[] = []
  for (let row = 0; row < panel.rows; row++) {
    const moment = momentOf.get(panel.asOf[row]!)
    if (moment === undefined || !isAsked(reading, row)) continue
    const { followed, outcomes } = panel.entities[panel.entity[row]!]!
    const { label } = labelMoment(outcomes[0]!, panel.asOfs[panel.asOf[row]!]!.at, { followed, windows })
    const followUp = followUpOf(outcomes[0]!, panel.asOfs[panel.asOf[row]!]!.at, followed.until)
    const of = { account: panel.entity[row]!, moment, label, segment: segmentOf(panel, row) }
    rows.push({ ...of, followUp, ...valuesOf(reading, row) })
  }
  return rows
}

function followUpOf({ dates }: DatedOutcome, at: Millis, until: Millis): FollowUp {
  const next = dates.find(({ decided }) => decided > at && decided <= until)?.decided
  return { time: ((next ?? until) - at) / MS_PER_DAY, event: next !== undefined }
}

/** Who buys does so while they try the product; later that is another question. */
function isAsked({ ground: { panel }, asked, model }: Reading, row: number): boolean {
  if (asked.outcome.rule.kind !== 'converted') return true
  const { signUp } = panel.entities[panel.entity[row]!]!
  const { at } = panel.asOfs[panel.asOf[row]!]!
  return signUp !== null && at - signUp <= model.product.trialDays * MS_PER_DAY
}

function valuesOf({ ground: { panel }, columns }: Reading, row: number): Pick<FitRow, 'values' | 'plain'> {
  const values = columns.map((column) => panel.values[column]![row]!)
  return { values: values.slice(0, -1), plain: values.at(-1)! }
}

function segmentOf({ groups }: Panel, row: number): number {
  return groups[0]?.[row] ?? -1
}

function readStanding(reading: Reading, last: number): GatheredRows['standing'] {
  const { panel, rowOf } = reading.ground
  return panel.entities.flatMap(({ outcomes }, account): GatheredRows['standing'] => {
    const row = last < 0 ? -1 : rowOf[account * panel.asOfs.length + last]!
    if (row < 0 || !isAsked(reading, row)) return []
    const { at } = panel.asOfs[last]!
    if (outcomes[0]!.idle.some(({ from, to }) => from <= at && at < to)) return []
    const before = last === 0 ? -1 : rowOf[account * panel.asOfs.length + last - 1]!
    return [
      {
        ...{ account, segment: segmentOf(panel, row), values: valuesOf(reading, row).values },
        before: before < 0 ? null : valuesOf(reading, before).values,
      },
    ]
  })
}
