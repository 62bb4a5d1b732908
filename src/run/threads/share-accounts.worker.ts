import { workerData } from 'node:worker_threads'
import { answerQuestions } from '../../core/answer-questions.ts'
import { type ReplayAnswer, type ReplayCase, type ReplayTask, replayWork } from './replay-work.ts'

const work = replayWork(workerData as ReplayTask)

answerQuestions<readonly ReplayCase[], readonly ReplayAnswer[]>((page) => ({ answer: page.map(work) }))
