import type { AccountMatch } from '../../config/sources.ts'
import { idOf, instantOf, isObject, type StripeObject } from '../../ingest/stripe/stripe-object.ts'
import { continueTerms, subscriptionOfInvoice, termsNow } from '../../ingest/stripe/terms-of.ts'
import type { StripeReader } from '../../store/sources/read-stripe.ts'
import { openSyncState } from '../../store/sources/sync-state.ts'
import { openBook, type Said, type StripeBook } from './stripe-book.ts'
import { type StripeProject, tellAll, withTiers } from './sync-stripe.ts'

/** `known`: it was taken before; `ignored`: nothing that is read from Stripe; `stale`: something later was taken of the same object. */
export type TakenEvent = 'taken' | 'known' | 'ignored' | 'stale'

type Taking = {
  readonly rules: readonly AccountMatch[]
  /** null: without a key, what the event says is all there is. */
  readonly reader: StripeReader | null
}

/** Later than what was said in the same second. */
const RANKS: Readonly<Record<string, number>> = { created: 0, deleted: 2 }

/**
 * Takes an event of a webhook: durable when it returns. Each is taken once, and an older one never undoes a later one; with a key the object is read as it is now, so
 * that their order does not matter at all.
 */
export async function takeStripeEvent(
  project: StripeProject,
  event: StripeObject,
  taking: Taking,
): Promise<TakenEvent> {
  const id = idOf(event.id)
  const object = isObject(event.data) ? event.data.object : null
  const type = typeof event.type === 'string' ? event.type : ''
  if (id === null || !isObject(object) || typeof event.created !== 'number') return 'ignored'
  const state = openSyncState(project.folder.root, 'stripe')
  try {
    const book = openBook(state)
    if (book.knowsEvent(id)) return 'known'
    const said: Said = { at: event.created, rank: RANKS[type.split('.').at(-1) ?? ''] ?? 1 }
    const touched = await keepObject(book, { type, object, said, reader: taking.reader })
    if (touched === 'ignored') return 'ignored'
    if (touched !== 'stale') await tellAll(project, { book, rules: taking.rules, history: false, only: touched })
    book.keepEvent(id, event.created)
    return touched === 'stale' ? 'stale' : 'taken'
  } finally {
    state.close()
  }
}

type Object = {
  readonly type: string
  readonly object: StripeObject
  readonly said: Said
  readonly reader: StripeReader | null
}

/** The subscriptions that it touches. */
async function keepObject(book: StripeBook, told: Object): Promise<readonly string[] | 'ignored' | 'stale'> {
  const { type, object, said, reader } = told
  if (/^customer\.(created|updated)$/.test(type)) {
    if (book.keepCustomer(object, said) === 'stale') return 'stale'
    const customer = idOf(object.id)
    return book.subscriptions().flatMap(({ id, kept }) => (kept.customer === customer ? [id] : []))
  }
  const isSubscription = /^customer\.subscription\./.test(type) && object.object === 'subscription'
  const id = isSubscription ? idOf(object.id) : /^invoice\./.test(type) ? subscriptionOfInvoice(object) : null
  if (id === null || (!isSubscription && reader === null)) return 'ignored'
  const sent = reader === null ? object : await reader.subscription(id)
  return (await keepSubscription(book, { ...told, object: sent })) ? [id] : 'stale'
}

async function keepSubscription(book: StripeBook, { object, said, reader }: Object): Promise<boolean> {
  const subscription = await withTiers(reader, object)
  const [id, customer, now] = [idOf(subscription.id), idOf(subscription.customer), termsNow(subscription)]
  if (id === null || customer === null || now === null || (reader === null && !book.isLater(id, said))) return false
  const before = book.subscription(id)
  const terms = continueTerms(before?.terms ?? [], now.terms, instantOf(said.at)!)
  const metadata = isObject(subscription.metadata) ? subscription.metadata : {}
  const kept = { customer, metadata, terms, unpriced: now.unpriced, told: before?.told ?? null }
  // Read as it is now, it is as late as whatever was said before.
  const as = reader === null || book.isLater(id, said) ? said : null
  if (as === null) book.replaceSubscription(id, kept)
  else book.keepSubscription(id, kept, as)
  return true
}
