import Stripe from 'stripe'
import { telltaleError } from '../../core/errors.ts'

/** An object as it was sent. */
export type Sent = Readonly<Record<string, unknown>>
export type StripeList = 'customers' | 'subscriptions' | 'invoices'

/** Stripe, through a restricted key that may read customers, subscriptions, invoices and prices. */
export type StripeReader = {
  /** Pages of a list, the newest first, behind an id; ended ones too. */
  readonly list: (what: StripeList, after: string | null) => AsyncGenerator<readonly Sent[]>
  readonly subscription: (id: string) => Promise<Sent>
  /** With its tiers. */
  readonly price: (id: string) => Promise<Sent>
}

const PAGE = 100
const TIMEOUT_MS = 30_000

/** `url`: where its API is, for who goes through a proxy of their own. @throws source_unreachable, source_failed */
export function openStripe({ key, url }: { readonly key: string; readonly url: string | null }): StripeReader {
  const stripe = new Stripe(key, { ...addressOf(url), maxNetworkRetries: 3, timeout: TIMEOUT_MS, telemetry: false })
  const ask = <T>(target: string, work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw toSourceError(target, error)
    })
  return {
    list: (what, after) => readList(stripe, what, { after, ask }),
    subscription: (id) =>
      ask(
        'subscriptions',
        stripe.subscriptions.retrieve(id, { expand: EXPANDED }),
      ) as Promise<unknown> as Promise<Sent>,
    price: (id) =>
      ask('prices', stripe.prices.retrieve(id, { expand: ['tiers'] })) as Promise<unknown> as Promise<Sent>,
  }
}

const EXPANDED = ['discounts', 'discounts.source.coupon']

type Listing = {
  readonly after: string | null
  readonly ask: <T>(target: string, work: Promise<T>) => Promise<T>
}

async function* readList(stripe: Stripe, what: StripeList, { after, ask }: Listing): AsyncGenerator<readonly Sent[]> {
  let behind = after
  for (;;) {
    const at = { limit: PAGE, ...(behind === null ? {} : { starting_after: behind }) }
    const { data, has_more: more } = await ask(what, pageOf(stripe, what, at))
    if (data.length > 0) yield data as unknown as readonly Sent[]
    behind = data.at(-1)?.id ?? null
    if (!more || behind === null) return
  }
}

type Place = { readonly limit: number; readonly starting_after?: string }

function pageOf(stripe: Stripe, what: StripeList, at: Place): Promise<Stripe.ApiList<{ id?: string }>> {
  switch (what) {
    case 'customers':
      return stripe.customers.list(at)
    case 'subscriptions':
      return stripe.subscriptions.list({ ...at, status: 'all', expand: EXPANDED.map((path) => `data.${path}`) })
    case 'invoices':
      return stripe.invoices.list(at)
  }
}

function addressOf(url: string | null): Pick<Stripe.StripeConfig, 'host' | 'port' | 'protocol'> {
  if (url === null) return {}
  const { hostname, port, protocol } = new URL(url)
  const secure = protocol === 'https:'
  return { host: hostname, port: port === '' ? (secure ? 443 : 80) : Number(port), protocol: secure ? 'https' : 'http' }
}

/** The key is named in no error: of what Stripe says about keys only that it is about one. */
function toSourceError(target: string, error: unknown): Error {
  if (error instanceof Stripe.errors.StripeAuthenticationError)
    return telltaleError('source_failed', { target, reason: 'the key is not valid' })
  if (error instanceof Stripe.errors.StripePermissionError)
    return telltaleError('source_failed', { target, reason: `the key may not read ${target}` })
  if (error instanceof Stripe.errors.StripeInvalidRequestError)
    return telltaleError('source_failed', { target, reason: error.message })
  return telltaleError('source_unreachable', { source: 'Stripe', reason: reasonOf(error) })
}

/** Of a failed connection its own words: those of the client say no more than that it failed. */
function reasonOf(error: unknown): string {
  const { detail } = error as { readonly detail?: unknown }
  if (error instanceof Stripe.errors.StripeConnectionError && detail instanceof Error && detail.message !== '')
    return detail.message
  return error instanceof Error ? error.message : String(error)
}

/** Five minutes, both ways. */
const TOLERANCE_S = 300

/** The event of a webhook whose signature is good and whose time is near `now`; null: it is not from Stripe, or too old, or of the future. */
export function verifyStripe(
  body: Buffer,
  header: string,
  { secret, now }: { secret: string; now: number },
): Sent | null {
  const times = header.split(',').flatMap((part) => (part.startsWith('t=') ? [Number(part.slice(2))] : []))
  const [signedAt] = times
  if (signedAt === undefined || times.length > 1 || !(Math.abs(now / 1_000 - signedAt) <= TOLERANCE_S)) return null
  try {
    return Stripe.webhooks.constructEvent(body, header, secret, TOLERANCE_S, undefined, now) as unknown as Sent
  } catch {
    return null
  }
}
