import { SUBSCRIPTION_STATUSES, type SubscriptionStatus } from '../store/analytic/message.ts'
import { cleanId } from './clean-id.ts'
import { cleanLabel, cutText } from './clean-text.ts'
import { describe, type MessageDraft, refuse, type StepResult } from './message-draft.ts'
import { parseTimestamp } from './parse-timestamp.ts'
import { readRole } from './read-traits.ts'

/** Step: the terms of an imported subscription row. */
export function readSubscription(draft: MessageDraft): StepResult {
  if (draft.type !== 'subscription') return null
  const { item } = draft
  const id = cleanId(item.subscriptionId)
  const from = parseTimestamp(item.from)
  const termsMinor = item.mrrMinor
  const status = readStatus(item.status)
  const currency = typeof item.currency === 'string' ? item.currency.trim().toUpperCase() : ''
  if (id.kind !== 'id') return wrong(draft, 'subscriptionId')
  if (from === null) return wrong(draft, 'from')
  if (typeof termsMinor !== 'number' || !Number.isSafeInteger(termsMinor) || termsMinor < 0)
    return wrong(draft, 'mrrMinor')
  if (status === null) return wrong(draft, 'status')
  if (!/^[A-Z]{3}$/.test(currency)) return wrong(draft, 'currency')
  const to = optionalTime(item.to)
  if (to === undefined) return wrong(draft, 'to')
  const cancelDecidedAt = optionalTime(item.cancelDecidedAt)
  if (cancelDecidedAt === undefined) return wrong(draft, 'cancelDecidedAt')
  const plan = typeof item.plan === 'string' ? cutText(cleanLabel(item.plan), 200) : null
  const mrrMinor = status === 'active' || status === 'past_due' ? termsMinor : 0
  const money = { status, termsMinor, mrrMinor, currency }
  draft.terms = { subscriptionId: id.id, plan, ...money, from, to, cancelDecidedAt }
  return null
}

/** Not sent: active. */
function readStatus(value: unknown): SubscriptionStatus | null {
  if (value === undefined || value === null || value === '') return 'active'
  return SUBSCRIPTION_STATUSES.find((status) => status === value) ?? null
}

/** null: not sent. undefined: sent, but no time. */
function optionalTime(value: unknown): number | null | undefined {
  return value === undefined || value === null || value === '' ? null : (parseTimestamp(value) ?? undefined)
}

function wrong(draft: MessageDraft, field: string): StepResult {
  return refuse(draft, 'bad_properties', `${field} is ${describe(draft.item[field])}`)
}

/** Step: who joined or left an account - an imported `membership` row, or the two events of the B2B spec that say so. */
export function readMembership(draft: MessageDraft): StepResult {
  if (draft.type === 'membership') {
    draft.change = draft.item.change === 'removed' ? 'removed' : 'added'
    draft.role = readRole(draft.item.role)
  } else if (draft.type === 'track' && draft.accountKey !== null) {
    if (draft.name === 'Account Added User') draft.change = 'added'
    else if (draft.name === 'Account Removed User') draft.change = 'removed'
    else return null
    const properties = draft.item.properties as { readonly role?: unknown } | null | undefined
    draft.role = readRole(properties?.role)
  }
  return null
}
