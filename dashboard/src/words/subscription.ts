import type { AccountDetail, SubscriptionRecord } from '@contract/account.ts'

export type Standing =
  | { readonly kind: 'none' | 'runs' }
  /** It was cancelled, and still runs; `until` null: the end is not known. */
  | { readonly kind: 'ends'; readonly decided: string | null; readonly until: string | null }
  /** None is in force any more; the day the last one ended. */
  | { readonly kind: 'ended'; readonly on: string }

/** How the account's subscriptions stand as of the day shown. */
export function standingOf({ subscriptions, asOf }: AccountDetail): Standing {
  if (subscriptions.length === 0) return { kind: 'none' }
  const inForce = subscriptions.filter((one) => isInForce(one, asOf))
  const lasting = inForce.some((one) => one.cancelDecidedAt === null)
  if (lasting) return { kind: 'runs' }
  const [ending] = inForce
  if (ending !== undefined) return { kind: 'ends', decided: dayOf(ending.cancelDecidedAt), until: dayOf(ending.to) }
  const ends = subscriptions.flatMap((one) => dayOf(one.to) ?? []).filter((end) => end <= asOf)
  const last = ends.sort().at(-1)
  return last === undefined ? { kind: 'none' } : { kind: 'ended', on: last }
}

export function isInForce({ from, to }: SubscriptionRecord, asOf: string): boolean {
  return from.slice(0, 10) <= asOf && (to === null || to.slice(0, 10) > asOf)
}

function dayOf(instant: string | null): string | null {
  return instant === null ? null : instant.slice(0, 10)
}
