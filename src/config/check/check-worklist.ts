import type { ConfigDraft } from '../draft.ts'
import type { Problem } from '../problem.ts'
import type { Team } from '../worklist.ts'
import type { RoutineDraft } from '../worklist-draft.ts'
import { badNumber } from './bad-number.ts'
import { errorAt, warningAt } from './problem-at.ts'

/** Rule: somebody does the tasks, and each task is somebody's. */
export function checkWorklist(config: ConfigDraft): readonly Problem[] {
  const teams = Object.entries(config.teams).flatMap(([key, team]) => checkTeam(config, `teams.${key}`, team))
  const routines = Object.entries(config.worklist.routines).flatMap(([key, one]) => {
    return checkRoutine(config, `worklist.routines.${key}`, one)
  })
  return [...teams, ...routines, ...checkRenewals(config)]
}

const TASKS = { from: 1, to: 1_000, whole: true } as const

function checkTeam({ account }: ConfigDraft, path: string, team: Team): readonly Problem[] {
  const { people, capacity, portfolio, alertsPerWeek } = team
  const names = people.map(({ name }) => name)
  const listed = people.flatMap(({ name, capacity: own }) =>
    own === capacity ? [] : badNumber(`${path}.people.${name}`, own ?? undefined, TASKS),
  )
  return [
    ...badNumber(`${path}.capacity`, capacity ?? undefined, TASKS),
    ...badNumber(`${path}.portfolio`, portfolio ?? undefined, { from: 1, to: 100_000, whole: true }),
    ...badNumber(`${path}.alertsPerWeek`, alertsPerWeek ?? undefined, { from: 1, to: 10_000, whole: true }),
    ...listed,
    ...names.flatMap((name, at) => checkPerson(`${path}.people`, name, names.slice(0, at))),
    ...(names.length > 0 || team.trait !== null || account.assigneeTrait !== undefined ? [] : [nobody(path)]),
  ]
}

function checkPerson(path: string, name: string, before: readonly string[]): readonly Problem[] {
  if (name.trim() === '')
    return [
      errorAt(path, {
        code: 'empty_name',
        message: `${path} has somebody without a name.`,
        mend: 'Write their names.',
      }),
    ]
  if (!before.includes(name)) return []
  const message = `${path} has ${name} twice.`
  return [errorAt(path, { code: 'duplicate_name', bad: name, message, mend: 'Name everybody once.' })]
}

function nobody(path: string): Problem {
  const message = `${path} has no people, and nothing says who looks after an account: nobody gets its tasks.`
  const mend = "Add people: ['…'], assignedBy: trait('…'), or account: { assignee: trait('…') }."
  return warningAt(path, { code: 'team_without_people', message, mend })
}

function checkRoutine(config: ConfigDraft, path: string, routine: RoutineDraft): readonly Problem[] {
  const { suggest, afterDays, age, score } = routine
  const days = { from: 0, to: 3650, whole: true } as const
  const other = config.scores[score]?.level ?? 'account'
  return [
    ...(suggest === null ? [idle(path)] : []),
    ...badNumber(`${path}.after`, afterDays, days),
    ...(age === null ? [] : badNumber(`${path}.atAge`, age.from, days)),
    ...(age === null ? [] : badNumber(`${path}.atAge`, age.to, { ...days, from: Math.max(0, age.from) })),
    ...(other === 'account' ? [] : [ofOther(path, score, other)]),
  ]
}

function idle(path: string): Problem {
  const message = `${path} does not say what is to be done.`
  return errorAt(path, { code: 'nothing_to_do', message, mend: "Add .suggest({ team: '…', action: '…' })." })
}

function ofOther(path: string, score: string, level: string): Problem {
  const message = `${path} follows the score ${score}, which is of level ${level}; tasks are about accounts.`
  return errorAt(path, { code: 'wrong_level', bad: score, message, mend: 'Follow a score of accounts.' })
}

function checkRenewals({ account, worklist: { renewals } }: ConfigDraft): readonly Problem[] {
  if (renewals === null) return []
  const path = 'worklist.renewals'
  const days = badNumber(`${path}.within`, renewals.withinDays, { from: 1, to: 3650, whole: true })
  if (account.renewsOnTrait !== undefined) return days
  const message = 'worklist.renewals makes tasks of renewals, and nothing says when an account renews.'
  const mend = "Add account: { renewsOn: trait('…') }."
  return [...days, errorAt(path, { code: 'nothing_to_do', message, mend })]
}
