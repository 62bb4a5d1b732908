import type { Day, Millis } from '../core/time.ts'
import { addMonths, MS_PER_DAY } from '../core/time.ts'

/** Paying accounts at the world's start, trials over its 18 months, and about how many events they send. */
export const SIZES = {
  S: { accounts: 300, trials: 900, events: 500_000 },
  M: { accounts: 2_000, trials: 6_000, events: 5_000_000 },
  L: { accounts: 10_000, trials: 30_000, events: 20_000_000 },
  XL: { accounts: 10_000, trials: 30_000, events: 100_000_000 },
} as const
export type SizeName = keyof typeof SIZES
export type Size = { readonly accounts: number; readonly trials: number; readonly events: number }

/** Everything that can be switched off; each reads streams of its own, so the others do not move. */
export const ALL_MECHANISMS = {
  /** Milestones, motivation, limit hits and aha moments change outcomes. Off: outcomes come at the same rates, from nothing. */
  effects: true,
  declines: true,
  lulls: true,
  silentChurn: true,
  paymentFailures: true,
  expansion: true,
  tickets: true,
  rescuePlaybook: true,
  newsletterPlaybook: true,
  discountPlaybook: true,
  onboardingPlaybook: true,
  csmHabit: true,
  redesign: true,
  mixShift: true,
  advancedFilter: true,
  seasons: true,
  outages: true,
  namingMess: true,
  identityMess: true,
  hostileNames: true,
  lateEvents: true,
  duplicates: true,
  clockSkew: true,
} as const satisfies Record<string, boolean>
export type Mechanism = keyof typeof ALL_MECHANISMS
export type Mechanisms = Readonly<Record<Mechanism, boolean>>

/** No behaviour leads to anything: whatever a signal finds here is chance. Usage never falls before churn, and nothing planted has an effect. */
export const NULL_WORLD: Partial<Mechanisms> = {
  effects: false,
  declines: false,
  lulls: false,
  rescuePlaybook: false,
  discountPlaybook: false,
  onboardingPlaybook: false,
  advancedFilter: false,
}

export type WorldOptions = {
  readonly seed: number
  readonly size: SizeName | Size
  /** The instant the world ends (nothing is received later); default 30 June 2026, 15:00 UTC. */
  readonly end?: Millis
  readonly mechanisms?: Partial<Mechanisms>
}

/** Options with every default filled in, and the days that follow from them (UTC days). */
export type WorldFrame = {
  readonly seed: number
  readonly size: Size
  readonly mechanisms: Mechanisms
  readonly end: Millis
  readonly startDay: Day
  readonly endDay: Day
  /** Lives are drawn this far, so that the truth knows what comes after the end and live events can go on. */
  readonly horizonDay: Day
  readonly redesignDay: Day
  readonly renameDay: Day
  readonly outages: readonly Outage[]
}
/** Two whole days in which a share of the product's events was lost. */
export type Outage = { readonly from: Day; readonly to: Day; readonly lost: number }

export const DEFAULT_END: Millis = Date.UTC(2026, 5, 30, 15)
const HORIZON_DAYS = 60

export function frameWorld(options: WorldOptions): WorldFrame {
  const end = options.end ?? DEFAULT_END
  const endDay = Math.floor(end / MS_PER_DAY)
  const startDay = addMonths(endDay, -18)
  const mechanisms = { ...ALL_MECHANISMS, ...options.mechanisms }
  return {
    seed: options.seed,
    size: typeof options.size === 'string' ? SIZES[options.size] : options.size,
    mechanisms,
    end,
    startDay,
    endDay,
    horizonDay: endDay + HORIZON_DAYS,
    redesignDay: addMonths(startDay, 12),
    renameDay: addMonths(startDay, 9),
    outages: mechanisms.outages ? placeOutages(startDay) : [],
  }
}

function placeOutages(startDay: Day): Outage[] {
  const first = addMonths(startDay, 5) + 10
  const second = addMonths(startDay, 13) + 4
  return [
    { from: first, to: first + 2, lost: 1 },
    { from: second, to: second + 2, lost: 0.6 },
  ]
}
