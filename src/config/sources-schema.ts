import { z } from 'zod'

const column = z.string().max(1_000)
const query = { sql: z.string().min(1).max(100_000), cursor: column.optional() }
const traits = { ...query, since: column.optional(), fixed: z.array(column).optional() }

const targets = z.object({
  accounts: z.object({ ...traits, account: column }).optional(),
  people: z.object({ ...traits, person: column }).optional(),
  memberships: z
    .object({
      ...query,
      ...{ person: column, account: column, role: column.optional() },
      ...{ since: column.optional(), until: column.optional() },
    })
    .optional(),
  entitlements: z.object({ ...query, account: column }).optional(),
  subscriptions: z
    .object({
      ...query,
      ...{ id: column, account: column, amount: column, currency: column, since: column },
      unit: z.enum(['minor', 'major']).optional(),
      ...{ months: column.optional(), plan: column.optional(), status: column.optional() },
      ...{ until: column.optional(), cancelled: column.optional() },
    })
    .optional(),
  tickets: z
    .object({
      ...query,
      ...{ id: column, opened: column, closed: column.optional() },
      ...{ person: column, account: column.optional() },
    })
    .optional(),
  events: z
    .object({
      ...{ sql: query.sql, id: column, event: column, at: column, cursor: column },
      ...{ person: column, account: column.optional() },
    })
    .optional(),
})

const minutes = z.number().or(z.nan()).nullable()

export const sourcesSchema = z.object({
  postgres: z.object({ url: z.string(), everyMinutes: minutes, targets }).nullable(),
  stripe: z
    .object({
      ...{ key: z.string(), webhookSecret: z.string(), everyMinutes: minutes },
      account: z.array(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('path'), path: column.min(1) }),
          z.object({ kind: z.literal('trait'), trait: column.min(1) }),
        ]),
      ),
    })
    .nullable(),
})
