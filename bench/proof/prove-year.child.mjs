import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeZone } from '../../dist/core/time.js'
import { computeReferences } from '../../dist/run/decide/compute-references.js'
import { replayAlone } from '../../dist/run/decide/replay-alone.js'
import { planConfig } from '../../dist/run/plan-model.js'
import { backtest } from '../../dist/run/prove/backtest.js'
import { readRecorded } from '../../dist/run/prove/gather-panel.js'
import { proofDeps } from '../../dist/run/prove/proof-deps.js'
import { openControlStore } from '../../dist/store/control/open-control-store.js'
import { openFilled, timed, YEAR } from '../replay/open-filled.mjs'
import { modelOf } from '../rig/model-of.mjs'

// Usage: prove-year.child.mjs FOLDER. Prints one line of JSON: a plain replay of all that is recorded, a backtest of it, and sweeps of a threshold.
const THREADS = 2
const [folder] = process.argv.slice(2)
const store = await openFilled(folder)
const control = mkdtempSync(join(tmpdir(), 'telltale-bench-'))
const project = {
  store,
  control: await openControlStore(control),
  zone: makeZone('UTC'),
  clock: { now: () => (YEAR.to + 1) * 86_400_000 + 3_600_000 },
  threads: THREADS,
  merges: [],
  judgedDay: YEAR.to,
  seeded: 0,
  proving: new Map(),
  config: planConfig(await modelOf('proof'), store, null),
}
const stop = new AbortController().signal
const { days } = await readRecorded(project)
const plain = async () => {
  const planned = project.config.judged
  const references = await computeReferences(store, planned, days)
  let transitions = 0
  const asked = { store, planned, references, days, accounts: null, toldFrom: days.to + 1, threads: THREADS }
  for await (const one of replayAlone(asked)) transitions += one.transitions.length
  return transitions
}
// The first round warms the engine's pages and the compiled code.
await plain()
const replay = await timed(plain)
const proof = await timed(() => backtest(project, { what: 'all' }, { stop, progress: () => {} }))
const { whatIf } = proofDeps(project)
const asked = { signal: 'goneQuiet' }
const first = await timed(() => whatIf(asked, stop))
const { points } = await whatIf(asked, stop)
const thresholds = points.map(({ threshold }) => threshold)
const sweep = await timed(() => whatIf({ ...asked, thresholds }, stop))
const withNet = await timed(() => whatIf({ ...asked, thresholds, cost: 40, value: 3000 }, stop))
const figures = {
  ...{
    days: days.to - days.from + 1,
    accounts: proof.answer.accounts,
    proofs: proof.answer.proofs.length,
    points: points.length,
  },
  ...{ replayMs: replay.ms, proofMs: proof.ms, firstMs: first.ms, sweepMs: sweep.ms, intervalsMs: withNet.ms },
  ...{ replayCpuMs: replay.cpuMs, proofCpuMs: proof.cpuMs, sweepCpuMs: sweep.cpuMs },
}
process.stdout.write(`${JSON.stringify(figures)}\n`)
await project.control.destroy()
await store.close()
rmSync(control, { recursive: true, force: true })
