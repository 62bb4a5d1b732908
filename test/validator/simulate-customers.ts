import { branch, type Stream, stream, uniform } from '../../src/core/stream.ts'
import { MS_PER_DAY } from '../../src/core/time.ts'
import type { Episode, ProvedSignal } from '../../src/proof/backtest/proved-signal.ts'
import type { Panel, PanelEntity } from '../../src/proof/panel/panel.ts'
import { lognormal } from '../../src/worlds/sample.ts'

/** Customers over some weeks, with what becomes of them, and signals whose worth is known. */
export type Customers = { readonly panel: Panel; readonly signals: readonly ProvedSignal[] }

export type CustomersPlan = {
  readonly seed: number
  readonly accounts: number
  /** false: nothing that any signal sees has to do with leaving. */
  readonly effects: boolean
}

const WEEKS = 44
const FIRST_DAY = 19_999
const SEGMENTS = ['small', 'mid', 'large'] as const
/** How much more likely than most they are to fall. */
const HAZARD = [1.4, 0.7, 0.35] as const
const ONSET = 0.006
const SILENT = 0.001
const NULL_HAZARD = 0.004
const LULLS = 0.4

type Life = {
  readonly segment: number
  readonly dips: readonly { readonly on: number; readonly isLull: boolean }[]
  /** Days since the first; null: stays. */
  readonly decidedOn: number | null
  readonly signUp: number | null
}

/** When a signal opens for an account, in days since the first. */
type Fires = (life: Life, source: Stream, effects: boolean) => number[]

/** Each week with this chance, whatever the account does. */
function byChance(weekly: (life: Life) => number): Fires {
  return (life, source) => {
    const days: number[] = []
    for (let week = 0; week < WEEKS; week++)
      if (uniform(source) < weekly(life)) days.push(7 * week + 7 * uniform(source))
    return days
  }
}

/** Behind falls in use, as many of them as `share` says. */
function behindFalls(share: number, after: number): Fires {
  return ({ dips }, source, effects) =>
    effects ? dips.flatMap(({ on }) => (uniform(source) < share ? [on + after + 5 * uniform(source)] : [])) : []
}

const SIGNALS: Readonly<Record<string, Fires>> = {
  falls: behindFalls(0.8, 12),
  halfOfThem: (life, source, effects) => [
    ...behindFalls(0.5, 10)(life, source, effects),
    ...byChance(() => 0.003)(life, source, effects),
  ],
  chance: byChance(() => 0.008),
  muchChance: byChance(() => 0.02),
  rareChance: byChance(() => 0.0003),
  // Mostly of the small, who leave more often: within them it means nothing.
  ofTheSmall: byChance(({ segment }) => (segment === 0 ? 0.02 : 0.001)),
  // Of those who will stay, mostly.
  loyal: (life, source, effects) =>
    byChance(() => 0.01)(life, source, effects).filter(
      (day) =>
        !effects ||
        life.decidedOn === null ||
        life.decidedOn < day ||
        life.decidedOn > day + 60 ||
        uniform(source) < 0.3,
    ),
}

export function simulateCustomers({ seed, accounts, effects }: CustomersPlan): Customers {
  const lives = Array.from({ length: accounts }, (_, i) => drawLife(stream(seed, 'customer', i), effects))
  const signals = Object.entries(SIGNALS).map(([key, fires]): ProvedSignal => {
    const episodes = lives.flatMap((life, entity) =>
      episodesOf(fires(life, branch(stream(seed, 'customer', entity), key), effects), life).map((one) => ({
        entity,
        ...one,
      })),
    )
    return {
      kind: 'signal',
      key,
      title: key,
      sentence: key,
      outcome: 'churned',
      withinDays: 60,
      gapDays: 7,
      isTrend: false,
      alpha: null,
      episodes,
    }
  })
  return { panel: layPanel(lives), signals }
}

function drawLife(source: Stream, effects: boolean): Life {
  const place = uniform(source)
  const segment = place < 0.6 ? 0 : place < 0.9 ? 1 : 2
  const age = uniform(source) < 0.1 ? null : Math.floor(700 * uniform(source))
  const dips: { on: number; isLull: boolean }[] = []
  let decidedOn: number | null = null
  for (let week = 0; week < WEEKS; week++) {
    const day = 7 * week + 7 * uniform(source)
    const last = dips.at(-1)?.on ?? -100
    const [falls, lull, silent] = [uniform(source), uniform(source), uniform(source)]
    const lead = Math.max(7, lognormal(source, Math.log(45), 0.35))
    if (falls < ONSET * HAZARD[segment]! && day - last > 60) {
      dips.push({ on: day, isLull: lull < LULLS })
      if (effects && lull >= LULLS) decidedOn = Math.min(decidedOn ?? Number.POSITIVE_INFINITY, day + lead)
    }
    if (silent < (effects ? SILENT : NULL_HAZARD)) decidedOn = Math.min(decidedOn ?? Number.POSITIVE_INFINITY, day)
    if (decidedOn !== null && decidedOn < 7 * (week + 1)) break
  }
  return { segment, dips, decidedOn, signUp: age === null ? null : -age }
}

const OPEN_DAYS = 21

/** In order, none within another, and none behind the end. */
function episodesOf(days: readonly number[], { decidedOn }: Life): Omit<Episode, 'entity'>[] {
  const found: Omit<Episode, 'entity'>[] = []
  for (const day of [...days].sort((a, b) => a - b)) {
    if (day >= 7 * WEEKS || (decidedOn !== null && day >= decidedOn)) continue
    const last = found.at(-1)
    if (last !== undefined && at(day) <= last.closedAt! + 14 * MS_PER_DAY) continue
    found.push({ openedAt: at(day), closedAt: at(day + OPEN_DAYS) })
  }
  return found
}

function at(day: number): number {
  return Math.round((FIRST_DAY + day) * MS_PER_DAY)
}

const FOLLOWED = { from: at(0), until: at(7 * WEEKS) }

function layPanel(lives: readonly Life[]): Panel {
  const rows = lives.length * WEEKS
  const entities = lives.map(({ decidedOn, signUp }, account): PanelEntity => {
    const decided = decidedOn === null ? null : at(decidedOn)
    const dates = decided === null ? [] : [{ decided, effective: decided, known: decided }]
    const idle = decided === null ? [] : [{ from: decided, to: Number.POSITIVE_INFINITY }]
    const outcome = {
      outcome: 'churned',
      standing: decided === null ? 'not' : 'happened',
      dates,
      unsure: [],
      idle,
    } as const
    return {
      account,
      person: null,
      followed: FOLLOWED,
      outcomes: [outcome],
      signUp: signUp === null ? null : at(signUp),
    }
  })
  return {
    ...{ level: 'account', configHash: '', indicators: [], outcomes: ['churned'], entities, rows, values: [] },
    asOfs: Array.from({ length: WEEKS }, (_, week) => ({ day: FIRST_DAY + 7 * week - 1, at: at(7 * week) })),
    segments: [{ key: 'size', names: SEGMENTS }],
    entity: Int32Array.from({ length: rows }, (_, row) => Math.floor(row / WEEKS)),
    asOf: Int32Array.from({ length: rows }, (_, row) => row % WEEKS),
    groups: [Int16Array.from({ length: rows }, (_, row) => lives[Math.floor(row / WEEKS)]!.segment)],
    provenance: { events: 0, arrivalAssumed: 0, ghosts: 0, merged: 0, thinned: 1 },
  }
}
