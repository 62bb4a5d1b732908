import type { AccountMatch } from '../../config/sources.ts'
import type { SyncAnswer, SyncTarget } from '../../contract/sources.ts'
import { priceOf } from '../../ingest/stripe/price-items.ts'
import { at, idOf, isObject, listOf, type StripeObject } from '../../ingest/stripe/stripe-object.ts'
import { type Told, tellTerms } from '../../ingest/stripe/tell-terms.ts'
import { billedOf, continueTerms, subscriptionOfInvoice, termsHistory, termsNow } from '../../ingest/stripe/terms-of.ts'
import type { StripeList, StripeReader } from '../../store/sources/read-stripe.ts'
import { openSyncState } from '../../store/sources/sync-state.ts'
import type { Project } from '../project.ts'
import { makeAccountWith } from './account-with.ts'
import { openToldLog } from './open-told-log.ts'
import { accountOfSubscription, type Matching, openBook, type Said, type StripeBook } from './stripe-book.ts'

export type StripeRun = {
  readonly reader: StripeReader
  readonly rules: readonly AccountMatch[]
  readonly restart: boolean
  /** Told what is being read and how many of it were; throws when it shall end. */
  readonly progress: (at: { readonly target: StripeList; readonly rows: number }) => void
}

export type StripeProject = Pick<Project, 'folder' | 'clock' | 'live' | 'applier'>

type Sync = {
  readonly project: StripeProject
  readonly run: StripeRun
  readonly book: StripeBook
  readonly now: string
  /** The first time. */
  readonly history: boolean
}

type Counts = { -readonly [K in keyof SyncTarget]: SyncTarget[K] }

const EVENTS_KEPT_S = 30 * 86_400

/**
 * Reads customers, the first time invoices, and subscriptions, and tells the log what is new of those whose account is known. A list that was cut short is read on from
 * its last page; nothing is told before all of it was read.
 */
export async function syncStripe(project: StripeProject, run: StripeRun): Promise<SyncAnswer> {
  const state = openSyncState(project.folder.root, 'stripe')
  const now = new Date(project.clock.now()).toISOString()
  try {
    const book = openBook(state)
    if (run.restart) book.dropAll()
    book.dropEvents(Date.parse(now) / 1_000 - EVENTS_KEPT_S)
    const sync: Sync = { project, run, book, now, history: state.target('stripe') === null }
    const customers = await readList(sync, 'customers', (object) => book.keepCustomer(object, saidNow(sync)) === 'new')
    const invoices = sync.history ? [await readList(sync, 'invoices', (object) => keepInvoice(book, object))] : []
    const billed = book.billed()
    const subscriptions = await readList(sync, 'subscriptions', (object) => keepSubscription(sync, object, billed))
    subscriptions.messages = await tellAll(project, { book, rules: run.rules, history: sync.history })
    state.setTarget('stripe', { began: true, cursor: null, sql: '', columns: [], readAt: Date.parse(now) })
    book.dropBilled()
    return { source: 'stripe', at: now, targets: [customers, ...invoices, subscriptions] }
  } finally {
    state.close()
  }
}

/** What is read is as of now: later than whatever was said before. */
function saidNow({ now }: Sync): Said {
  return { at: Math.floor(Date.parse(now) / 1_000), rank: 0 }
}

type Keep = (object: StripeObject) => Promise<boolean> | boolean

async function readList({ run, book, history, now }: Sync, what: StripeList, keep: Keep): Promise<Counts> {
  const place = `stripe:${what}`
  const counts: Counts = { target: what, rows: 0, new: 0, changed: 0, ended: 0, refused: 0, messages: 0, history }
  const setPlace = (cursor: string | null): void =>
    book.state.setTarget(place, { began: true, cursor, sql: '', columns: [], readAt: Date.parse(now) })
  for await (const page of run.reader.list(what, book.state.target(place)?.cursor ?? null)) {
    for (const object of page) if (await keep(object)) counts.changed++
    counts.rows += page.length
    setPlace(idOf(page.at(-1)))
    run.progress({ target: what, rows: counts.rows })
  }
  setPlace(null)
  if (history) Object.assign(counts, { new: counts.changed, changed: 0 })
  return counts
}

function keepInvoice(book: StripeBook, invoice: StripeObject): boolean {
  const [id, subscription, billed] = [idOf(invoice.id), subscriptionOfInvoice(invoice), billedOf(invoice)]
  if (id === null || subscription === null || billed === null) return false
  book.keepBilled(id, { ...billed, subscription })
  return true
}

type BilledBySubscription = ReturnType<StripeBook['billed']>

/** Whether it is new, or another than before. */
async function keepSubscription(sync: Sync, object: StripeObject, billed: BilledBySubscription): Promise<boolean> {
  const { book, run, history, now } = sync
  const subscription = await withTiers(run.reader, object)
  const [id, customer, said] = [idOf(subscription.id), idOf(subscription.customer), termsNow(subscription)]
  if (id === null || customer === null || said === null) return false
  const before = book.subscription(id)
  const past = { subscription, billed: billed.get(id) ?? [], seen: now }
  const terms = history ? termsHistory(said.terms, past) : continueTerms(before?.terms ?? [], said.terms, now)
  const metadata = isObject(subscription.metadata) ? subscription.metadata : {}
  const kept = { customer, metadata, terms, unpriced: said.unpriced, told: before?.told ?? null }
  return book.keepSubscription(id, kept, saidNow(sync)) && JSON.stringify(kept) !== JSON.stringify(before)
}

/** Prices with tiers are sent without them. */
export async function withTiers(reader: StripeReader | null, subscription: StripeObject): Promise<StripeObject> {
  const items = listOf(subscription.items)
  const bare = items.some(
    (item) => priceOf(item).billing_scheme === 'tiered' && listOf(priceOf(item).tiers).length === 0,
  )
  if (!bare || reader === null) return subscription
  const data: StripeObject[] = []
  for (const item of items) {
    const price = priceOf(item)
    const id = idOf(price.id)
    data.push(price.billing_scheme === 'tiered' && id !== null ? { ...item, price: await reader.price(id) } : item)
  }
  return { ...subscription, items: { ...(at(subscription, 'items') as object), data } }
}

type Telling = {
  readonly book: StripeBook
  readonly rules: readonly AccountMatch[]
  readonly history: boolean
  /** Only these subscriptions; default all. */
  readonly only?: readonly string[]
}

const LINES = 2_000

/** Tells what was not told yet of subscriptions whose account is known; and notes it once it is on disk. Gives how many messages that were. */
export async function tellAll(project: StripeProject, { book, rules, history, only }: Telling): Promise<number> {
  const matching: Matching = { rules, accountWith: makeAccountWith(project, rules) }
  const log = openToldLog(project, { source: 'stripe', history: history ? 'subscriptions' : null })
  let written = 0
  try {
    let lines: string[] = []
    let told: [string, Told | null][] = []
    const flush = async (): Promise<void> => {
      if (lines.length > 0) await log.append(lines)
      book.state.begin()
      for (const [id, what] of told) book.noteTold(id, what)
      book.state.commit()
      written += lines.length
      lines = []
      told = []
    }
    for (const { id, kept } of subscriptionsOf(book, only)) {
      const account = accountOfSubscription(book, kept, matching)
      const now = account === null ? null : { account, terms: kept.terms }
      const messages = tellTerms(id, now, { told: kept.told, first: history })
      if (messages.length > 0) told.push([id, now])
      lines.push(...messages.map((message) => JSON.stringify(message)))
      if (lines.length >= LINES) await flush()
    }
    await flush()
    await log.finish(written)
    return written
  } finally {
    await log.close()
  }
}

function subscriptionsOf(
  book: StripeBook,
  only: readonly string[] | undefined,
): ReturnType<StripeBook['subscriptions']> {
  if (only === undefined) return book.subscriptions()
  return only.flatMap((id) => {
    const kept = book.subscription(id)
    return kept === null ? [] : [{ id, kept }]
  })
}
