import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startChild } from '../rig/child.mjs'
import { keepResult } from '../rig/keep-result.mjs'
import { ROOT } from '../rig/places.mjs'
import { megabytes } from '../rig/say.mjs'
import { filledStore } from '../world/fill-store.mjs'

/** The busiest person out of a store and its archives, both written anew without them. */
export async function run({ size, data }) {
  const filled = await filledStore(size, data)
  const copy = join(data, 'forget')
  rmSync(copy, { recursive: true, force: true })
  cpSync(filled, copy, { recursive: true })
  const child = startChild(join(ROOT, 'bench', 'archive', 'forget.child.mjs'), [copy, 'UTC'])
  const found = await child.next()
  await child.ended
  keepResult({
    row: 'forget a person',
    size,
    ratio: found.ms / 1000,
    target: '20 M events < 60 s',
    met: found.ms < 60_000 && found.right,
    figures: {
      events: found.events.toLocaleString('en'),
      'of the person': found.removed.toLocaleString('en'),
      'store and archives written anew': `${(found.ms / 1000).toFixed(1)} s`,
      'all others as before': found.right,
      'resident at most': megabytes(found.rss),
    },
  })
  rmSync(copy, { recursive: true, force: true })
}
