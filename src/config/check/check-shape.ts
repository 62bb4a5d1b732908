import { configSchema } from '../config-schema.ts'
import type { Config } from '../define-config.ts'
import type { Problem } from '../problem.ts'
import { errorAt } from './problem-at.ts'

/** Rule: every definition is what its builder makes. Types say so already; this is for configurations written in JavaScript. */
export function checkShape(config: Config): readonly Problem[] {
  const parsed = configSchema.safeParse(config.draft)
  if (parsed.success) return []
  return parsed.error.issues.slice(0, 50).map((issue) => {
    const path = issue.path.map(String).join('.')
    const message = `${path === '' ? 'The configuration' : path} is not what its builder makes: ${issue.message}.`
    const mend = 'Write it with the builders that telltale exports, such as event(), count() and signal().'
    return errorAt(path, { code: 'wrong_shape', message, mend })
  })
}
