import type { Problem, ProblemCode } from '../problem.ts'

type ProblemText = {
  readonly code: ProblemCode
  readonly bad?: string | null
  readonly message: string
  readonly mend: string
}

/** A problem whose place is not known yet. */
export function errorAt(path: string, { code, bad = null, message, mend }: ProblemText): Problem {
  return { level: 'error', code, path, bad, place: null, message, mend }
}

export function warningAt(path: string, text: ProblemText): Problem {
  return { ...errorAt(path, text), level: 'warning' }
}
