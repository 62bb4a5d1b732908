import type { SourceList, SyncAnswer, SyncPreview, UnmatchedList } from '../../contract/sources.ts'
import { type CommandSpec, flagOption } from '../command.ts'
import { connect } from '../connect.ts'
import { makeFolder } from '../make-folder.ts'
import { renderSources, renderSync, renderSyncPreview, renderUnmatched } from '../render/render-sync.ts'
import { watchSync } from '../watch-sync.ts'

export const syncPostgresCommand: CommandSpec = {
  usage: 'sync postgres',
  summary:
    "Read the product's own database, as the configuration's sources.postgres says: in a read-only transaction, and only what is new or changed is taken in. The connection string comes from the environment (TELLTALE_POSTGRES_URL). A running server does the reading, with its own environment, and again by itself every hour.",
  options: [
    { flags: '--preview', description: 'show what would be read and what the first rows become, and write nothing' },
    {
      flags: '--restart',
      description: 'read everything again, as if for the first time; what is known is counted once',
    },
  ],
  examples: ['npx telltale sync postgres --preview', 'npx telltale sync postgres', 'npx telltale sync postgres --json'],
  run: async (invocation) => {
    const { io, json } = invocation
    await makeFolder(invocation)
    const connection = await connect(invocation)
    try {
      if (flagOption(invocation, 'preview')) {
        const preview = await connection.get<SyncPreview>('/sources/postgres/preview')
        io.out(json ? JSON.stringify(preview) : renderSyncPreview(preview))
        return 0
      }
      const body = { restart: flagOption(invocation, 'restart') }
      const answer = await watchSync(io, connection, connection.post<SyncAnswer>('/sources/postgres/sync', body))
      io.out(json ? JSON.stringify(answer) : renderSync(answer))
      return 0
    } finally {
      await connection.close()
    }
  },
}

export const syncStripeCommand: CommandSpec = {
  usage: 'sync stripe',
  summary:
    "Read customers, subscriptions and, the first time, invoices from Stripe with a restricted key (TELLTALE_STRIPE_KEY), as the configuration's sources.stripe says. What is new after that comes by webhook to /v1/stripe/webhook of a server.",
  options: [{ flags: '--restart', description: 'read everything again, as if for the first time' }],
  examples: ['npx telltale sync stripe', 'npx telltale sync stripe --json'],
  run: async (invocation) => {
    await makeFolder(invocation)
    const connection = await connect(invocation)
    const { io, json } = invocation
    try {
      const body = { restart: flagOption(invocation, 'restart') }
      const answer = await watchSync(io, connection, connection.post<SyncAnswer>('/sources/stripe/sync', body))
      io.out(json ? JSON.stringify(answer) : renderSync(answer))
      return 0
    } finally {
      await connection.close()
    }
  },
}

export const syncUnmatchedCommand: CommandSpec = {
  usage: 'sync unmatched',
  summary:
    'Customers of Stripe who pay and of whom no rule of sources.stripe.account says which account they are, with what they pay a month.',
  options: [],
  examples: ['npx telltale sync unmatched'],
  run: async (invocation) => {
    await makeFolder(invocation)
    const connection = await connect(invocation)
    try {
      const list = await connection.get<UnmatchedList>('/sources/stripe/unmatched')
      const { data: sources } = await connection.get<SourceList>('/sources')
      const neverRead =
        list.data.length === 0 && sources.some(({ source, last }) => source === 'stripe' && last === null)
      const text = neverRead ? 'Stripe was not read yet: npx telltale sync stripe' : renderUnmatched(list)
      invocation.io.out(invocation.json ? JSON.stringify(list) : text)
      return list.data.length > 0 || neverRead ? 1 : 0
    } finally {
      await connection.close()
    }
  },
}

export const syncStatusCommand: CommandSpec = {
  usage: 'sync status',
  summary: 'What is read from elsewhere: how often, how far a reading under way is, and what the last one gave.',
  options: [],
  examples: ['npx telltale sync status'],
  run: async (invocation) => {
    await makeFolder(invocation)
    const connection = await connect(invocation)
    try {
      const sources = await connection.get<SourceList>('/sources')
      invocation.io.out(invocation.json ? JSON.stringify(sources) : renderSources(sources))
      return sources.data.some(({ last }) => (last?.error ?? null) !== null) ? 1 : 0
    } finally {
      await connection.close()
    }
  },
}
