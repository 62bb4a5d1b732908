import type { IngestSettings } from '../config/ingest-settings.ts'
import { openThread } from '../core/open-thread.ts'
import { workerUrl } from '../core/package-root.ts'
import type { NormalisedBatch } from '../store/analytic/message.ts'
import { packStretch, withBuffers } from './frame-transfer.ts'
import { compileSettings } from './ingest-settings.ts'
import type { NormaliserQuestion } from './normalise.worker.ts'
import { type FrameStretch, normaliseBatch } from './normalise-batch.ts'
import { type LogPlace, openStretches } from './read-stretch.ts'

/** Turns stretches of a log into messages, one after the other. */
export type Normaliser = {
  /** Answers in the order asked. Rejects when the thread died; then open another. */
  readonly normalise: (stretch: FrameStretch) => Promise<NormalisedBatch>
  /** Reads the next stretch of an import's log too, where it is normalised; null: there is nothing new. Rejects with log_damaged. */
  readonly readLog: (place: LogPlace) => Promise<NormalisedBatch | null>
  readonly close: () => Promise<void>
}

/** A normaliser on this thread, for tests and one-off commands. */
export function openInlineNormaliser(settings: IngestSettings): Normaliser {
  const compiled = compileSettings(settings)
  const stretches = openStretches()
  return {
    normalise: async (stretch) => normaliseBatch(stretch, compiled),
    readLog: async (place) => {
      const stretch = stretches.read(place)
      return stretch === null ? null : normaliseBatch(stretch, compiled)
    },
    close: async () => stretches.close(),
  }
}

/** A normaliser on a thread of its own (compiled: needs `dist/`), so that parsing does not hold up queries and requests. */
export function openNormaliser(settings: IngestSettings): Normaliser {
  const thread = openThread<NormaliserQuestion, NormalisedBatch | null>({
    script: workerUrl('ingest/normalise.worker.ts'),
    data: settings,
    closed: 'The normaliser was closed.',
  })
  return {
    normalise: async (stretch) => {
      const packed = packStretch(stretch)
      const batch = await thread.ask({ kind: 'stretch', stretch: packed }, [packed.bodies.buffer])
      return arrivedBatch(batch!)
    },
    readLog: async (place) => {
      const batch = await thread.ask({ kind: 'log', place })
      return batch === null ? null : arrivedBatch(batch)
    },
    close: thread.close,
  }
}

function arrivedBatch(batch: NormalisedBatch): NormalisedBatch {
  return { ...batch, events: withBuffers(batch.events) }
}
