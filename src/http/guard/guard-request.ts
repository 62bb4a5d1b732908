import type { FastifyRequest } from 'fastify'
import { telltaleError } from '../../core/errors.ts'

/** Names under which a browser on this machine reaches us. Any other name in Host may be an attacker's DNS pointing here. */
export const LOOPBACK_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

/** Host names (no port) that requests may name beside the loopback ones. */
export type HostAllowList = { readonly hosts: readonly string[] }

/**
 * Refuses requests whose Host is not ours, or that a page of another origin sent.
 * @throws TelltaleError forbidden_host.
 */
export function guardRequest(request: FastifyRequest, allowed: HostAllowList): void {
  const host = request.headers.host ?? ''
  if (!isAllowed(nameOf(host), allowed)) throw refuse(host, allowed)
  const origin = request.headers.origin
  if (origin !== undefined && !isSameOrigin(origin, host)) throw refuse(origin, allowed)
}

/** What changes or reads data also refuses what a browser says comes from another site. */
export function guardApiRequest(request: FastifyRequest, allowed: HostAllowList): void {
  guardRequest(request, allowed)
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw refuse(`${request.headers.host ?? ''} (asked from another site)`, allowed)
}

/**
 * What changes something on the word of a cookie, or of a password, must come from a page of ours: `guardRequest` has held the Origin against the Host.
 * @throws TelltaleError origin_missing
 */
export function expectOrigin({ method, headers }: FastifyRequest): void {
  if (method === 'GET' || method === 'HEAD') return
  if (headers.origin === undefined && headers['sec-fetch-site'] !== 'same-origin')
    throw telltaleError('origin_missing', {})
}

function isAllowed(name: string, allowed: HostAllowList): boolean {
  return LOOPBACK_HOSTS.includes(name) || allowed.hosts.some((host) => host.toLowerCase() === name)
}

function nameOf(host: string): string {
  return host.toLowerCase().replace(/:\d{1,5}$/, '')
}

function isSameOrigin(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false
  const { protocol, host: originHost } = new URL(origin)
  return (protocol === 'http:' || protocol === 'https:') && originHost === host.toLowerCase().replace(/:(80|443)$/, '')
}

function refuse(host: string, allowed: HostAllowList) {
  const valid = [...LOOPBACK_HOSTS, ...allowed.hosts].join(', ')
  return telltaleError('forbidden_host', { host: host.slice(0, 200) || '(none)', valid })
}
