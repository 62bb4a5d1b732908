import fastify from 'fastify'
import { Counter, Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { healthPlugin } from './health-plugin.ts'

async function ask(checks: Parameters<typeof healthPlugin>[1]['checks'], url: string) {
  const metrics = new Registry()
  new Counter({ name: 'telltale_ingest_events_total', help: 'Events.', registers: [metrics] }).inc(3)
  const app = fastify()
  await app.register(healthPlugin, { checks, metrics })
  const answer = await app.inject(url)
  await app.close()
  return answer
}

const fine = { name: 'log', check: async () => true }
const failing = { name: 'disk', check: async () => false }
const throwing = { name: 'store', check: () => Promise.reject(new Error('closed')) }

test('the process lives even where nothing is ready', async () => {
  expect((await ask([failing], '/livez')).statusCode).toBe(200)
})

test('ready only when every check holds, and a check that throws does not', async () => {
  expect((await ask([fine], '/readyz')).statusCode).toBe(200)
  expect((await ask([fine, failing], '/healthz')).statusCode).toBe(503)
  const verbose = await ask([fine, throwing], '/readyz?verbose')
  expect([verbose.statusCode, verbose.json()]).toEqual([
    503,
    {
      ok: false,
      checks: [
        { name: 'log', ok: true },
        { name: 'store', ok: false },
      ],
    },
  ])
})

test('metrics are the registry passed in', async () => {
  const answer = await ask([], '/metrics')
  expect(answer.body).toContain('telltale_ingest_events_total 3')
  expect(answer.headers['content-type']).toContain('text/plain')
})
