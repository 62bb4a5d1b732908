import { WORLD_END } from '../world/fill-store.mjs'

const dayBefore = (days) => new Date(WORLD_END - days * 86_400_000).toISOString().slice(0, 10)

/** The last closed day and the first of a year and of ninety days up to it. */
export const YEAR = { date_from: dayBefore(365), date_to: dayBefore(1) }
export const QUARTER = { date_from: dayBefore(90), date_to: dayBefore(1) }

/** Five steps of raw events within two weeks. */
export const FUNNEL = {
  steps: ['Project Created', 'Task Created', 'Task Completed', 'Comment Added', 'Report Opened'],
  window_seconds: 14 * 86_400,
  ...YEAR,
}

export const RETENTION = { actor: 'account', period: 'week', total_intervals: 52, ...YEAR }
export const BREAKDOWN = { interval: 'day', breakdown: { event_property: 'view' }, ...QUARTER }
