import type { Delivery } from './arrange-deliveries.ts'

/** What a store must hold once it has read a world: exact. Names and accounts as on the wire; copies are not counted in them. */
export type WorldCounts = {
  messages: number
  /** Events (track messages) without their copies. */
  events: number
  copies: number
  late: number
  future: number
  identifies: number
  groups: number
  subscriptions: number
  readonly byEvent: Map<string, number>
  /** Events by the account key they carry; '' for none. */
  readonly byAccount: Map<string, number>
}

export function emptyCounts(): WorldCounts {
  const counters = { messages: 0, events: 0, copies: 0, late: 0, future: 0, identifies: 0, groups: 0, subscriptions: 0 }
  return { ...counters, byEvent: new Map(), byAccount: new Map() }
}

/** Adds one delivery to the counts, in place. */
export function countDelivery(counts: WorldCounts, { message, copy, fate }: Delivery): void {
  counts.messages++
  switch (message.type) {
    case 'identify':
      counts.identifies++
      return
    case 'group':
      counts.groups++
      return
    case 'subscription':
      counts.subscriptions++
      return
    case 'track':
      if (copy) {
        counts.copies++
        return
      }
      counts.events++
      if (fate === 'late') counts.late++
      if (fate === 'future') counts.future++
      addOne(counts.byEvent, message.event)
      addOne(counts.byAccount, message.context.groupId ?? '')
  }
}

function addOne(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1)
}
