import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startChild } from '../rig/child.mjs'
import { keepResult } from '../rig/keep-result.mjs'
import { ROOT } from '../rig/places.mjs'
import { filledStore } from '../world/fill-store.mjs'

const ROUNDS = 5
const SCRIPT = join(ROOT, 'bench', 'analyze', 'analyze.child.mjs')

/** Analysis queries against a bare scan, against ClickHouse, and against the clock. */
export async function run({ size, data }) {
  const folder = await filledStore(size, data)
  const work = join(data, 'analyze')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  const measure = async (side) => best(await answersOf(side, { folder, work, rounds: ROUNDS }))
  keepRetention(size, { scan: await measure('scan'), retention: await measure('retention') })
  await answersOf('prepare', { folder, work, rounds: 1 })
  keepFunnel(size, {
    ours: await measure('funnel'),
    theirs: await measure('clickhouse_raw'),
    prepared: await measure('clickhouse'),
  })
  keepTimed('property breakdown over 90 days', size, { one: await measure('breakdown'), most: 1500 })
  keepTimed('MRR movements, 100 K accounts × 36 months', size, { one: await measure('movements'), most: 1000 })
  keepCatalogue(size, best(await answersOf('metrics', { folder, work, rounds: 2 })))
  const [standing] = await answersOf('standing', { folder, work, rounds: 1 })
  keepStanding(size, standing)
  rmSync(work, { recursive: true, force: true })
}

async function answersOf(side, { folder, work, rounds }) {
  const child = startChild(SCRIPT, [side, folder, work, rounds])
  const answers = []
  for (let round = 0; round < rounds; round++) answers.push(await child.next())
  await child.ended
  return answers
}

/** The first round warms it. */
function best(answers) {
  return answers.reduce((least, one) => (one.cpuMs < least.cpuMs ? one : least))
}

const told = ({ ms, cpuMs }) => `${ms.toFixed(0)} ms, ${cpuMs.toFixed(0)} ms of the processor`

function keepRetention(size, { scan, retention }) {
  const ratio = retention.cpuMs / scan.cpuMs
  keepResult({
    ...{ row: 'weekly account retention over a year', size, ratio, target: '≤ 3× by processor time', met: ratio <= 3 },
    figures: { 'bare grouped scan of what it reads': told(scan), retention: told(retention) },
  })
}

function keepFunnel(size, { ours, theirs, prepared }) {
  const ratio = ours.cpuMs / theirs.cpuMs
  const counts = JSON.stringify(ours.answer)
  const others = [theirs, prepared].map(({ answer }) => JSON.stringify(answer))
  const same = others.every((other) => other === counts)
  keepResult({
    ...{ row: 'five-step funnel on raw events', size, ratio, target: '≤ 1× of windowFunnel', met: ratio <= 1 && same },
    figures: {
      ours: told(ours),
      'ClickHouse (chdb), the same question': told(theirs),
      'ClickHouse, people and order worked out before': `${told(prepared)}: ${(ours.cpuMs / prepared.cpuMs).toFixed(2)}×`,
      counts: same ? counts : `${counts} and ${others.join(' and ')}`,
    },
  })
}

function keepTimed(row, size, { one, most }) {
  keepResult({
    ...{ row, size, ratio: one.ms / most, target: `< ${most / 1000} s`, met: one.ms < most },
    figures: { 'best of five': told(one), answer: one.answer },
  })
}

function keepCatalogue(size, one) {
  keepResult({
    ...{ row: 'every metric of the catalogue', size, ratio: null, target: 'printed', met: null },
    figures: { 'better of two': told(one), 'metrics / of these known': `${one.answer.metrics} / ${one.answer.known}` },
  })
}

function keepStanding(size, { first, again, worked }) {
  const ordered = [...again].sort((a, b) => a - b)
  const p95 = ordered[Math.floor(ordered.length * 0.95)]
  keepResult({
    ...{ row: 'standing answers', size, ratio: p95 / 100, target: 'p95 < 100 ms', met: p95 < 100 && worked === 0 },
    figures: {
      'p95 while events of the running day come in, ms': p95.toFixed(2),
      'asked again / worked out again': `${again.length} / ${worked}`,
      'each for the first time, ms': first.map((ms) => ms.toFixed(0)).join(' '),
    },
  })
}
