import { checkEnvelope } from '../../dist/ingest/check-envelope.js'
import { makeBodies } from './make-bodies.mjs'

// What it takes to know that a body may be acknowledged, beside parsing it, in processor time an event: node bench/ingest/check-body.mjs
const ROUNDS = 20
const bodies = makeBodies({ bodies: 256, perBody: 100, accounts: 2_000 }).map(({ bytes }) => bytes)
const ways = {
  'parse and discard': (body) => JSON.parse(body.toString('utf8')),
  'check before acknowledging': (body) => checkEnvelope(body, { shape: 'batch' }),
}
for (let round = 0; round < 3; round++) {
  const figures = Object.entries(ways).map(([name, way]) => `${name} ${microseconds(way).toFixed(2)} µs`)
  // The first round warms the compiled code.
  if (round > 0) console.log(figures.join(', '))
}

function microseconds(way) {
  const before = process.cpuUsage()
  for (let i = 0; i < ROUNDS; i++) for (const body of bodies) way(body)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / (ROUNDS * bodies.length * 100)
}
