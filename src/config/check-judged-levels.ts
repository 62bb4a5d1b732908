import type { ConfigDraft } from './draft.ts'
import type { Problem } from './problem.ts'
import { errorAt } from './problem-at.ts'

/** Rule: signals are of accounts and members. Nobody would judge one of persons across their accounts, and it would stay silent for ever. */
export function checkJudgedLevels(config: ConfigDraft): readonly Problem[] {
  return Object.entries(config.signals).flatMap(([key, { level }]) => {
    if (level !== 'person') return []
    const path = `signals.${key}`
    const message = `${path} is of level person. Signals are judged at the levels account and member.`
    const mend = "Say 'member': it is judged for each person in each of their accounts."
    return [errorAt(path, { code: 'wrong_level', bad: 'person', message, mend })]
  })
}
