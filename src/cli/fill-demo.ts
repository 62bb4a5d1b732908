import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openLogWriterInline } from '../store/log/open-log-writer-inline.ts'
import { generateWorld, type World } from '../worlds/generate-world.ts'
import type { Io } from './io.ts'
import { reportProgress } from './report-progress.ts'

export const DEMO_LOG = 'import-demo-world'
const LINES_PER_FRAME = 1_000
const SOURCE = 'demo'
const SEED = 7

/** The world of the demo: always the same. */
export function demoWorld(): World {
  return generateWorld({ seed: SEED, size: 'S' })
}

/**
 * Writes the demo's world into a log of the data folder as an import would, going on where it was cut short; a folder that has all of it is left as it is.
 * @returns whether it was written
 */
export async function fillDemo(io: Io, dataDir: string): Promise<boolean> {
  const mark = join(dataDir, 'demo.json')
  if (existsSync(mark)) return false
  const progress = reportProgress(io, 'Making 18 months of a made-up product', 'events')
  const writer = openLogWriterInline({ dir: dataDir, logName: DEMO_LOG })
  try {
    const world = demoWorld()
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
    writeFileSync(mark, JSON.stringify({ seed: SEED, messages: kept }))
    progress.end(`Made ${kept.toLocaleString('en')} messages of a made-up product.`)
    return true
  } finally {
    await writer.close()
  }
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
