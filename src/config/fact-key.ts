/** `name:<event name>` for the fact every event name has, `measure:<hash>` for a derived one (property conditions, sums, gauges). */
export type FactKey = `name:${string}` | `measure:${string}`

/** How an event may be sent. */
export const CALLS = ['track', 'page', 'screen'] as const

/** The fact that every event name has. Track names stand plain; pages and screens are marked, so that a page and an event of one name stay apart. */
export function factOfName(call: (typeof CALLS)[number], name: string): FactKey {
  return call === 'track' ? `name:${name}` : `name:$${call}:${name}`
}

/** The event's name as it is sent; of pages and screens with what they are. */
export function nameOfFact(fact: FactKey): string {
  return fact.replace(/^name:(\$(page|screen):)?/, (_, _call, call: string | undefined) =>
    call === undefined ? '' : `${call} `,
  )
}
