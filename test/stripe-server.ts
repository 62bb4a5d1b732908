import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type StripeThing = Readonly<Record<string, unknown>> & { readonly id: string }

/** A loopback server that answers as Stripe's reference says: lists by page, the newest first; objects by id; errors in its shape. */
export type StripeServer = {
  readonly url: string
  readonly things: {
    customers: StripeThing[]
    subscriptions: StripeThing[]
    invoices: StripeThing[]
    prices: StripeThing[]
  }
  /** The paths and queries it was asked. */
  readonly asked: string[]
  /** How many more requests are answered before it breaks; null: all. */
  breaksAfter: number | null
  readonly stop: () => Promise<void>
}

export const STRIPE_KEY = 'rk_test_reading'
type Kind = keyof StripeServer['things']
const KINDS: readonly Kind[] = ['customers', 'subscriptions', 'invoices', 'prices']

export async function startStripe(): Promise<StripeServer> {
  const server: Server = createServer((request, response) => answer(stripe, request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stripe: StripeServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    things: { customers: [], subscriptions: [], invoices: [], prices: [] },
    asked: [],
    breaksAfter: null,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return stripe
}

function answer(stripe: StripeServer, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', stripe.url)
  stripe.asked.push(decodeURIComponent(`${url.pathname.slice(4)}${url.search}`))
  if (stripe.breaksAfter !== null && stripe.breaksAfter-- <= 0) {
    request.socket.destroy()
    return
  }
  const [status, body] = answerOf(stripe, request.headers.authorization ?? '', url)
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_1' })
  response.end(JSON.stringify(body))
}

function answerOf(stripe: StripeServer, authorization: string, { pathname, searchParams }: URL): [number, object] {
  const refusal = (status: number, message: string): [number, object] => [
    status,
    { error: { type: 'invalid_request_error', message } },
  ]
  if (authorization !== `Bearer ${STRIPE_KEY}`) return refusal(401, 'Invalid API Key provided: ********')
  const [kind, id] = pathname.slice(4).split('/') as [Kind, string | undefined]
  if (!KINDS.includes(kind)) return refusal(404, 'Unrecognized request URL')
  if (id === undefined) return [200, listOf(stripe, kind, searchParams)]
  const found = stripe.things[kind].find((one) => one.id === id)
  if (found === undefined) return refusal(404, `No such ${kind}: '${id}'`)
  return [200, expand(found, expandedOf(searchParams))]
}

function listOf(stripe: StripeServer, kind: Kind, params: URLSearchParams): object {
  const all = stripe.things[kind].toSorted((a, b) => Number(b.created) - Number(a.created))
  const ended = kind === 'subscriptions' && params.get('status') !== 'all'
  const shown = ended ? all.filter((one) => one.status !== 'canceled') : all
  const after = params.get('starting_after')
  const from = after === null ? 0 : shown.findIndex((one) => one.id === after) + 1
  const limit = Number(params.get('limit') ?? 10)
  const paths = expandedOf(params).map((path) => path.replace(/^data\./, ''))
  const data = shown.slice(from, from + limit).map((one) => expand(one, paths))
  return { object: 'list', url: `/v1/${kind}`, has_more: shown.length > from + limit, data }
}

function expandedOf(params: URLSearchParams): string[] {
  return [...params].flatMap(([key, value]) => (key.startsWith('expand[') ? [value] : []))
}

/** What is not expanded is an id, or is left out. */
function expand(thing: StripeThing, paths: readonly string[]): object {
  const discounts = thing.discounts as { id: string; source: { coupon: { id: string } } }[] | undefined
  const shown: Record<string, unknown> = { ...thing }
  if (discounts !== undefined)
    shown.discounts = discounts.map((one) => {
      if (!paths.includes('discounts')) return one.id
      return paths.includes('discounts.source.coupon') ? one : { ...one, source: { coupon: one.source.coupon.id } }
    })
  if (thing.tiers !== undefined && !paths.includes('tiers')) delete shown.tiers
  return shown
}

/** Seconds since 1970, as Stripe writes instants. */
export function seconds(iso: string): number {
  return Date.parse(iso) / 1_000
}
