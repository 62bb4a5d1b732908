import { workerData } from 'node:worker_threads'
import type { IngestSettings } from '../config/ingest-settings.ts'
import { answerQuestions } from '../core/answer-questions.ts'
import type { NormalisedBatch } from '../store/analytic/message.ts'
import { buffersOf, type PackedStretch, unpackStretch } from './frame-transfer.ts'
import { compileSettings } from './ingest-settings.ts'
import { normaliseBatch } from './normalise-batch.ts'

const settings = compileSettings(workerData as IngestSettings)

answerQuestions<PackedStretch, NormalisedBatch>((stretch) => {
  const answer = normaliseBatch(unpackStretch(stretch), settings)
  return { answer, transfer: buffersOf(answer.events) }
})
