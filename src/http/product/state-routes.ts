import type { FastifyInstance } from 'fastify'
import type { ProductState } from '../../contract/state.ts'
import { answerPreflight } from '../segment/answer.ts'
import { askAsUser, type TokenDeps } from './ask-as-user.ts'

export type StateDeps = TokenDeps & {
  readonly getState: (user: string, query: { readonly account?: string | undefined }) => Promise<ProductState | null>
}

/** Fastify plugin: how the product's own user stands. */
export async function stateRoutes(app: FastifyInstance, deps: StateDeps): Promise<void> {
  const path = '/v1/state'
  const missing = 'There is no such user, or not in that account.'
  app.options(path, (_, reply) => answerPreflight(reply))
  app.get(path, (request, reply) =>
    askAsUser({ request, reply }, deps, {
      ...{ missing, answer: ({ user, account }) => deps.getState(user, { account }) },
    }),
  )
}
