import { join } from 'node:path'
import { startChild } from '../rig/child.mjs'
import { keepResult } from '../rig/keep-result.mjs'
import { watchMemory } from '../rig/peak-memory.mjs'
import { ROOT } from '../rig/places.mjs'
import { megabytes } from '../rig/say.mjs'
import { filledStore } from '../world/fill-store.mjs'

/** A backtest of twenty signals over all that is recorded, against one plain replay of the same; and sweeps of one signal's threshold. */
export async function run({ size, data }) {
  const folder = await filledStore(size, data)
  const child = startChild(join(ROOT, 'bench', 'proof', 'prove-year.child.mjs'), [folder])
  const memory = watchMemory(child.pid)
  const figures = await child.next()
  await child.ended
  const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`
  const ratio = figures.proofMs / figures.replayMs
  keepResult({
    row: 'backtest of twenty signals',
    size,
    ratio,
    target: '≤ 1.5× a plain replay',
    met: ratio <= 1.5,
    figures: {
      'accounts / days': `${figures.accounts.toLocaleString('en')} / ${figures.days}`,
      'plain replay / backtest, two threads': `${seconds(figures.replayMs)} / ${seconds(figures.proofMs)}`,
      'processor time': `${seconds(figures.replayCpuMs)} / ${seconds(figures.proofCpuMs)}`,
      proofs: figures.proofs,
      'resident at most': megabytes(memory.stop()),
    },
  })
  keepResult({
    row: 'a sweep of a threshold',
    size,
    ratio: figures.sweepMs,
    target: '≤ 300 ms, intervals ≤ 1.5 s',
    met: figures.sweepMs <= 300 && figures.intervalsMs <= 1_500,
    figures: {
      'thresholds tried': figures.points,
      'all points / with what they are worth': `${figures.sweepMs.toFixed(0)} ms / ${figures.intervalsMs.toFixed(0)} ms`,
      'the first question, which folds': seconds(figures.firstMs),
      'processor time of the points': `${figures.sweepCpuMs.toFixed(0)} ms`,
    },
  })
}
