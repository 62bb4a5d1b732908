import { canShift } from '../compile/shift-quantity.ts'
import type { ConfigDraft } from '../draft.ts'
import type { Problem } from '../problem.ts'
import { errorAt } from './problem-at.ts'
import { walkConfig } from './walk-config.ts'

/** Rule: what changes has something to be compared with. Follows indicators, so names must exist and not run in circles. */
export function checkChanges(config: ConfigDraft): readonly Problem[] {
  return walkConfig(config).quantities.flatMap(({ path, what }) => {
    if ((what.kind !== 'change' && what.kind !== 'difference') || what.before !== null) return []
    if (canShift(what.now, config)) return []
    const message = `${what.kind} of a number without a window has nothing before it.`
    const mend = `Give the number a window such as days(28), or say what it is compared with: ${what.kind}(now, before).`
    return [errorAt(path, { code: 'bad_window', message, mend })]
  })
}
