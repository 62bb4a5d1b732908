import type { Millis } from '../../core/time.ts'
import { formatInstant } from '../format-instant.ts'
import type { Bag, WorldMessage } from '../world-message.ts'

/** Something that happens in an account, before it is a message. */
export type Deed =
  | { readonly kind: 'did'; readonly at: Millis; readonly user: string; readonly event: string; readonly with?: Bag }
  | { readonly kind: 'is'; readonly at: Millis; readonly user: string; readonly traits: Bag }
  | { readonly kind: 'belongs'; readonly at: Millis; readonly user: string; readonly traits: Bag }
  | { readonly kind: 'pays'; readonly at: Millis; readonly terms: Terms }

/** A subscription as it is told: from … to (null: still), with the decision to cancel. */
export type Terms = {
  readonly plan: string
  readonly mrrMinor: number
  readonly from: Millis
  readonly to: Millis | null
  readonly cancelDecidedAt: Millis | null
}

/** The messages of one account, in order of time, received as they happen. */
export function tellDeeds(account: string, deeds: readonly Deed[]): WorldMessage[] {
  const ordered = deeds.map((deed) => ({ ...deed, at: Math.floor(deed.at) })).sort((a, b) => a.at - b.at)
  return ordered.map((deed, n) => toMessage(account, deed, `${account}-${n}`))
}

/** Messages of many accounts in the order of receipt, those up to the end. */
export function inOrder(messages: readonly WorldMessage[], end: Millis): WorldMessage[] {
  const last = formatInstant(end)
  const before = messages.filter(({ receivedAt }) => receivedAt <= last)
  return before.sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : a.receivedAt > b.receivedAt ? 1 : 0))
}

function toMessage(account: string, deed: Deed, messageId: string): WorldMessage {
  const at = formatInstant(deed.at)
  const common = { messageId, timestamp: at, receivedAt: at }
  switch (deed.kind) {
    case 'did': {
      const { user: userId, event, with: properties = {} } = deed
      return { type: 'track', event, ...common, userId, context: { groupId: account }, properties }
    }
    case 'is':
      return { type: 'identify', ...common, userId: deed.user, traits: deed.traits }
    case 'belongs':
      return { type: 'group', ...common, userId: deed.user, groupId: account, traits: deed.traits }
    case 'pays': {
      const { plan, mrrMinor, from, to, cancelDecidedAt } = deed.terms
      return {
        ...{ type: 'subscription', ...common, groupId: account, subscriptionId: `sub-${account}` },
        ...{ plan, mrrMinor, currency: 'USD' },
        from: formatInstant(Math.floor(from)),
        to: to === null ? null : formatInstant(Math.floor(to)),
        cancelDecidedAt: cancelDecidedAt === null ? null : formatInstant(Math.floor(cancelDecidedAt)),
      }
    }
  }
}
