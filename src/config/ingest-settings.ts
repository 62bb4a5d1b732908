import type { Exclusion, Measure, Model } from './model.ts'

/**
 * What normalising, attributing and counting need to know of a configuration: plain data that crosses to a worker thread. This type is
 * the one source of it; ingest imports it from here.
 */
export type IngestSettings = {
  /** Paths tried in order on each message: `context.groupId`, `properties.workspaceId`, … */
  readonly accountKeys: readonly string[]
  /** An event before a person's first membership belongs to that account when it began at most this much later. */
  readonly reachesBackMs: number
  /** `none`: an event belongs only to the account it names itself. */
  readonly fallback: 'membership' | 'none'
  /** Who is out of every number: own staff, tests, bots. */
  readonly exclusions: readonly Exclusion[]
  readonly timezone: string
  /** How long after local midnight a day is closed; shifts the day an event counts as known. */
  readonly closeDelayMinutes: number
  /** Distinct event names kept; later ones are counted as `__other__`. */
  readonly maxNames: number
  /** Page and screen names kept as events; null (no event is configured yet): all of them. */
  readonly listedPages: readonly string[] | null
  readonly measures: readonly Measure[]
}

export function toIngestSettings(model: Model): IngestSettings {
  const pages = model.events.filter(({ call }) => call !== 'track').flatMap(({ names }) => names)
  return {
    accountKeys: model.account.key,
    reachesBackMs: model.account.reachesBackMs,
    fallback: model.account.fallback,
    exclusions: model.exclusions,
    timezone: model.product.timezone,
    closeDelayMinutes: model.product.closeDelayMinutes,
    maxNames: model.limits.maxEventNames,
    listedPages: model.events.length === 0 ? null : [...new Set(pages)].sort(),
    measures: model.measures,
  }
}
