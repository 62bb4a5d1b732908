import { parentPort } from 'node:worker_threads'
import { carryError } from './carry-error.ts'
import type { Answered, Asked } from './open-thread.ts'

/** An answer, and the memory in it that changes hands. */
export type Given<Answer> = { readonly answer: Answer; readonly transfer?: readonly ArrayBuffer[] }

/** The other side of `openThread`, called once by a thread's script: every question is answered when those before it are, or told why not. */
export function answerQuestions<Question, Answer>(
  answerOf: (question: Question) => Given<Answer> | Promise<Given<Answer>>,
): void {
  let last: Promise<void> = Promise.resolve()
  const answerOne = async ({ id, question }: Asked<Question>): Promise<void> => {
    try {
      const { answer, transfer = [] } = await answerOf(question)
      parentPort?.postMessage({ id, answer } satisfies Answered<Answer>, [...transfer])
    } catch (error) {
      parentPort?.postMessage({ id, error: carryError(error) } satisfies Answered<Answer>)
    }
  }
  parentPort?.on('message', (asked: Asked<Question>) => {
    last = last.then(() => answerOne(asked))
  })
}
