import { type LookupAddress, lookup as lookUp } from 'node:dns'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { guardAddresses } from './address-guard.ts'

export type GuardedRequest = {
  readonly url: string
  readonly method: 'POST' | 'GET'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Of the answer so many bytes are read, and the rest is not waited for; default 64 KB. */
  readonly answerBytes?: number
}

/** What came back, or why nothing did. A reason says no more than whoever asked may know of the network. */
export type GuardedAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly retryAfter: string | null; readonly body: string }
  | { readonly kind: 'blocked' | 'failed'; readonly reason: string }

export type GuardedFetch = {
  readonly fetch: (request: GuardedRequest, stop: AbortSignal) => Promise<GuardedAnswer>
  readonly close: () => void
}

export type GuardOptions = {
  /** Private networks that may be reached, by CIDR. */
  readonly allow: readonly string[]
  /** Milliseconds from the request to the end of the answer. */
  readonly timeoutMs: number
  /** How names are resolved; default as the system does. */
  readonly lookup?: typeof lookUp
}

const MOST_BYTES = 64 * 1024
const PORTS = new Set(['', '443', '8443'])

/**
 * The one way to the outside: only to public addresses over TLS, and to those of the networks that are allowed. Names are resolved once, every address is looked at, and the
 * connection goes to those that were; redirects are not followed; time and size are bounded; no proxy of the environment is used.
 */
export function openGuardedFetch({ allow, timeoutMs, lookup = lookUp }: GuardOptions): GuardedFetch {
  const isAllowed = guardAddresses(allow)
  const isPrivate = (address: string): boolean => isIP(address) !== 0 && !guardAddresses([])(address)
  const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) }
  return {
    fetch: async (request, stop) => {
      const url = URL.canParse(request.url) ? new URL(request.url) : null
      const refusal = url === null ? 'the address is none' : refuseUrl(url, { isAllowed, isPrivate })
      if (url === null || refusal !== null) return { kind: 'blocked', reason: refusal ?? '' }
      const open = url.protocol === 'https:' && PORTS.has(url.port)
      const checked = checkedLookup(lookup, (address) => isAllowed(address) && (open || isPrivate(address)))
      const agent = agents[url.protocol as keyof typeof agents]
      return exchange({ url, request, agent, lookup: checked, timeoutMs, stop })
    },
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

type Guards = { readonly isAllowed: (address: string) => boolean; readonly isPrivate: (address: string) => boolean }

/** An address in the place of a name is never looked up, so that it is judged here; null: nothing is against it yet. */
function refuseUrl(url: URL, { isAllowed, isPrivate }: Guards): string | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'only http and https addresses are reached'
  if (url.username !== '' || url.password !== '') return 'the address has a name or password in it'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) === 0) return null
  if (!isAllowed(host)) return 'the address is in a network that is not allowed'
  const open = url.protocol === 'https:' && PORTS.has(url.port)
  return open || isPrivate(host)
    ? null
    : 'outside of the networks that are allowed only https is reached, on 443 or 8443'
}

const BLOCKED = 'ERR_ADDRESS_BLOCKED'

/** Every address of the name has to be allowed, and the connection gets the very ones that were looked at. */
function checkedLookup(lookup: typeof lookUp, isAllowed: (address: string) => boolean): LookupFunction {
  return (name, options, done) => {
    lookup(name, { ...options, all: true }, (error, found) => {
      if (error !== null) return done(error, '')
      const addresses = found as LookupAddress[]
      if (addresses.length === 0 || !addresses.every(({ address }) => isAllowed(address)))
        return done(Object.assign(new Error('blocked'), { code: BLOCKED }), '')
      if (options.all === true) return done(null, addresses)
      return done(null, addresses[0]!.address, addresses[0]!.family)
    })
  }
}

type Exchange = {
  readonly url: URL
  readonly request: GuardedRequest
  readonly agent: http.Agent
  readonly lookup: LookupFunction
  readonly timeoutMs: number
  readonly stop: AbortSignal
}

function exchange({ url, request, agent, lookup, timeoutMs, stop }: Exchange): Promise<GuardedAnswer> {
  const { method, headers, body } = request
  const signal = AbortSignal.any([stop, AbortSignal.timeout(timeoutMs)])
  const length = { 'content-length': String(Buffer.byteLength(body)) }
  return new Promise((done) => {
    let answered = false
    const sent = (url.protocol === 'https:' ? https : http).request(
      url,
      { method, agent, lookup, signal, headers: { ...headers, ...(method === 'POST' ? length : {}) } },
      (answer) => {
        answered = true
        void readBody(answer, request.answerBytes ?? MOST_BYTES).then((text) => {
          const retryAfter = answer.headers['retry-after'] ?? null
          done({ kind: 'answer', status: answer.statusCode ?? 0, retryAfter, body: text })
        })
      },
    )
    sent.on('error', (error) => answered || done(failure(error, { stop, timeoutMs })))
    sent.end(method === 'POST' ? body : undefined)
  })
}

function failure(error: Error, { stop, timeoutMs }: Pick<Exchange, 'stop' | 'timeoutMs'>): GuardedAnswer {
  const { code } = error as NodeJS.ErrnoException
  if (code === BLOCKED) return { kind: 'blocked', reason: 'the name leads into a network that is not allowed' }
  if (stop.aborted) return { kind: 'failed', reason: 'stopped' }
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return { kind: 'failed', reason: `no answer within ${Math.round(timeoutMs / 1000)} s` }
  return { kind: 'failed', reason: `no connection (${code ?? 'unknown'})` }
}

/** What came of it before it ended, broke off, took too long or grew too large: the status says more. */
function readBody(answer: IncomingMessage, most: number): Promise<string> {
  return new Promise((done) => {
    const parts: Buffer[] = []
    let bytes = 0
    const end = (): void => done(Buffer.concat(parts).subarray(0, most).toString('utf8'))
    answer.on('data', (part: Buffer) => {
      parts.push(part)
      bytes += part.length
      if (bytes >= most) answer.destroy()
    })
    answer.on('error', end)
    answer.on('close', end)
    answer.on('end', end)
  })
}
