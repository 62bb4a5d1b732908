import { parentPort } from 'node:worker_threads'
import type { Answered, Asked } from './open-thread.ts'

/** An answer, and the memory in it that changes hands. */
export type Given<Answer> = { readonly answer: Answer; readonly transfer?: readonly ArrayBuffer[] }

/** The other side of `openThread`, called once by a thread's script: every question is answered, or told why not. */
export function answerQuestions<Question, Answer>(answerOf: (question: Question) => Given<Answer>): void {
  parentPort?.on('message', ({ id, question }: Asked<Question>) => {
    try {
      const { answer, transfer = [] } = answerOf(question)
      parentPort?.postMessage({ id, answer } satisfies Answered<Answer>, [...transfer])
    } catch (error) {
      parentPort?.postMessage({ id, error } satisfies Answered<Answer>)
    }
  })
}
