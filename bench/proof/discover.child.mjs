import { stream, uniform } from '../../dist/core/stream.js'
import { makeZone } from '../../dist/core/time.js'
import { discover } from '../../dist/proof/discover/discover.js'
import { layBeginners } from '../../dist/proof/discover/lay-beginners.js'
import { observeFirstDays } from '../../dist/proof/discover/observe-first-days.js'
import { planConfig } from '../../dist/run/plan-model.js'
import { discoverSteps } from '../../dist/run/prove/discover.js'
import { associate } from '../../dist/stats/survival/associate.js'
import { openFilled, timed, YEAR } from '../replay/open-filled.mjs'
import { modelOf } from '../rig/model-of.mjs'

// Usage: discover.child.mjs FOLDER. Prints one line of JSON: gathering what newcomers did over all that is recorded, and searching the grid.
const [folder] = process.argv.slice(2)
/** The same events under further keys, each a candidate of its own, until there are so many: a world sends fewer. */
const SEARCHED = 60
const model = await modelOf('discover')
const steps = model.events.filter(({ kind }) => ['core', 'team', 'data', 'depth'].includes(kind))
const copies = Array.from({ length: SEARCHED - steps.length }, (_, i) => {
  const event = steps[i % steps.length]
  return { ...event, key: `${event.key}${i}` }
})
const store = await openFilled(folder)
const project = {
  store,
  zone: makeZone('UTC'),
  clock: { now: () => (YEAR.to + 1) * 86_400_000 + 3_600_000 },
  threads: 2,
  merges: [],
  judgedDay: YEAR.to,
  seeded: 0,
  proving: new Map(),
  config: planConfig({ ...model, events: [...model.events, ...copies] }, store, null),
}
const proving = { stop: new AbortController().signal, progress: () => {} }
const search = await timed(() => discoverSteps(project, { outcome: 'retained' }, proving))
const accounts = store.dictionary.account.size()
await store.close()

// The accounts of a world were there before its record begins: the grid is searched over as many drawn newcomers, who do each event on a quarter of their days.
const COUNT = Math.max(accounts, 1_000)
const source = stream(1, 'newcomers')
const drawn = Array.from({ length: COUNT }, (_, account) => {
  const rows = []
  for (let candidate = 0; candidate < SEARCHED; candidate++)
    for (let day = 0; day < 14; day++)
      if (uniform(source) < 0.25) rows.push({ candidate, day, person: Math.floor(3 * uniform(source)), n: 1 })
  const often = rows.filter(({ candidate, day }) => candidate === 0 && day < 7).length >= 3
  const had = uniform(source) < (often ? 0.5 : 0.2)
  const start = 20_000 + Math.floor((365 * account) / COUNT)
  return { account, start, segment: account % 3, early: rows.length % 7, had, reached: observeFirstDays(rows, null) }
})
const named = Array.from({ length: SEARCHED }, (_, i) => ({ key: `event${i}`, title: `Event ${i}`, role: 'step' }))
const windows = associate({ from: 0, until: 14 }, { after: 15, until: 91 })
const laid = layBeginners(drawn, { level: 'account', windows, named })
const grid = await timed(() => discover({ ...laid, isBad: false, limit: 20, pause: async () => {} }))
const figures = {
  ...{ accounts, newcomers: COUNT, gatherMs: search.ms, gridMs: grid.ms },
  ...{ cpuMs: search.cpuMs + grid.cpuMs, cells: grid.answer.cells, finds: grid.answer.finds.length },
}
process.stdout.write(`${JSON.stringify(figures)}\n`)
