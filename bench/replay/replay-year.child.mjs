import { computeReferences } from '../../dist/run/decide/compute-references.js'
import { replayAlone } from '../../dist/run/decide/replay-alone.js'
import { planModel } from '../../dist/run/plan-model.js'
import { modelOf } from '../rig/model-of.mjs'
import { drainFacts, openFilled, scanOf, timed, YEAR } from './open-filled.mjs'

// Usage: replay-year.child.mjs FOLDER ROUNDS. Prints one line of JSON a round: the bare stream, the references, the replay with one set on one thread and on two, and with both sets on two.
// DuckDB, and the engines of the other rows, have two as well.
const THREADS = 2
const [folder, rounds] = process.argv.slice(2)
const store = await openFilled(folder)
const one = planModel(await modelOf('replay'), store)
const both = planModel(await modelOf('both'), store)
for (let round = 0; round <= Number(rounds); round++) {
  const bare = await timed(() => drainFacts(store, scanOf(one.plan, YEAR, 'decision')))
  const references = await timed(() => computeReferences(store, one, YEAR))
  const alone = await timed(() => replay(one, references.answer, 1))
  const first = await timed(() => replay(one, references.answer, THREADS))
  const second = await timed(() => replay(both, references.answer, THREADS))
  // The first round warms the engine's pages and the compiled code.
  if (round === 0) continue
  const figures = {
    rows: bare.answer,
    ...{ bareMs: bare.ms, referencesMs: references.ms, aloneMs: alone.ms, firstMs: first.ms, bothMs: second.ms },
    ...{ bareCpuMs: bare.cpuMs, referencesCpuMs: references.cpuMs, aloneCpuMs: alone.cpuMs, firstCpuMs: first.cpuMs },
    ...first.answer,
    same: JSON.stringify(alone.answer) === JSON.stringify(first.answer),
    bothTransitions: second.answer.transitions,
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`)
}
await store.close()

async function replay(planned, references, threads) {
  let accounts = 0
  let transitions = 0
  // What stands at the end of the year comes with its evidence, as where states are seeded.
  const asked = { store, planned, references, days: YEAR, accounts: null, toldFrom: YEAR.to + 1, threads }
  for await (const account of replayAlone(asked)) {
    accounts += 1
    transitions += account.transitions.length
  }
  return { accounts, transitions }
}
