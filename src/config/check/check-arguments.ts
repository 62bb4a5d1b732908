import type { Misuse } from '../builders/misuse.ts'
import type { ConfigDraft } from '../draft.ts'
import type { Problem } from '../problem.ts'
import { errorAt } from './problem-at.ts'

/** How far down a definition's own name stands: `signals.busy`. */
const DEFINITION_DEPTH = 2

/** Rule: everything that was passed to a builder is read. What is not, its builder noted in the draft. */
export function checkArguments(config: ConfigDraft): readonly Problem[] {
  const problems: Problem[] = []
  visit(config, [], problems)
  return problems
}

function visit(value: unknown, path: readonly string[], problems: Problem[]): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, part] of Object.entries(value)) {
    if (key === 'misuse' && Array.isArray(part)) problems.push(...part.map((misuse) => problemAt(path, misuse)))
    else visit(part, path.length < DEFINITION_DEPTH ? [...path, key] : path, problems)
  }
}

function problemAt(path: readonly string[], { bad, message, mend }: Misuse): Problem {
  return errorAt(path.join('.'), { code: 'wrong_argument', bad, message, mend })
}
