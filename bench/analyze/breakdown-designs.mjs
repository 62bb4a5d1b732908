import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

// Usage: breakdown-designs.mjs FOLDER. What the engine takes for a breakdown by a property over ninety days, by how its value is read and whether the rows come in order.
const [folder] = process.argv.slice(2)
const path = join(folder, 'analytic', 'analytic.duckdb')
const options = { access_mode: 'READ_ONLY', threads: '2', memory_limit: '500MB' }
const connection = await (await DuckDBInstance.create(path, options)).connect()
const [[last]] = await rowsOf('SELECT max(ts)::DOUBLE FROM event')

const PARSED = `nullif(json_extract(event.properties, '/view')::VARCHAR, 'null')`
const DESIGNS = {
  'in order, as it was': { value: PARSED, order: 'ORDER BY entity, value, day' },
  'parsed only where the name stands in the text': {
    value: `CASE WHEN contains(event.properties, '"view"') THEN ${PARSED} END`,
    order: 'ORDER BY entity, value, day',
  },
  'in no order, as it is': { value: PARSED, order: '' },
  'without the property': { value: 'NULL::VARCHAR', order: 'ORDER BY entity, value, day' },
}
for (const [name, design] of Object.entries(DESIGNS)) {
  const rounds = []
  for (let round = 0; round < 3; round++) rounds.push(await timed(() => rowsOf(statement(design))))
  const best = rounds.reduce((a, b) => (b.ms < a.ms ? b : a))
  console.log(`${name}: ${best.ms.toFixed(0)} ms, ${best.cpuMs.toFixed(0)} ms of the processor`)
}
process.exit(0)

function statement({ value, order }) {
  return `
    WITH person_of AS (SELECT actor, arg_max(person, seq) AS person FROM link GROUP BY actor),
    acted AS (
      SELECT coalesce(person_of.person, event.actor) AS entity, coalesce(${value}, 'null') AS value, event.day, count(*) AS events
      FROM event
      LEFT JOIN person_of ON person_of.actor = event.actor
      WHERE event.flags & 2 = 0 AND event.ts >= ${last - 119 * 86_400_000}
      GROUP BY ALL
    ),
    told AS (SELECT * FROM acted ${order})
    SELECT count(*), sum(events), max(value) FROM told`
}

async function rowsOf(text) {
  return (await connection.run(text)).getRows()
}

async function timed(work) {
  const [used, began] = [process.cpuUsage(), performance.now()]
  await work()
  const { user, system } = process.cpuUsage(used)
  return { ms: performance.now() - began, cpuMs: (user + system) / 1_000 }
}
