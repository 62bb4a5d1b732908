import { z } from 'zod'
import { AsOfQuery } from '../../contract/account.ts'
import { AccountExportQuery, AccountQuery } from '../../contract/accounts.ts'
import { EpisodeQuery, ReplayQuery } from '../../contract/episodes.ts'
import { EventQuery } from '../../contract/events.ts'
import { KeyRequest, type NewKeyAnswer } from '../../contract/keys.ts'
import { NamesRequest } from '../../contract/names.ts'
import { MemberQuery, PersonQuery } from '../../contract/people.ts'
import { StateQuery } from '../../contract/state.ts'
import { EntityKey } from '../../contract/values.ts'
import { telltaleError } from '../../core/errors.ts'
import { accessRoutes } from './access-routes.ts'
import { accountPartRoutes } from './account-part-routes.ts'
import { analyzeRoutes } from './analyze-routes.ts'
import { dataRoutes } from './data-routes.ts'
import { deliveryRoutes } from './delivery-routes.ts'
import { exportAccounts } from './export-accounts.ts'
import { forgetRoutes } from './forget-routes.ts'
import { found } from './found.ts'
import { keptRoutes } from './kept-routes.ts'
import { metricRoutes } from './metric-routes.ts'
import { moveRoutes } from './move-routes.ts'
import { playbookRoutes } from './playbook-routes.ts'
import { proofRoutes } from './proof-routes.ts'
import { type ApiRoute, defineRoute } from './route.ts'
import { settingRoutes } from './setting-routes.ts'
import { sourceRoutes } from './source-routes.ts'
import { streamEpisodes } from './stream-episodes.ts'
import { upliftRoutes } from './uplift-routes.ts'
import { userRoutes } from './user-routes.ts'
import { workRoutes } from './work-routes.ts'

const byKey = z.strictObject({ key: EntityKey })

const accountRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/accounts',
    operation: 'listAccounts',
    summary: 'Accounts as of the last closed day, filtered and sorted.',
    query: AccountQuery,
    answer: 'AccountPage',
    handle: ({ deps, query }) => deps.listAccounts(query),
  }),
  defineRoute({
    method: 'GET',
    path: '/accounts.csv',
    operation: 'exportAccounts',
    summary: 'The same list as a file for spreadsheets; cells cannot become formulas.',
    query: AccountExportQuery,
    answer: 'CsvFile',
    media: 'text/csv',
    handle: async ({ deps, query, reply }) => exportAccounts(deps, query, reply),
  }),
  defineRoute({
    method: 'GET',
    path: '/accounts/:key',
    operation: 'getAccount',
    summary: 'One account as of the close of a day: only what was known then.',
    params: byKey,
    query: AsOfQuery,
    answer: 'AccountDetail',
    handle: ({ deps, params, query }) => found('account', params.key, deps.getAccount(params.key, query)),
  }),
  defineRoute({
    method: 'GET',
    path: '/accounts/:key/members',
    operation: 'listMembers',
    summary: 'Members of an account, most recently active first.',
    params: byKey,
    query: MemberQuery,
    answer: 'MemberPage',
    handle: ({ deps, params, query }) => found('account', params.key, deps.listMembers(params.key, query)),
  }),
  defineRoute({
    method: 'GET',
    path: '/accounts/:key/events',
    operation: 'listAccountEvents',
    summary: 'Raw events of an account, newest first.',
    params: byKey,
    query: EventQuery,
    answer: 'EventPage',
    handle: ({ deps, params, query }) => found('account', params.key, deps.listAccountEvents(params.key, query)),
  }),
]

const peopleRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/people',
    operation: 'listPeople',
    summary: 'Persons, with the accounts they belong to.',
    query: PersonQuery,
    answer: 'PersonPage',
    handle: ({ deps, query }) => deps.listPeople(query),
  }),
  defineRoute({
    method: 'GET',
    path: '/people/:key',
    operation: 'getPerson',
    summary: 'One person as of the close of a day.',
    params: byKey,
    query: AsOfQuery,
    answer: 'PersonDetail',
    handle: ({ deps, params, query }) => found('person', params.key, deps.getPerson(params.key, query)),
  }),
  defineRoute({
    method: 'GET',
    path: '/people/:key/state',
    operation: 'getState',
    summary: 'What the product itself is told of a user (by user id), as of now: steps, limits, segments.',
    params: byKey,
    query: StateQuery,
    answer: 'ProductState',
    handle: ({ deps, params, query }) => found('user', params.key, deps.getState(params.key, query)),
  }),
  defineRoute({
    method: 'GET',
    path: '/people/:key/events',
    operation: 'listPersonEvents',
    summary: 'Raw events of a person, newest first.',
    params: byKey,
    query: EventQuery,
    answer: 'EventPage',
    handle: ({ deps, params, query }) => found('person', params.key, deps.listPersonEvents(params.key, query)),
  }),
]

const nameRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: 'POST',
    path: '/names',
    operation: 'getNames',
    summary: 'What accounts and people are called now, by their keys: an analysis lists keys only.',
    body: NamesRequest,
    answer: 'NamesAnswer',
    makes: false,
    handle: ({ deps, body }) => deps.getNames(body),
  }),
]

const signalRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/signals',
    operation: 'listSignals',
    summary: 'The signals catalogue.',
    answer: 'SignalList',
    handle: ({ deps }) => deps.listSignals(),
  }),
  defineRoute({
    method: 'GET',
    path: '/episodes',
    operation: 'listEpisodes',
    summary: 'Episodes, newest first.',
    query: EpisodeQuery,
    answer: 'EpisodePage',
    handle: ({ deps, query }) => deps.listEpisodes(query),
  }),
  defineRoute({
    method: 'GET',
    path: '/episodes/stream',
    operation: 'streamEpisodes',
    summary:
      'Server-sent events: an `episode` event for every change, its id the sequence to resume from with Last-Event-ID; a `standing` event, without an id, whenever an answer that takes all of history stands anew.',
    answer: 'EpisodeNotice',
    media: 'text/event-stream',
    handle: async ({ deps, request, reply }) => streamEpisodes(deps, request, reply),
  }),
  defineRoute({
    method: 'GET',
    path: '/replay',
    operation: 'replayEpisodes',
    summary: 'The past judged again, day by day as it was known, with the present config. Nothing is kept or sent.',
    query: ReplayQuery,
    answer: 'EpisodePage',
    handle: ({ deps, query }) => deps.replayEpisodes(query),
  }),
]

const keyRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/keys',
    operation: 'listKeys',
    summary: 'API keys, without their secrets.',
    scope: 'admin',
    answer: 'KeyList',
    handle: async ({ deps }) => ({ data: [...(await deps.listKeys())] }),
  }),
  defineRoute({
    method: 'POST',
    path: '/keys',
    operation: 'createKey',
    summary: 'Makes a key; the secret is in this answer and nowhere else.',
    scope: 'admin',
    audit: ({ body, answer }) => ({ subject: (answer as NewKeyAnswer).id, after: body }),
    body: KeyRequest,
    answer: 'NewKey',
    handle: async ({ deps, body, reply }) => {
      const made = await deps.createKey(body)
      reply.code(201)
      return made
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/keys/:id',
    operation: 'revokeKey',
    summary: 'Revokes a key at once.',
    scope: 'admin',
    params: z.strictObject({ id: z.string().min(1).max(100) }),
    answer: null,
    handle: async ({ deps, params }) => {
      if (!(await deps.revokeKey(params.id))) throw telltaleError('not_found', { what: 'key', name: params.id })
    },
  }),
]

/** Every route under /api/v1 beside the OpenAPI document itself. */
export const apiRoutes: readonly ApiRoute[] = [
  ...accountRoutes,
  ...accountPartRoutes,
  ...moveRoutes,
  ...forgetRoutes,
  ...peopleRoutes,
  ...nameRoutes,
  ...signalRoutes,
  ...workRoutes,
  ...sourceRoutes,
  ...dataRoutes,
  ...keyRoutes,
  ...accessRoutes,
  ...userRoutes,
  ...settingRoutes,
  ...keptRoutes,
  ...analyzeRoutes,
  ...metricRoutes,
  ...proofRoutes,
  ...upliftRoutes,
  ...deliveryRoutes,
  ...playbookRoutes,
]
