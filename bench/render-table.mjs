import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readResults } from './rig/keep-result.mjs'
import { RESULTS, ROOT } from './rig/places.mjs'

// Writes the table of docs/performance.md between its two marks, from the last result of each row, size and length on a day (default: the latest with results).
const { values } = parseArgs({ options: { date: { type: 'string' } } })
const date = values.date ?? readdirSync(RESULTS).sort().at(-1)?.slice(0, 10)
const PAGE = join(ROOT, 'docs', 'performance.md')
const MARKS = ['<!-- table -->', '<!-- /table -->']

const last = new Map()
for (const result of readResults(date)) last.set(`${result.row}|${result.size}|${result.figures.minutes ?? ''}`, result)
const results = [...last.values()]
const page = readFileSync(PAGE, 'utf8')
const [before, after] = [page.slice(0, page.indexOf(MARKS[0])), page.slice(page.indexOf(MARKS[1]) + MARKS[1].length)]
writeFileSync(
  PAGE,
  `${before}${MARKS[0]}\n${renderMachine(results[0])}\n${renderCommands(results)}\n\n${renderTable(results)}\n${MARKS[1]}${after}`,
)

function renderMachine({ machine, at }) {
  const { cores, model, memoryGb, system, node } = machine
  return `Measured on ${at.slice(0, 10)}: ${cores} cores of ${model}, ${memoryGb} GB, ${system}, Node ${node}.`
}

function renderCommands(rows) {
  const commands = new Set(rows.map(({ command }) => `\`${command}\``))
  return `Commands: ${[...commands].join(', ')}.`
}

function renderTable(rows) {
  const lines = rows.map(
    (row) => `| ${row.row} | ${row.size} | ${row.target} | ${reached(row)} | ${figures(row)} | ${row.load} |`,
  )
  return ['| what | size | reach | reached | figures | load |', '|---|---|---|---|---|---|', ...lines].join('\n')
}

function reached({ ratio, met }) {
  if (ratio === null) return '-'
  const text = Math.abs(ratio) >= 100 ? Math.round(ratio).toString() : ratio.toFixed(2)
  return met ? text : `**missed: ${text}**`
}

function figures(row) {
  return Object.entries(row.figures)
    .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join('<br>')
    .replaceAll('|', '\\|')
}
