import { parentPort } from 'node:worker_threads'
import type { IngestSettings } from '../config/ingest-settings.ts'
import type { NormalisedBatch } from '../store/analytic/message.ts'
import { buffersOf, type PackedStretch, unpackStretch } from './frame-transfer.ts'
import { type CompiledSettings, compileSettings } from './ingest-settings.ts'
import { normaliseBatch } from './normalise-batch.ts'

/** What the thread is told: the settings first and whenever they change, then stretches of a log, each with a number that comes back with its answer. */
export type NormaliserRequest =
  | { readonly kind: 'settings'; readonly settings: IngestSettings }
  | { readonly kind: 'stretch'; readonly id: number; readonly stretch: PackedStretch }

export type NormaliserAnswer =
  | { readonly id: number; readonly batch: NormalisedBatch }
  | { readonly id: number; readonly error: unknown }

let settings: CompiledSettings | null = null

parentPort?.on('message', (request: NormaliserRequest) => {
  if (request.kind === 'settings') {
    settings = compileSettings(request.settings)
    return
  }
  const { id, stretch } = request
  try {
    const batch = normaliseBatch(unpackStretch(stretch), settings!)
    parentPort?.postMessage({ id, batch } satisfies NormaliserAnswer, buffersOf(batch.events))
  } catch (error) {
    parentPort?.postMessage({ id, error } satisfies NormaliserAnswer)
  }
})
