import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { LIVE_LOG } from '../run/data-folder.ts'
import { openLogWriterInline } from '../store/log/open-log-writer-inline.ts'
import { generateWorld, type World } from '../worlds/generate-world.ts'
import type { Io } from './io.ts'
import { reportProgress } from './report-progress.ts'

export const DEMO_LOG = 'import-demo-world'
const LINES_PER_FRAME = 1_000
const SOURCE = 'demo'

/** The world of the demo: always the same. */
export function demoWorld(): World {
  return generateWorld({ seed: 7, size: 'S' })
}

/** Writes the demo's world into a log of the data folder as an import would; a folder that has it already is left as it is. @returns whether it was written */
export async function fillDemo(io: Io, dataDir: string): Promise<boolean> {
  if (existsSync(join(dataDir, 'log', LIVE_LOG))) return false
  const progress = reportProgress(io, 'Making 18 months of a made-up product', 'events')
  const writer = openLogWriterInline({ dir: dataDir, logName: DEMO_LOG })
  try {
    const world = demoWorld()
    let lines: string[] = []
    const flush = async (): Promise<void> => {
      const header = {
        kind: 'messages' as const,
        receivedAt: world.plan.frame.end,
        source: SOURCE,
        shape: 'lines' as const,
        imported: true,
        count: lines.length,
      }
      const body = Buffer.from(lines.join('\n'))
      lines = []
      await writer.append(header, body)
      progress.update(writer.position(), null)
    }
    for (const message of world.messages()) {
      lines.push(JSON.stringify(message))
      if (lines.length === LINES_PER_FRAME) await flush()
    }
    if (lines.length > 0) await flush()
    const kept = writer.position()
    await writer.appendControl({ kind: 'import_finished', source: SOURCE, kept }, world.plan.frame.end)
    progress.end(`Made ${kept.toLocaleString('en')} messages of a made-up product.`)
    return true
  } finally {
    await writer.close()
  }
}
