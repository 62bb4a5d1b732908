import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { keepResult } from '../rig/keep-result.mjs'
import { filledStore } from '../world/fill-store.mjs'

/** What an event costs on disk, and how many facts it makes, over a whole world. */
export async function run({ size, data }) {
  const { events, facts, bytes } = JSON.parse(readFileSync(join(await filledStore(size, data), 'filled.json'), 'utf8'))
  keepResult({
    row: 'facts and bytes per event',
    size,
    ratio: null,
    target: 'printed',
    met: null,
    figures: {
      events: events.toLocaleString('en'),
      'facts per event': (facts / events).toFixed(3),
      'bytes per event, analytic store (events and facts)': (bytes / events).toFixed(1),
    },
  })
}
