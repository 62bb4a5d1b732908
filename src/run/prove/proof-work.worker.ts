import { answerQuestions } from '../../core/answer-questions.ts'
import { type ProofWork, proofWork, toProofParts } from './proof-work.ts'
import type { ProofAnswer, ProofQuestion } from './share-proofs.ts'

let work: ProofWork | null = null

answerQuestions<ProofQuestion, ProofAnswer>(async (question) => {
  if (question.kind === 'begin') {
    work = proofWork(toProofParts(question.task), async () => {})
    return { answer: null }
  }
  return { answer: question.kind === 'find' ? await work!.find(question.examined) : await work!.cure(question.one) }
})
