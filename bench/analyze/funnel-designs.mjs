import { sql } from '../../dist/store/sql.js'
import { openFilled, timed } from '../replay/open-filled.mjs'
import { FUNNEL } from './questions.mjs'

// Usage: node bench/analyze/funnel-designs.mjs FOLDER, a filled store. Ways to get the events of the funnel out of the engine, each drained: the processor time
// of the best of five rounds, the rows and the blocks they come in.
const ROUNDS = 5
const store = await openFilled(process.argv[2])
const from = Date.parse(FUNNEL.date_from)
const to = Date.parse(FUNNEL.date_to) + 86_400_000 + FUNNEL.window_seconds * 1000 + 1
const facts = FUNNEL.steps.map((name) => store.dictionary.fact.idOf(`name:${name}`))
const commas = (parts) => parts.reduce((all, part) => sql`${all}, ${part}`)
const read = sql`FROM event WHERE event.ts >= ${from} AND event.ts < ${to} AND event.fact IN (${commas(facts.map((fact) => sql`${fact}`))})`
const bits = facts
  .map((fact, step) => sql`CASE WHEN event.fact = ${fact} THEN ${2 ** step} ELSE 0 END`)
  .reduce((all, part) => sql`${all} + ${part}`)
const bare = sql`SELECT event.actor, event.ts::DOUBLE AS ts, event.fact ${read}`
const stepped = sql`SELECT event.actor, event.ts::DOUBLE AS ts, (${bits})::INTEGER AS steps ${read}`
const resolved = sql`
  WITH person_of AS (SELECT actor, arg_max(person, seq) AS person FROM link GROUP BY actor)
  SELECT coalesce(person_of.person, stepped.actor) AS entity, (ts * 64 + steps)::DOUBLE AS packed
  FROM (${stepped}) stepped
  LEFT JOIN person_of ON person_of.actor = stepped.actor`

const DESIGNS = {
  'added up in the engine, the least there is': {
    statement: sql`SELECT sum(actor)::DOUBLE, sum(ts)::DOUBLE, sum(fact)::DOUBLE FROM (${bare})`,
  },
  'persons joined, in order': { statement: sql`${resolved} ORDER BY entity, packed` },
  'persons joined, in no order': { statement: resolved },
  'bare columns, as they come': { statement: bare },
  'bare columns, gathered first': { statement: bare, gathered: true },
  'steps worked out in the engine, gathered first': { statement: stepped, gathered: true },
  'a list for each id': { statement: sql`SELECT actor, list(ts) FROM (${bare}) GROUP BY actor` },
}

for (const [name, query] of Object.entries(DESIGNS)) {
  const rounds = []
  for (let round = 0; round < ROUNDS; round++) rounds.push(await timed(() => drain(query)))
  const best = rounds.reduce((least, one) => (one.cpuMs < least.cpuMs ? one : least))
  console.log(
    `${name.padEnd(48)} ${best.cpuMs.toFixed(0)} ms; ${best.answer.rows} rows in ${best.answer.blocks} blocks`,
  )
}
process.exit(0)

async function drain(query) {
  let [rows, blocks] = [0, 0]
  for await (const block of store.report(query)) {
    block.numbers(0)
    rows += block.rows
    blocks += 1
  }
  return { rows, blocks }
}
