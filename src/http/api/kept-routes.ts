import { z } from 'zod'
import { reaches } from '../../contract/access/roles.ts'
import { AccountNoteRequest } from '../../contract/kept/account-notes.ts'
import type { Keeper } from '../../contract/kept/kept-deps.ts'
import { ReleaseRequest } from '../../contract/kept/releases.ts'
import { SavedViewRequest } from '../../contract/kept/saved-views.ts'
import { EntityKey } from '../../contract/values.ts'
import { telltaleError } from '../../core/errors.ts'
import type { Caller } from './authorize.ts'
import { found } from './found.ts'
import { type ApiRoute, defineRoute } from './route.ts'

const byId = z.strictObject({ id: z.coerce.number().int().min(1) })
const byKey = z.strictObject({ key: EntityKey })

const viewRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/views',
    operation: 'listViews',
    summary: 'Saved views: those of who asks, and those that are shared.',
    answer: 'SavedViewList',
    handle: async ({ deps, caller }) => ({ data: [...(await deps.listViews(caller.who))] }),
  }),
  defineRoute({
    method: 'POST',
    path: '/views',
    operation: 'saveView',
    summary: 'Saves a page with all that its address holds under a name: for oneself, or for everybody.',
    body: SavedViewRequest,
    answer: 'SavedView',
    handle: async ({ deps, body, caller, reply }) => {
      if (body.shared) expectEditor(caller)
      else if (caller.user === null) throw telltaleError('user_needed', {})
      const view = await deps.saveView(body, keeperOf(caller))
      if (body.shared)
        await deps.access.note({ ...whoOf(caller), what: 'saveView', subject: view.name, after: view.path })
      reply.code(201)
      return view
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/views/:id',
    operation: 'dropView',
    summary: 'Drops a saved view of one’s own; an admin any that is shared.',
    params: byId,
    answer: null,
    handle: async ({ deps, params: { id }, caller }) => {
      const own = await deps.dropView(id, caller.who)
      const name = own ?? (reaches(caller.scope, 'admin') ? await deps.dropView(id, null) : null)
      if (name === null) throw telltaleError('not_found', { what: 'view', name: String(id) })
      await deps.access.note({ ...whoOf(caller), what: 'dropView', subject: name })
    },
  }),
]

const noteRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/accounts/:key/notes',
    operation: 'listNotes',
    summary: 'What was written about an account, the newest first; private notes to who wrote them only.',
    params: byKey,
    answer: 'AccountNoteList',
    handle: async ({ deps, params, caller }) => ({
      data: [...(await found('account', params.key, deps.listNotes(params.key, caller.who)))],
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/people/:key/kept',
    operation: 'listKeptAbout',
    summary:
      'What the team keeps that names a person, private notes too, and what they wrote themselves: for whoever asks what is known of them.',
    scope: 'admin',
    params: byKey,
    answer: 'KeptAbout',
    handle: async ({ deps, params }) => ({
      data: [...(await found('person', params.key, deps.listKeptAbout(params.key)))],
    }),
  }),
  defineRoute({
    method: 'POST',
    path: '/accounts/:key/notes',
    operation: 'addNote',
    summary: 'Writes a note on an account: for the team, or for oneself only.',
    scope: 'edit',
    audit: null,
    params: byKey,
    body: AccountNoteRequest,
    answer: 'AccountNote',
    handle: async ({ deps, params, body, caller, reply }) => {
      if (body.private && caller.user === null) throw telltaleError('user_needed', {})
      const note = await found('account', params.key, deps.addNote(params.key, body, keeperOf(caller, body.by)))
      reply.code(201)
      return note
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/notes/:id',
    operation: 'dropNote',
    summary: 'Takes away a note of one’s own.',
    scope: 'edit',
    audit: null,
    params: byId,
    answer: null,
    handle: async ({ deps, params: { id }, caller }) => {
      if (!(await deps.dropNote(id, caller.who))) throw telltaleError('not_found', { what: 'note', name: String(id) })
    },
  }),
]

const releaseRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: 'POST',
    path: '/releases',
    operation: 'tellRelease',
    summary: 'Tells that a version of the product went out: charts over days mark it.',
    scope: 'edit',
    audit: ({ body: { name, day } }) => ({ subject: name, after: day ?? null }),
    body: ReleaseRequest,
    answer: 'ReleaseRow',
    handle: async ({ deps, body, caller, reply }) => {
      const release = await deps.tellRelease(body, keeperOf(caller, body.by))
      reply.code(201)
      return release
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/releases/:id',
    operation: 'dropRelease',
    summary: 'Takes back that a version went out.',
    scope: 'edit',
    params: byId,
    answer: null,
    handle: async ({ deps, params: { id } }) => {
      await found('release', String(id), deps.dropRelease(id))
    },
  }),
]

/** What people keep beside the numbers. */
export const keptRoutes: readonly ApiRoute[] = [...viewRoutes, ...noteRoutes, ...releaseRoutes]

function keeperOf({ who, user }: Caller, by?: string): Keeper {
  return { owner: who, name: user?.name ?? by ?? who }
}

function whoOf({ who, from }: Caller) {
  return { who, from }
}

/** What everybody sees is set by who may edit. */
function expectEditor({ user, scope }: Caller): void {
  if (reaches(scope, 'edit')) return
  if (user !== null) throw telltaleError('role_too_small', { role: 'editor', has: user.role })
  throw telltaleError('unauthorized', { scope: 'edit' })
}
