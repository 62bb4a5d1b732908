import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openLogWriterInline } from '../store/log/open-log-writer-inline.ts'
import { generateWorld, type World } from '../worlds/generate-world.ts'
import { SIZES } from '../worlds/world-options.ts'
import type { Io } from './io.ts'
import { reportProgress } from './report-progress.ts'

export const DEMO_LOG = 'import-demo-world'
const LINES_PER_FRAME = 1_000
const SOURCE = 'demo'
const SEED = 7

/** What a data folder holds of the demo; `messages` null: it is still being written. */
type DemoMark = { readonly seed: number; readonly share?: number; readonly messages: number | null }

/** The demo's world, and how much of the whole one it is. */
export type DemoPart = { readonly world: World; readonly share: number }

/** The world of the demo, or a share of it above 0 up to 1: always the same. */
export function demoWorld(share: number): World {
  const { accounts, trials, events } = SIZES.S
  const part = (n: number): number => Math.max(1, Math.round(n * share))
  return generateWorld({ seed: SEED, size: { accounts: part(accounts), trials: part(trials), events: part(events) } })
}

/** How much of the demo is in a data folder; null: nothing is in it yet. */
export function demoShare(dataDir: string): number | null {
  const mark = readMark(dataDir)
  return mark === null ? null : (mark.share ?? 1)
}

/**
 * Writes the demo's world into a log of the data folder as an import would, going on where it was cut short; a folder that has all of it is left as it is.
 * @returns whether it was written
 */
export async function fillDemo(io: Io, dataDir: string, { world, share }: DemoPart): Promise<boolean> {
  const mark = readMark(dataDir)
  if (mark !== null && mark.messages !== null) return false
  writeMark(dataDir, { seed: SEED, share, messages: null })
  const progress = reportProgress(io, 'Making 18 months of a made-up product', 'events')
  const writer = openLogWriterInline({ dir: dataDir, logName: DEMO_LOG })
  try {
    const { end } = world.plan.frame
    for (const lines of chunksOf(world, writer.position())) {
      const header = {
        kind: 'messages' as const,
        receivedAt: end,
        source: SOURCE,
        shape: 'lines' as const,
        imported: true,
        count: lines.length,
      }
      await writer.append(header, Buffer.from(lines.join('\n')))
      progress.update(writer.position(), null)
    }
    const kept = writer.position()
    await writer.appendControl({ kind: 'import_finished', source: SOURCE, kept }, end)
    writeMark(dataDir, { seed: SEED, share, messages: kept })
    progress.end(`Made ${kept.toLocaleString('en')} messages of a made-up product.`)
    return true
  } finally {
    await writer.close()
  }
}

function markOf(dataDir: string): string {
  return join(dataDir, 'demo.json')
}

function readMark(dataDir: string): DemoMark | null {
  const path = markOf(dataDir)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as DemoMark) : null
}

function writeMark(dataDir: string, mark: DemoMark): void {
  writeFileSync(markOf(dataDir), JSON.stringify(mark))
}

/** The world's messages as lines, past those that are written. */
function* chunksOf(world: World, written: number): Generator<string[]> {
  let n = 0
  let lines: string[] = []
  for (const message of world.messages()) {
    n += 1
    if (n <= written) continue
    lines.push(JSON.stringify(message))
    if (lines.length < LINES_PER_FRAME) continue
    yield lines
    lines = []
  }
  if (lines.length > 0) yield lines
}
