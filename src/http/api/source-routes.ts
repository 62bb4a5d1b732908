import { z } from 'zod'
import { SourceName, SyncRequest } from '../../contract/sources.ts'
import { type ApiRoute, defineRoute } from './route.ts'
import { untilGone } from './until-gone.ts'

export const sourceRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/sources',
    operation: 'listSources',
    summary: 'What is read from elsewhere: how often, how far a reading under way is, and what the last one gave.',
    answer: 'SourceList',
    handle: ({ deps }) => deps.listSources(),
  }),
  defineRoute({
    method: 'GET',
    path: '/sources/postgres/preview',
    operation: 'previewPostgres',
    summary: "What would be read of the product's database, and what its first rows would become. Nothing is written.",
    scope: 'admin',
    answer: 'SyncPreview',
    handle: ({ deps }) => deps.previewSource(),
  }),
  defineRoute({
    method: 'POST',
    path: '/sources/:source/sync',
    operation: 'syncSource',
    summary: "Reads the product's database, or Stripe, now and takes in what is new or changed.",
    scope: 'admin',
    params: z.strictObject({ source: SourceName }),
    body: SyncRequest,
    answer: 'SyncAnswer',
    makes: false,
    handle: ({ deps, params, body, reply }) => deps.syncSource(params.source, body, untilGone(reply)),
  }),
  defineRoute({
    method: 'GET',
    path: '/sources/stripe/unmatched',
    operation: 'listUnmatched',
    summary: 'Customers of Stripe who pay and of whom no rule says which account they are, with what they pay a month.',
    answer: 'UnmatchedList',
    handle: ({ deps }) => deps.listUnmatched(),
  }),
]
