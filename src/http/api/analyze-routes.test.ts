import fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ApiDeps } from '../../contract/api-deps.ts'
import { apiPlugin, apiServerOptions } from './api-plugin.ts'

let app: FastifyInstance
/** Resolves with the reason for which the question was told to stop. */
let stopped: Promise<unknown>
let asked: Promise<void>

/** A question that is never answered. */
beforeEach(async () => {
  let tellAsked = () => {}
  let tellStopped = (_: unknown) => {}
  asked = new Promise((resolve) => {
    tellAsked = resolve
  })
  stopped = new Promise((resolve) => {
    tellStopped = resolve
  })
  const analyze: ApiDeps['analyze'] = (_, __, stop) =>
    new Promise((_resolve, reject) => {
      tellAsked()
      stop.addEventListener('abort', () => {
        tellStopped(stop.reason)
        reject(stop.reason)
      })
    })
  const access = { hasUsers: async () => false }
  app = fastify({ logger: false, ...apiServerOptions })
  const options = { clock: { now: () => 0 }, open: true, hosts: [], version: '0.1.0' }
  await app.register(apiPlugin, { prefix: '/api/v1', deps: { analyze, access } as unknown as ApiDeps, ...options })
})
afterEach(() => app.close())

test('a question that takes longer than its budget is given up, and says which budget', async () => {
  const answer = await app.inject({
    ...{ method: 'POST', url: '/api/v1/analyze/active', headers: { host: 'localhost' } },
    payload: { budget_seconds: 1 },
  })
  expect([answer.statusCode, answer.json()]).toEqual([
    503,
    expect.objectContaining({
      code: 'over_budget',
      detail:
        'The question took longer than its 1 s. Ask about fewer days or events, or give it a larger budget_seconds.',
    }),
  ])
  expect(await stopped).toMatchObject({ code: 'over_budget' })
})

test('who hangs up is not answered: the question is told to stop', async () => {
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const hangUp = new AbortController()
  const headers = { 'content-type': 'application/json' }
  const answer = fetch(`${address}/api/v1/analyze/active`, {
    method: 'POST',
    headers,
    body: '{}',
    signal: hangUp.signal,
  })
  const failed = answer.catch((error: Error) => error.name)
  await asked
  hangUp.abort()
  expect(await failed).toBe('AbortError')
  expect(await stopped).toMatchObject({ code: 'cancelled' })
})
