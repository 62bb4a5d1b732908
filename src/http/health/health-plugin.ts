import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'

/** One thing that must hold before traffic is sent here. */
export type ReadyCheck = { readonly name: string; readonly check: () => Promise<boolean> }

export type HealthOptions = { readonly checks: readonly ReadyCheck[]; readonly metrics: Registry }

/** `/livez`, `/readyz` (`?verbose` lists each check), `/healthz` and `/metrics`. Needs no key and tells no names. */
export async function healthPlugin(app: FastifyInstance, { checks, metrics }: HealthOptions): Promise<void> {
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff')
  })
  app.get('/livez', async (_request, reply) => reply.type('text/plain').send('ok\n'))
  for (const path of ['/readyz', '/healthz']) {
    app.get(path, async (request, reply) => {
      const results = await runChecks(checks)
      const ok = results.every((result) => result.ok)
      reply.code(ok ? 200 : 503)
      if (Object.hasOwn(request.query as object, 'verbose')) return { ok, checks: results }
      return reply.type('text/plain').send(ok ? 'ok\n' : 'not ready\n')
    })
  }
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()))
}

function runChecks(checks: readonly ReadyCheck[]): Promise<{ name: string; ok: boolean }[]> {
  return Promise.all(checks.map(async ({ name, check }) => ({ name, ok: await check().catch(() => false) })))
}
