import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Delivery } from './arrange-deliveries.ts'
import { countDelivery, emptyCounts, type WorldCounts } from './count-deliveries.ts'
import { generateWorld } from './generate-world.ts'
import type { WorldOptions } from './world-options.ts'

export type WriteWorldOptions = WorldOptions & {
  /** Takes `messages.ndjson.gz` (or `messages.ndjson`) and `truth.json`; made when absent. */
  readonly dir: string
  /** Default true. */
  readonly gzip?: boolean
  /** After every 10,000 messages and at the end; `share` is of the world's time, 0 … 1. */
  readonly onProgress?: (progress: { readonly messages: number; readonly share: number }) => void
}
export type WrittenWorld = { readonly messagesPath: string; readonly truthPath: string; readonly counts: WorldCounts }

/** Writes a world to a folder: its messages in the order of receipt, and its truth with the exact counts. */
export async function writeWorld(options: WriteWorldOptions): Promise<WrittenWorld> {
  const world = generateWorld(options)
  const counts = emptyCounts()
  await mkdir(options.dir, { recursive: true })
  const gzip = options.gzip ?? true
  const messagesPath = join(options.dir, gzip ? 'messages.ndjson.gz' : 'messages.ndjson')
  const startAt = world.plan.frame.startDay * 86_400_000
  const shareOf = (at: number) => (at - startAt) / (world.plan.frame.end - startAt)
  const note = (delivery: Delivery) => {
    countDelivery(counts, delivery)
    if (counts.messages % 10_000 === 0) options.onProgress?.({ messages: counts.messages, share: shareOf(delivery.at) })
  }
  const lines = Readable.from(chunkLines(world.deliveries(), note), { objectMode: true, highWaterMark: 4 })
  const file = createWriteStream(messagesPath)
  await (gzip ? pipeline(lines, createGzip({ level: 1, chunkSize: 1 << 18 }), file) : pipeline(lines, file))
  options.onProgress?.({ messages: counts.messages, share: 1 })
  const truthPath = join(options.dir, 'truth.json')
  await writeFile(truthPath, `${JSON.stringify({ ...world.truth, counts: plainCounts(counts) })}\n`)
  return { messagesPath, truthPath, counts }
}

const CHUNK_LINES = 500

function* chunkLines(deliveries: Iterable<Delivery>, note: (delivery: Delivery) => void): Generator<string> {
  let lines: string[] = []
  for (const delivery of deliveries) {
    note(delivery)
    lines.push(JSON.stringify(delivery.message))
    if (lines.length < CHUNK_LINES) continue
    yield `${lines.join('\n')}\n`
    lines = []
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`
}

/** Pairs, not an object: an account may be called `__proto__`. */
function plainCounts(counts: WorldCounts) {
  return { ...counts, byEvent: [...counts.byEvent], byAccount: [...counts.byAccount] }
}
