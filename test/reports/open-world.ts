import { defineConfig } from '../../src/index.ts'
import type { World } from './arbitrary-world.ts'
import { type Ask, openReport } from './open-report.ts'

/** A world's events in a store; for every other world the product's zone is another one than that of the questions. */
export async function openWorld(world: World): Promise<{
  readonly ask: Ask
  readonly calendar: { readonly timezone: string; readonly week_start: World['weekStart'] }
}> {
  const { zone, weekStart } = world
  const timezone = world.events.length % 2 === 0 ? zone : 'America/New_York'
  const config = defineConfig({ product: { timezone }, events: {} })
  const ask = await openReport({ config, events: world.events, joins: world.joins, now: world.now })
  return { ask, calendar: { timezone: zone, week_start: weekStart } }
}
