import { workerData } from 'node:worker_threads'
import { answerQuestions } from '../../dist/core/answer-questions.js'
import { panelWork } from './panel-work.mjs'

const work = panelWork(workerData)

answerQuestions((page) => ({ answer: page.map(work) }))
