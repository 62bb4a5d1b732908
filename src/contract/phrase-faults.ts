import type { EventName } from './dictionary.ts'

/** From here on, ids seem to be used as names: nobody has so many properties on purpose. */
export const MANY_PROPERTIES = 200

/** What is wrong with a name of an event, in words; empty: nothing. */
export function phraseFaults({ missing, alarm, events, recent, propertyNames }: EventName): string {
  return [
    ...(alarm === null
      ? []
      : [`tracking may be broken since ${alarm.since}: ${alarm.heard} accounts, usually ${alarm.usual}`]),
    ...missing.map(({ property, share }) => `${property} lacks on ${Math.round(share * 100)} %`),
    ...(propertyNames > MANY_PROPERTIES ? [`${propertyNames} names of properties in its latest 50 events`] : []),
    ...(events === 0 ? ['never sent'] : recent === 0 ? ['silent'] : []),
  ].join('; ')
}
