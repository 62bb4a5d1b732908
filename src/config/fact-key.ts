/** `name:<event name>` for the fact every event name has, `measure:<hash>` for a derived one (property conditions, sums, gauges). */
export type FactKey = `name:${string}` | `measure:${string}`
