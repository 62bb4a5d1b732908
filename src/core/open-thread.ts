import { Worker } from 'node:worker_threads'
import { arrivedError, type CarriedError } from './carry-error.ts'
import { telltaleError } from './errors.ts'

/** What a question to a thread, and its answer, are sent as. */
export type Asked<Question> = { readonly id: number; readonly question: Question }
export type Answered<Answer> =
  | { readonly id: number; readonly answer: Answer }
  | { readonly id: number; readonly error: CarriedError }

/** A thread of its own that answers questions, one after the other in the order asked. */
export type Thread<Question, Answer> = {
  /** Memory in `transfer` changes hands. Rejects when the thread died or was closed; then open another. */
  readonly ask: (question: Question, transfer?: readonly ArrayBuffer[]) => Promise<Answer>
  /** Questions without an answer so far. */
  readonly open: () => number
  readonly close: () => Promise<void>
}

export type ThreadOptions = {
  /** The compiled script, which calls `answerQuestions`. */
  readonly script: URL
  /** What it needs before the first question. */
  readonly data?: unknown
  /** What is told when a question comes too late, or is cut off. */
  readonly closed: string
}

type Waiting<Answer> = { readonly resolve: (answer: Answer) => void; readonly reject: (error: unknown) => void }

/** Starts a thread. It keeps the process alive only while it has something to answer. */
export function openThread<Question, Answer>({ script, data, closed }: ThreadOptions): Thread<Question, Answer> {
  const worker = new Worker(script, { workerData: data })
  const waiting = new Map<number, Waiting<Answer>>()
  const closedError = (): Error => telltaleError('cancelled', { kept: closed })
  let lastId = 0
  let ended = false
  worker.on('message', (answered: Answered<Answer>) => settle(waiting, answered))
  worker.on('error', (error) => rejectAll(waiting, error))
  worker.on('exit', () => {
    ended = true
    rejectAll(waiting, closedError())
  })
  worker.unref()
  return {
    ask: (question, transfer = []) =>
      new Promise<Answer>((resolve, reject) => {
        if (ended) return reject(closedError())
        waiting.set(++lastId, { resolve, reject })
        worker.ref()
        worker.postMessage({ id: lastId, question } satisfies Asked<Question>, [...transfer])
      }).finally(() => waiting.size === 0 && worker.unref()),
    open: () => waiting.size,
    close: async () => {
      await worker.terminate()
    },
  }
}

function settle<Answer>(waiting: Map<number, Waiting<Answer>>, answered: Answered<Answer>): void {
  const asked = waiting.get(answered.id)
  waiting.delete(answered.id)
  if ('error' in answered) asked?.reject(arrivedError(answered.error))
  else asked?.resolve(answered.answer)
}

function rejectAll<Answer>(waiting: Map<number, Waiting<Answer>>, error: unknown): void {
  for (const { reject } of waiting.values()) reject(error)
  waiting.clear()
}
