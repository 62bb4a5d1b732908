import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startChild } from '../rig/child.mjs'
import { keepResult } from '../rig/keep-result.mjs'
import { watchMemory } from '../rig/peak-memory.mjs'
import { ROOT } from '../rig/places.mjs'
import { megabytes } from '../rig/say.mjs'
import { filledStore } from '../world/fill-store.mjs'

const ROUNDS = 2
const TARGET = 6
const SCRIPT = join(ROOT, 'bench', 'replay', 'panel.child.mjs')

/** The same daily indicators folded, and as hand-written SQL in DuckDB and in ClickHouse. Every total must agree. */
export async function run({ size, data }) {
  const folder = await filledStore(size, data)
  const work = join(data, 'panel')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  await measure('prepare', { folder, work, rounds: 1 })
  const sides = {}
  for (const side of ['fold', 'duckdb', 'clickhouse'])
    sides[side] = await measure(side, { folder, work, rounds: ROUNDS })
  const theirs = { duckdb: sides.duckdb, clickhouse: sides.clickhouse, 'one thread': sides.fold.one }
  const differing = Object.entries(theirs).flatMap(([side, { totals }]) => compare(sides.fold.totals, totals, side))
  const ratios = ['duckdb', 'clickhouse'].map((side) => sides[side].ms / sides.fold.ms)
  const line = ({ ms, rss }) => `${(ms / 1000).toFixed(2)} s, resident at most ${megabytes(rss)}`
  keepResult({
    row: 'the same indicators in SQL',
    size,
    ratio: Math.min(...ratios),
    target: `≥ ${TARGET}× faster than each`,
    met: Math.min(...ratios) >= TARGET && differing.length === 0,
    figures: {
      'cells of 18 indicators': `${sides.fold.totals.cells.toLocaleString('en')} account-days`,
      'fold, two threads': line(sides.fold),
      'fold, one thread': `${(sides.fold.one.ms / 1000).toFixed(2)} s: ${['duckdb', 'clickhouse'].map((side) => `${(sides[side].ms / sides.fold.one.ms).toFixed(2)}×`).join(' / ')}`,
      'DuckDB, two threads': `${line(sides.duckdb)}: ${ratios[0].toFixed(2)}×`,
      'ClickHouse (chdb), two threads': `${line(sides.clickhouse)}: ${ratios[1].toFixed(2)}×`,
      'processor time, fold on one thread / on two / DuckDB / ClickHouse': [
        sides.fold.one,
        sides.fold,
        sides.duckdb,
        sides.clickhouse,
      ]
        .map(({ cpuMs }) => `${(cpuMs / 1000).toFixed(2)} s`)
        .join(' / '),
      'totals that differ': differing.length === 0 ? 'none of 19' : differing.join('; '),
    },
  })
  rmSync(work, { recursive: true, force: true })
}

/** The best of a side's rounds: the first one warms it. */
async function measure(side, { folder, work, rounds }) {
  const child = startChild(SCRIPT, [side, folder, work, rounds])
  const memory = watchMemory(child.pid)
  const answers = []
  for (let round = 0; round < rounds; round++) answers.push(await child.next())
  await child.ended
  const best = answers.reduce((a, b) => (b.ms < a.ms ? b : a))
  return { ...best, rss: memory.stop() }
}

function compare(ours, theirs, side) {
  return Object.entries(ours).flatMap(([name, value]) => {
    const other = Number(theirs[name])
    return Math.abs(value - other) <= 1e-9 * Math.max(1, Math.abs(value))
      ? []
      : [`${side} ${name}: ${other}, folded ${value}`]
  })
}
