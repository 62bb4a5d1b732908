import type { FastifyInstance } from 'fastify'
import { type TelltaleError, telltaleError } from '../../core/errors.ts'

export type StripeDeps = {
  /** @throws source_unconfigured, source_unset */
  readonly takeStripeBody: (
    body: Buffer,
    signature: string,
  ) => Promise<'refused' | 'taken' | 'known' | 'ignored' | 'stale'>
}

/** Larger than any event. */
const LARGEST = 1_048_576

/** Fastify plugin: where Stripe sends its events. The answer comes once they are on disk; what is not signed by it is told nothing. */
export async function stripeRoutes(app: FastifyInstance, { takeStripeBody }: StripeDeps): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LARGEST }, (_, body, done) => done(null, body))
  app.post('/v1/stripe/webhook', async (request, reply) => {
    const { body } = request
    const signature = request.headers['stripe-signature']
    if (!Buffer.isBuffer(body) || typeof signature !== 'string') return reply.code(401).send(REFUSED)
    try {
      const taken = await takeStripeBody(body, signature)
      return taken === 'refused' ? reply.code(401).send(REFUSED) : reply.send({ received: true, taken })
    } catch (error) {
      const { code } = error as Partial<TelltaleError>
      if (code === 'source_unconfigured' || code === 'source_unset') return reply.code(404).send(REFUSED)
      request.log.error({ err: error }, 'an event of Stripe was not taken; it will be sent again')
      return reply.code(503).send({ received: false, code: code ?? 'bug' })
    }
  })
}

const REFUSED = { received: false, code: telltaleError('signature_refused', {}).code } as const
