import type { IngestSettings } from '../config/ingest-settings.ts'
import { openThread } from '../core/open-thread.ts'
import { workerUrl } from '../core/package-root.ts'
import type { NormalisedBatch } from '../store/analytic/message.ts'
import { type PackedStretch, packStretch, withBuffers } from './frame-transfer.ts'
import { compileSettings } from './ingest-settings.ts'
import { type FrameStretch, normaliseBatch } from './normalise-batch.ts'

/** Turns stretches of a log into messages, one after the other. */
export type Normaliser = {
  /** Answers in the order asked. Rejects when the thread died; then open another. */
  readonly normalise: (stretch: FrameStretch) => Promise<NormalisedBatch>
  readonly close: () => Promise<void>
}

/** A normaliser on this thread, for tests and one-off commands. */
export function openInlineNormaliser(settings: IngestSettings): Normaliser {
  const compiled = compileSettings(settings)
  return { normalise: async (stretch) => normaliseBatch(stretch, compiled), close: async () => {} }
}

/** A normaliser on a thread of its own (compiled: needs `dist/`), so that parsing does not hold up queries and requests. */
export function openNormaliser(settings: IngestSettings): Normaliser {
  const thread = openThread<PackedStretch, NormalisedBatch>({
    script: workerUrl('ingest/normalise.worker.ts'),
    data: settings,
    closed: 'The normaliser was closed.',
  })
  return {
    normalise: async (stretch) => {
      const packed = packStretch(stretch)
      const batch = await thread.ask(packed, [packed.bodies.buffer])
      return { ...batch, events: withBuffers(batch.events) }
    },
    close: thread.close,
  }
}
