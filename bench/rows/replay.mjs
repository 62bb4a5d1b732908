import { join } from 'node:path'
import { startChild } from '../rig/child.mjs'
import { keepResult } from '../rig/keep-result.mjs'
import { watchMemory } from '../rig/peak-memory.mjs'
import { ROOT } from '../rig/places.mjs'
import { median, megabytes, thousands } from '../rig/say.mjs'
import { filledStore } from '../world/fill-store.mjs'

const ROUNDS = { S: 3, M: 3, L: 1, XL: 1 }

/** A year, day by day, of every account: references, forty indicators, twenty signals; against the bare stream of the same columns. Then a second set of signals. */
export async function run({ size, data }) {
  const folder = await filledStore(size, data)
  const child = startChild(join(ROOT, 'bench', 'replay', 'replay-year.child.mjs'), [folder, ROUNDS[size]])
  const memory = watchMemory(child.pid)
  const rounds = []
  for (let round = 0; round < ROUNDS[size]; round++) rounds.push(await child.next())
  await child.ended
  const middle = (of) => median(rounds.map(of))
  const seconds = (of) => `${(middle(of) / 1000).toFixed(2)} s`
  const { rows, accounts, transitions, bothTransitions } = rounds[0]
  const ratio = middle((r) => (r.referencesMs + r.firstMs) / r.bareMs)
  keepResult({
    row: 'replay of a year',
    size,
    ratio,
    target: '≤ 7×',
    met: ratio <= 7,
    figures: {
      'accounts / rows of facts': `${accounts.toLocaleString('en')} / ${rows.toLocaleString('en')}`,
      'bare stream': `${seconds((r) => r.bareMs)}, ${thousands((rows / middle((r) => r.bareMs)) * 1000)} rows`,
      'replay, two threads': `${seconds((r) => r.referencesMs + r.firstMs)}, ${thousands((rows / middle((r) => r.referencesMs + r.firstMs)) * 1000)} rows`,
      'of it references / fold and judge': `${seconds((r) => r.referencesMs)} / ${seconds((r) => r.firstMs)}`,
      'replay, one thread': `${seconds((r) => r.referencesMs + r.aloneMs)}: ${middle((r) => (r.referencesMs + r.aloneMs) / r.bareMs).toFixed(2)}×`,
      'processor time, stream / one thread / two': [
        seconds((r) => r.bareCpuMs),
        seconds((r) => r.referencesCpuMs + r.aloneCpuMs),
        seconds((r) => r.referencesCpuMs + r.firstCpuMs),
      ].join(' / '),
      'without references': `${middle((r) => r.firstMs / r.bareMs).toFixed(2)}×`,
      'one thread and two agree': rounds.every(({ same }) => same),
      transitions,
      'resident at most': megabytes(memory.stop()),
    },
  })
  const second = middle((r) => (r.referencesMs + r.bothMs) / (r.referencesMs + r.firstMs))
  keepResult({
    row: 'a second set of 20 signals',
    size,
    ratio: second,
    target: '≤ 1.15×',
    met: second <= 1.15,
    figures: {
      'fold and judge, 20 / 40 signals': `${seconds((r) => r.firstMs)} / ${seconds((r) => r.bothMs)}`,
      'the same without references': `${middle((r) => r.bothMs / r.firstMs).toFixed(2)}×`,
      transitions: `${transitions} / ${bothTransitions}`,
    },
  })
}
