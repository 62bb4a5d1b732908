import { mkdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { load, machine } from './rig/machine.mjs'
import { DATA } from './rig/places.mjs'

/** The rows of docs/performance.md, in its order. */
const ROWS = [
  'ingest',
  'import',
  'apply',
  'replay',
  'judge',
  'worklist',
  'deliver',
  'playbooks',
  'sql',
  'live',
  'tick',
  'rebuild',
  'forget',
  'postgres',
  'disk',
  'analyze',
  'pages',
  'browser',
  'proof',
  'discover',
]
const USAGE = `npm run bench [-- --only ${ROWS.join(',')} --size S|M|L|XL --minutes 10]

Full sizes by default (L, 10 minutes live); XL only where a row compares with it. What a run filled is kept in bench/.data (or TELLTALE_BENCH_DATA)
and used again; results are appended to bench/results/<date>.json, and \`node bench/render-table.mjs\` makes the table of docs/performance.md of them.`

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    size: { type: 'string', default: 'L' },
    minutes: { type: 'string', default: '10' },
    help: { type: 'boolean', default: false },
  },
})
const only = values.only?.split(',') ?? ROWS
const unknown = only.filter((name) => !ROWS.includes(name))
if (values.help || unknown.length > 0 || !['S', 'M', 'L', 'XL'].includes(values.size)) {
  if (unknown.length > 0) console.error(`There is no row called ${unknown.join(', ')}.`)
  console.error(USAGE)
  process.exit(values.help ? 0 : 2)
}

const { cores, model, memoryGb, node } = machine()
console.log(`${cores} cores of ${model}, ${memoryGb} GB, Node ${node}; load average ${load()}; size ${values.size}`)
mkdirSync(DATA, { recursive: true })
for (const name of only) {
  const { run } = await import(`./rows/${name}.mjs`)
  await run({ size: values.size, minutes: Number(values.minutes), data: DATA })
}
