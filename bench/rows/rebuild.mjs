import { cpSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { startChild } from '../rig/child.mjs'
import { keepResult } from '../rig/keep-result.mjs'
import { ROOT } from '../rig/places.mjs'
import { megabytes, thousands } from '../rig/say.mjs'
import { filledStore } from '../world/fill-store.mjs'

/** Rebuild of a store from its archives: events, timelines, facts and measures. */
export async function run({ size, data }) {
  const filled = await filledStore(size, data)
  const copy = join(data, 'rebuild')
  rmSync(copy, { recursive: true, force: true })
  cpSync(filled, copy, { recursive: true })
  const child = startChild(join(ROOT, 'bench', 'archive', 'rebuild.child.mjs'), [copy])
  const found = await child.next()
  await child.ended
  const rate = (found.events / found.rebuildMs) * 1000
  const archive = join(copy, 'analytic', 'archive')
  const bytes = readdirSync(archive).reduce((sum, name) => sum + statSync(join(archive, name)).size, 0)
  keepResult({
    row: 'rebuild from the archives',
    size,
    ratio: rate / 1000,
    target: '≥ 250 K events/s',
    met: rate >= 250_000 && found.same,
    figures: {
      events: found.events.toLocaleString('en'),
      rebuild: `${(found.rebuildMs / 1000).toFixed(1)} s, ${thousands(rate)} events`,
      'counts and sums of the facts as before': found.same,
      'rows of facts before / after': found.rows.join(' / '),
      'sealing the archives': `${(found.sealMs / 1000).toFixed(1)} s, ${thousands((found.events / found.sealMs) * 1000)} events`,
      'archive bytes per event': (bytes / found.events).toFixed(1),
      'resident at most': megabytes(found.rss),
    },
  })
  rmSync(copy, { recursive: true, force: true })
}
