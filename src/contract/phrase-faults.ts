import type { EventName } from './dictionary.ts'

/** What is wrong with a name of an event, in words; empty: nothing. */
export function phraseFaults({ missing, alarm, events, recent }: EventName): string {
  return [
    ...(alarm === null
      ? []
      : [`tracking may be broken since ${alarm.since}: ${alarm.heard} accounts, usually ${alarm.usual}`]),
    ...missing.map(({ property, share }) => `${property} lacks on ${Math.round(share * 100)} %`),
    ...(events === 0 ? ['never sent'] : recent === 0 ? ['silent'] : []),
  ].join('; ')
}
