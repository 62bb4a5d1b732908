import { readReference } from '../../dist/fold/collect-reference.js'
import { computeReferences } from '../../dist/run/decide/compute-references.js'
import { judgeAccounts } from '../../dist/run/decide/judge-accounts.js'
import { planModel } from '../../dist/run/plan-model.js'
import { modelOf } from '../rig/model-of.mjs'
import { drainFacts, openFilled, scanOf, timed, YEAR } from './open-filled.mjs'

// Usage: replay-year.child.mjs FOLDER ROUNDS. Prints one line of JSON a round: the bare stream, the references, the replay with one set and with both.
const [folder, rounds] = process.argv.slice(2)
const store = await openFilled(folder)
const one = planModel(await modelOf('replay'), store)
const both = planModel(await modelOf('both'), store)
for (let round = 0; round <= Number(rounds); round++) {
  const bare = await timed(() => drainFacts(store, scanOf(one.plan, YEAR, 'decision')))
  const references = await timed(async () => readReference(await computeReferences(store, one, YEAR)))
  const first = await timed(() => replay(one, references.answer))
  const second = await timed(() => replay(both, references.answer))
  // The first round warms the engine's pages and the compiled code.
  if (round === 0) continue
  const figures = {
    rows: bare.answer,
    ...{ bareMs: bare.ms, referencesMs: references.ms, firstMs: first.ms, bothMs: second.ms },
    ...{ bareCpuMs: bare.cpuMs, replayCpuMs: references.cpuMs + first.cpuMs },
    ...first.answer,
    bothTransitions: second.answer.transitions,
    steps: one.plan.account.steps.length,
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`)
}
await store.close()

async function replay(planned, reference) {
  let accounts = 0
  let transitions = 0
  const judged = judgeAccounts({
    ...{ store, planned, reference, days: YEAR, accounts: null, view: 'decision', events: null },
    stateOf: () => () => undefined,
  })
  for await (const account of judged) {
    accounts += 1
    transitions += account.transitions.length
  }
  return { accounts, transitions }
}
