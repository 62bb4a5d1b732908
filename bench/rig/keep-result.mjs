import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load, machine } from './machine.mjs'
import { RESULTS } from './places.mjs'

/**
 * Prints what a row found and appends it to the day's results, one JSON object a line.
 * @param {{ row: string, size: string, ratio: number | null, target: string, met: boolean | null, figures: Record<string, unknown> }} result
 */
export function keepResult(result) {
  const now = new Date().toISOString()
  const kept = { at: now, command: commandLine(), machine: machine(), load: load(), ...result }
  mkdirSync(RESULTS, { recursive: true })
  appendFileSync(join(RESULTS, `${now.slice(0, 10)}.json`), `${JSON.stringify(kept)}\n`)
  const verdict = result.met === null ? 'printed' : result.met ? 'reached' : 'MISSED'
  console.log(
    `${result.row} (${result.size}): ${verdict}${result.ratio === null ? '' : `, ${result.ratio.toFixed(2)}`}; target ${result.target}; load ${kept.load}`,
  )
  for (const [name, value] of Object.entries(result.figures))
    console.log(`  ${name.padEnd(44)} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
}

/** All results of a day, oldest first. */
export function readResults(date) {
  const text = readFileSync(join(RESULTS, `${date}.json`), 'utf8')
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

const commandLine = () => `npm run bench${process.argv.length > 2 ? ` -- ${process.argv.slice(2).join(' ')}` : ''}`
