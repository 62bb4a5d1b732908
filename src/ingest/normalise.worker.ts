import { workerData } from 'node:worker_threads'
import type { IngestSettings } from '../config/ingest-settings.ts'
import { answerQuestions, type Given } from '../core/answer-questions.ts'
import type { NormalisedBatch } from '../store/analytic/message.ts'
import { buffersOf, type PackedStretch, unpackStretch } from './frame-transfer.ts'
import { compileSettings } from './ingest-settings.ts'
import { type FrameStretch, normaliseBatch } from './normalise-batch.ts'
import { type LogPlace, openStretches } from './read-stretch.ts'

/** A stretch that was read already, or where to read it. */
export type NormaliserQuestion =
  | { readonly kind: 'stretch'; readonly stretch: PackedStretch }
  | { readonly kind: 'log'; readonly place: LogPlace }

const settings = compileSettings(workerData as IngestSettings)
const stretches = openStretches()

answerQuestions<NormaliserQuestion, NormalisedBatch | null>((question) => {
  const stretch = question.kind === 'stretch' ? unpackStretch(question.stretch) : stretches.read(question.place)
  return stretch === null ? { answer: null } : normalise(stretch)
})

function normalise(stretch: FrameStretch): Given<NormalisedBatch> {
  const answer = normaliseBatch(stretch, settings)
  return { answer, transfer: buffersOf(answer.events) }
}
