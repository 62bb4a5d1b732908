import type { ConfigDraft } from '../draft.ts'
import type { Worklist } from '../worklist.ts'

/** Who does what: the teams by name, and what makes tasks beside signals. */
export function compileWorklist({ teams, worklist, scores }: ConfigDraft): Worklist {
  const { routines, renewals, health } = worklist
  return {
    teams: Object.keys(teams)
      .sort()
      .map((key) => ({ key, ...teams[key]! })),
    routines: Object.keys(routines)
      .sort()
      .flatMap((key) => {
        const { suggest, ...rest } = routines[key]!
        return suggest === null ? [] : [{ key, ...rest, suggest }]
      }),
    renewals,
    health: health ?? (scores.health?.level === 'account' ? 'health' : null),
  }
}
