import { join } from 'node:path'
import { openDuckdbStore } from '../../dist/store/analytic/duckdb/open-store.js'
import { WORLD_END } from '../world/fill-store.mjs'

const LAST_DAY = Math.floor(WORLD_END / 86_400_000) - 1

/** The year that is replayed: up to the last day that the world closed. */
export const YEAR = { from: LAST_DAY - 364, to: LAST_DAY }

export async function openFilled(folder) {
  const { store } = await openDuckdbStore({ folder: join(folder, 'analytic'), timezone: 'UTC', closeDelayMinutes: 0 })
  return store
}

/** Draws the blocks of a scan and does nothing with them. */
export async function drainFacts(store, scan) {
  let rows = 0
  for await (const block of store.scanFacts(scan)) rows += block.rows
  return rows
}

/** What a fold of these days reads. */
export const scanOf = (plan, days, view) => ({
  accounts: null,
  days: { from: 0, to: days.to },
  knownUpTo: view === 'decision' ? days.to : null,
  facts: plan.facts,
  columns: plan.columns,
  timeline: plan.timeline,
})

/** Time on the clock, and time of the processor in all threads of this process: what else runs on the machine lengthens the first far more than the second. */
export async function timed(work) {
  const [started, before] = [performance.now(), process.cpuUsage()]
  const answer = await work()
  const { user, system } = process.cpuUsage(before)
  return { ms: performance.now() - started, cpuMs: (user + system) / 1000, answer }
}
