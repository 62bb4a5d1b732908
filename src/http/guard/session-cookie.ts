import type { FastifyReply, FastifyRequest } from 'fastify'

const LASTS_SECONDS = 30 * 86_400

/** The session a browser sends; null: none. */
export function readSession(request: FastifyRequest): string | null {
  const names = [SECURE_NAME, plainName(request)]
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name = '', value = ''] = pair.trim().split('=', 2)
    if (names.includes(name) && /^[\w-]{1,100}$/.test(value)) return value
  }
  return null
}

/** Gives the browser its session: no script can read it, and no other site can make the browser send it. */
export function giveSession(request: FastifyRequest, reply: FastifyReply, secret: string): void {
  reply.header('set-cookie', cookieOf(request, secret, LASTS_SECONDS))
}

export function takeSession(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('set-cookie', cookieOf(request, '', 0))
}

const SECURE_NAME = '__Host-telltale'

/** Cookies know no ports: the demo and a server beside it would sign each other out. */
function plainName(request: FastifyRequest): string {
  return `telltale-${/:(\d+)$/.exec(request.headers.host ?? '')?.[1] ?? '80'}`
}

/** Whether the browser reached us by https says its Origin, which it sends with everything that changes something. */
function cookieOf(request: FastifyRequest, value: string, seconds: number): string {
  const isSecure = (request.headers.origin ?? '').startsWith('https:')
  const name = isSecure ? SECURE_NAME : plainName(request)
  return `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
}
