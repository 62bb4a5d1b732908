import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startChild } from '../rig/child.mjs'
import { keepResult } from '../rig/keep-result.mjs'
import { ROOT } from '../rig/places.mjs'
import { median, megabytes, thousands } from '../rig/say.mjs'

const LINES = { S: 100_000, M: 400_000, L: 1_000_000, XL: 1_000_000 }
const ROUNDS = 3

/** From the log to applied events and facts, against plain `read_json` of the same lines into a table. */
export async function run({ size, data }) {
  const folder = join(data, 'apply')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const child = startChild(join(ROOT, 'bench', 'apply', 'apply-log.child.mjs'), [folder, LINES[size], ROUNDS])
  const rounds = []
  for (let round = 0; round < ROUNDS; round++) rounds.push(await child.next())
  await child.ended
  const ratio = median(rounds.map((round) => round.applyMs / round.plainMs))
  const last = rounds.at(-1)
  keepResult({
    row: 'log → events and facts',
    size,
    ratio,
    target: '≤ 3×',
    met: ratio <= 3,
    figures: {
      messages: LINES[size],
      'applied, with the normaliser on its thread': `${thousands((LINES[size] / median(rounds.map((r) => r.applyMs))) * 1000)} messages`,
      'plain read_json': `${thousands((last.plainRows / median(rounds.map((r) => r.plainMs))) * 1000)} lines`,
      'seconds, ours / plain': rounds
        .map((r) => `${(r.applyMs / 1000).toFixed(2)} / ${(r.plainMs / 1000).toFixed(2)}`)
        .join('; '),
      'facts per event': (last.facts / last.kept).toFixed(3),
      'copies left out': last.duplicates,
      'resident at most': megabytes(Math.max(...rounds.map((r) => r.rss))),
    },
  })
  rmSync(folder, { recursive: true, force: true })
}
