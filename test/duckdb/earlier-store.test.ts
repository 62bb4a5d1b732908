import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isoToDay } from '../../src/core/time.ts'
import { archiveFolder } from '../../src/store/analytic/duckdb/archive-manifest.ts'
import { inTransaction, readRows, run } from '../../src/store/analytic/duckdb/connection.ts'
import { writeMeta } from '../../src/store/analytic/duckdb/meta.ts'
import type { OpenedStore } from '../../src/store/analytic/duckdb/open-store.ts'
import type { SubscriptionMessage } from '../../src/store/analytic/message.ts'
import { id, sql } from '../../src/store/sql.ts'
import { batchOf, openTemp, tempFolder } from './store-stories.ts'

const paid = (n: number, status: 'active' | 'trialing'): SubscriptionMessage => ({
  ...{ type: 'subscription', n, source: 'b', messageId: `s${n}`, ts: 0, tsRaw: 0, knownAt: Date.parse('2026-03-02') },
  ...{ arrivalAssumed: false, imported: true, userId: null, anonymousId: null, warnings: [], accountKey: 'acme' },
  ...{ subscriptionId: `s${n}`, plan: null, status, termsMinor: 100, mrrMinor: status === 'active' ? 100 : 0 },
  ...{ currency: 'EUR', from: 0, to: null, cancelDecidedAt: null },
})

/** Makes of an open store, and of what it has sealed, what the version before statuses left behind. */
async function makeEarlier({ context, store }: OpenedStore, folder: string): Promise<void> {
  for (const name of readdirSync(archiveFolder(folder)).filter((one) => one.includes('-subscription-'))) {
    const [from, to] = [join(archiveFolder(folder), name), join(archiveFolder(folder), `old-${name}`)]
    await run(
      context.writer,
      sql`CREATE TEMP TABLE old AS SELECT * EXCLUDE (status, terms_minor) FROM read_parquet(${from})`,
    )
    await context.writer.run(`COPY old TO '${to}' (FORMAT parquet)`)
    await context.writer.run(`COPY (FROM read_parquet('${to}')) TO '${from}' (FORMAT parquet)`)
  }
  for (const column of ['status', 'terms_minor'])
    await run(context.writer, sql`ALTER TABLE subscription DROP COLUMN ${id(column)}`)
  await inTransaction(context.writer, () => writeMeta(context.writer, 'schema', '1'))
  await store.close()
}

async function statuses({ context }: OpenedStore): Promise<unknown[]> {
  const rows = await readRows(
    context.writer,
    sql`SELECT subscription_id, mrr_minor, status, terms_minor FROM subscription ORDER BY subscription_id`,
  )
  return rows.map(Object.values)
}

test('a store from before subscriptions had a status opens, goes on, and is rebuilt from its archives', async () => {
  const folder = tempFolder()
  const first = await openTemp({ folder })
  await first.store.apply(batchOf(0, 10, { subscriptions: [paid(1, 'active')] }))
  await first.store.archive(isoToDay('2026-03-02')!)
  await makeEarlier(first, folder)
  const opened = await openTemp({ folder })
  await opened.store.apply(batchOf(10, 20, { subscriptions: [paid(12, 'trialing')] }))
  const both = [
    ['s1', 100, null, null],
    ['s12', 0, 'trialing', 100],
  ]
  expect(await statuses(opened)).toEqual(both)
  await opened.store.archive(isoToDay('2026-03-02')!)
  await opened.store.rebuild()
  expect(await statuses(opened)).toEqual(both)
  await opened.store.close()
})
