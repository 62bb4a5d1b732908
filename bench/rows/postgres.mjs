import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createJiti } from 'jiti'
import { keepResult } from '../rig/keep-result.mjs'
import { thousands } from '../rig/say.mjs'

const ROWS = { S: 10_000, M: 100_000, L: 1_000_000, XL: 1_000_000 }
const DAY = 86_400_000

/** A table of the product that was read before, read again after one row in a hundred changed. */
export async function run({ size, data }) {
  const { startCluster, query } = await createJiti(import.meta.url).import('../../test/postgres-cluster.ts')
  const { openTelltale } = await import('../../dist/open-telltale.js')
  const { defineConfig, postgres } = await import('../../dist/index.js')
  const rows = ROWS[size]
  const folder = join(data, 'postgres')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const cluster = await startCluster()
  const time = { now: Date.UTC(2026, 5, 15, 12) }
  try {
    const url = await cluster.database('bench')
    await query(
      url,
      `CREATE TABLE accounts AS SELECT i AS id, 'Account ' || i AS name, (ARRAY['free', 'pro', 'team'])[1 + i % 3] AS plan, i % 40 AS seats,
         'owner' || i || '@example.test' AS owner, '2026-01-01Z'::timestamptz + i * interval '1 second' AS created_at
       FROM generate_series(1, ${rows}) i`,
    )
    const telltale = await openTelltale({
      dataDir: folder,
      config: defineConfig({
        events: {},
        sources: {
          postgres: postgres({ accounts: { sql: 'SELECT * FROM accounts', account: 'id', since: 'created_at' } }),
        },
      }),
      clock: { now: () => time.now },
      env: { TELLTALE_POSTGRES_URL: url },
    })
    const change = 'UPDATE accounts SET seats = seats + 1 WHERE id % 100 = 0'
    const first = await timed(() => telltale.syncPostgres())
    await query(url, change)
    const sameDay = await timed(() => telltale.syncPostgres())
    await query(url, change)
    time.now += DAY
    const again = await timed(() => telltale.syncPostgres())
    await telltale.close()
    const changed = [sameDay, again].map(({ answer }) => answer.targets[0].changed)
    keepResult({
      row: 'a PostgreSQL table again, 1 % of it changed',
      size,
      ratio: again.ms / 1000,
      target: '1 M rows < 30 s',
      met: again.ms < 30_000 && changed.every((one) => one === rows / 100),
      figures: {
        rows: rows.toLocaleString('en'),
        changed: changed[1].toLocaleString('en'),
        'read, compared, told and judged, with the close of a day of as many accounts': said(again, rows),
        'the same within a day': said(sameDay, rows),
        'the first time, as a history': said(first, rows),
        'resident at most': `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
      },
    })
  } finally {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function timed(work) {
  const before = process.cpuUsage()
  const began = performance.now()
  const answer = await work()
  const { user, system } = process.cpuUsage(before)
  return { answer, ms: performance.now() - began, processorMs: (user + system) / 1000 }
}

function said({ ms, processorMs }, rows) {
  return `${(ms / 1000).toFixed(1)} s, ${(processorMs / 1000).toFixed(1)} s of the processor, ${thousands((rows / ms) * 1000)} rows`
}
