/** What a signal would have said at one threshold, over a period. */
export type ThresholdCase = {
  readonly threshold: number
  readonly alerts: number
  /** Alerts that were followed by the outcome. */
  readonly right: number
  /** What the team has to take on at its busiest: the 90th percentile of alerts in a week, or the alerts themselves. */
  readonly load: number
}

export type Costs = {
  /** Chance that a contact saves the account. */
  readonly saveRate: number
  /** Gross margin kept with a saved account, and cost of a contact; in one currency. */
  readonly value: number
  readonly cost: number
  /** The most load that the team can take. */
  readonly capacity: number
}

export type ThresholdSweep = {
  /** Precision from which an alert pays: cost / (save rate × value); null where a contact can gain nothing. */
  readonly neededPrecision: number | null
  readonly cases: readonly (ThresholdCase & { readonly net: number; readonly feasible: boolean })[]
  /** The feasible case with the largest net value, and the one without regard to capacity; the first of equal ones. Null where none gains anything. */
  readonly best: number | null
  readonly unconstrained: number | null
}

/** Net value right × saveRate × value − alerts × cost of each threshold. */
export function sweepThresholds(cases: readonly ThresholdCase[], costs: Costs): ThresholdSweep {
  const gain = costs.saveRate * costs.value
  const valued = cases.map((one) => ({
    ...one,
    net: one.right * gain - one.alerts * costs.cost,
    feasible: one.load <= costs.capacity,
  }))
  return {
    neededPrecision: gain > 0 ? costs.cost / gain : null,
    cases: valued,
    best: bestOf(valued.filter(({ feasible }) => feasible)),
    unconstrained: bestOf(valued),
  }
}

function bestOf(cases: readonly { readonly threshold: number; readonly net: number }[]): number | null {
  let best: { threshold: number; net: number } | null = null
  for (const one of cases) if (one.net > (best?.net ?? 0)) best = one
  return best?.threshold ?? null
}
