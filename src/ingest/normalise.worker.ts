import { parentPort } from 'node:worker_threads'
import { type PackedStretch, unpackStretch } from './frame-transfer.ts'
import { type CompiledSettings, compileSettings, type IngestSettings } from './ingest-settings.ts'
import { normaliseBatch } from './normalise-batch.ts'

/** What the thread is told: the settings first and whenever they change, then stretches of a log, each with a number that comes back with its answer. */
export type NormaliserRequest =
  | { readonly kind: 'settings'; readonly settings: IngestSettings }
  | { readonly kind: 'stretch'; readonly id: number; readonly stretch: PackedStretch }

let settings: CompiledSettings | null = null

parentPort?.on('message', (request: NormaliserRequest) => {
  if (request.kind === 'settings') {
    settings = compileSettings(request.settings)
    return
  }
  const { id, stretch } = request
  try {
    parentPort?.postMessage({ id, batch: normaliseBatch(unpackStretch(stretch), settings!) })
  } catch (error) {
    parentPort?.postMessage({ id, error })
  }
})
