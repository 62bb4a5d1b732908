import { Worker } from 'node:worker_threads'
import type { IngestSettings } from '../config/ingest-settings.ts'
import { telltaleError } from '../core/errors.ts'
import { workerUrl } from '../core/package-root.ts'
import type { NormalisedBatch } from '../store/analytic/message.ts'
import { packStretch, withBuffers } from './frame-transfer.ts'
import { compileSettings } from './ingest-settings.ts'
import type { NormaliserAnswer, NormaliserRequest } from './normalise.worker.ts'
import { type FrameStretch, normaliseBatch } from './normalise-batch.ts'

/** Turns stretches of a log into messages, one after the other. */
export type Normaliser = {
  /** Answers in the order asked. Rejects when the thread died; then open another. */
  readonly normalise: (stretch: FrameStretch) => Promise<NormalisedBatch>
  /** Settings for the stretches asked from now on. */
  readonly configure: (settings: IngestSettings) => void
  readonly close: () => Promise<void>
}

/** A normaliser on this thread, for tests and one-off commands. */
export function openInlineNormaliser(settings: IngestSettings): Normaliser {
  let compiled = compileSettings(settings)
  return {
    normalise: async (stretch) => normaliseBatch(stretch, compiled),
    configure: (next) => {
      compiled = compileSettings(next)
    },
    close: async () => {},
  }
}

type Waiting = { readonly resolve: (batch: NormalisedBatch) => void; readonly reject: (error: unknown) => void }

/** A normaliser on a thread of its own (compiled: needs `dist/`), so that parsing does not hold up queries and requests. */
export function openNormaliser(settings: IngestSettings): Normaliser {
  const worker = new Worker(workerUrl('ingest/normalise.worker.ts'))
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let ended = false
  const post = (request: NormaliserRequest, transfer: readonly ArrayBuffer[]) =>
    worker.postMessage(request, [...transfer])
  worker.on('message', (answer: NormaliserAnswer) => settle(waiting, answer))
  worker.on('error', (error) => rejectAll(waiting, error))
  worker.on('exit', () => {
    ended = true
    rejectAll(waiting, closedError())
  })
  worker.unref()
  post({ kind: 'settings', settings }, [])
  return {
    normalise: (stretch) =>
      new Promise<NormalisedBatch>((resolve, reject) => {
        if (ended) return reject(closedError())
        const packed = packStretch(stretch)
        waiting.set(++lastId, { resolve, reject })
        worker.ref()
        post({ kind: 'stretch', id: lastId, stretch: packed }, [packed.bodies.buffer])
      }).finally(() => waiting.size === 0 && worker.unref()),
    configure: (next) => post({ kind: 'settings', settings: next }, []),
    close: async () => {
      await worker.terminate()
    },
  }
}

function settle(waiting: Map<number, Waiting>, answer: NormaliserAnswer): void {
  const asked = waiting.get(answer.id)
  waiting.delete(answer.id)
  if ('error' in answer) asked?.reject(answer.error)
  else asked?.resolve({ ...answer.batch, events: withBuffers(answer.batch.events) })
}

function rejectAll(waiting: Map<number, Waiting>, error: unknown): void {
  for (const { reject } of waiting.values()) reject(error)
  waiting.clear()
}

function closedError(): Error {
  return telltaleError('cancelled', { kept: 'The normaliser was closed.' })
}
