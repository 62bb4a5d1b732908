import { makeZone } from '../../src/core/time.ts'
import { bands, defineConfig, trait } from '../../src/index.ts'
import { moveOf } from '../duckdb/store-stories.ts'
import type { World } from './arbitrary-world.ts'
import { type Ask, openReport, type ReportStory } from './open-report.ts'

const segments = { size: bands(trait('seats'), { small: 1, large: 100 }) }

/** A world's events in a store; for every other world the product's zone is another one than that of the questions. */
export async function openWorld(
  world: World,
  more: NonNullable<ReportStory['batch']> = {},
  beside: Pick<ReportStory, 'segmentOf'> = {},
): Promise<{
  readonly ask: Ask
  /** The local day of the product that an instant is on. */
  readonly dayOf: (at: number) => number
  readonly calendar: { readonly timezone: string; readonly week_start: World['weekStart'] }
}> {
  const { zone, weekStart } = world
  const timezone = world.events.length % 2 === 0 ? zone : 'America/New_York'
  const config = defineConfig({ product: { timezone }, events: {}, segments })
  const batch = { ...more, traits: [...teamsOf(world), ...(more.traits ?? [])], ...mergeOf(world) }
  const ask = await openReport({ events: world.events, joins: world.joins, batch, now: world.now, ...beside, config })
  return { ask, dayOf: makeZone(timezone).dayOf, calendar: { timezone: zone, week_start: weekStart } }
}

function teamsOf({ teams }: World) {
  return teams.map(({ of, team, at }, i) => ({
    ...{ n: 60 + i, of: of.startsWith('p') ? ('person' as const) : ('account' as const), subject: of },
    ...{ key: 'team', value: team, from: at, knownAt: 0 },
  }))
}

/** As the applier tells of it: a record, and a move of all that ever happened. */
function mergeOf({ merged, now }: World): NonNullable<ReportStory['batch']> {
  if (!merged) return {}
  const ever = { tsFrom: -8_640_000_000_000_000, tsTo: 8_640_000_000_000_000 }
  return {
    controls: [{ kind: 'account_merged', from: 'beta', into: 'acme', at: now, receivedAt: now, firstN: 90, count: 1 }],
    moves: [moveOf(90, { actor: '', from: 'beta', to: 'acme', knownAt: now, which: 'all', ...ever })],
  }
}
