import type { OnboardingStatus } from '../model.ts'
import type { Suggestion, Team } from '../worklist.ts'
import type { RoutineDraft } from '../worklist-draft.ts'
import type { Trait } from './entity-quantities.ts'
import { addMisuse, badOptions, extra, type Misuse } from './misuse.ts'
import { type Days, days, spanOf } from './window.ts'

export type TeamOptions = {
  /** Who is in it: names, or names with the tasks a day that each can do. */
  readonly people?: readonly string[] | Readonly<Record<string, number>>
  /** Property of an account that names who looks after it. Default: `account.assignee` where no people are listed. */
  readonly assignedBy?: Trait
  /** Tasks a day that each can do; what is beyond waits below a line. Default no line. */
  readonly capacity?: number
  /** Accounts that one can look after, often some 85. Default no such number. */
  readonly portfolio?: number
  /** Tasks a week that alerts may give to one; those of least weight wait. Default no such budget. */
  readonly alertsPerWeek?: number
}

/** A team being defined. */
export class TeamBuilder {
  readonly draft: Team
  constructor(draft: Team, misuse: readonly Misuse[] = []) {
    this.draft = addMisuse(draft, misuse)
  }
}

/** Who does the tasks of a team: `team({ people: ['ana', 'ben'], assignedBy: trait('csm'), capacity: 25 })`. */
export function team(options: TeamOptions, ...rest: readonly never[]): TeamBuilder {
  const { people = [], assignedBy, capacity = null, portfolio = null, alertsPerWeek = null } = options
  const known = ['people', 'assignedBy', 'capacity', 'portfolio', 'alertsPerWeek']
  const draft = { trait: assignedBy?.trait ?? null, people: listPeople(people, capacity), capacity }
  return new TeamBuilder({ ...draft, portfolio, alertsPerWeek }, [
    ...badOptions('team', options, known),
    ...extra('team', rest),
  ])
}

function listPeople(people: NonNullable<TeamOptions['people']>, capacity: number | null): Team['people'] {
  if (Array.isArray(people)) return people.map((name: string) => ({ name, capacity }))
  return Object.entries(people).map(([name, own]) => ({ name, capacity: own }))
}

type SuggestOptions<T extends string> = {
  readonly team: T
  readonly action: string
  /** Default weekly. */
  readonly cadence?: Suggestion['cadence']
}

/** A routine being defined; each call gives a new one. `Refs`: the names it mentions. */
export class RoutineBuilder<Refs extends string = string> {
  readonly draft: RoutineDraft
  declare readonly refs: readonly Refs[]
  constructor(draft: RoutineDraft, misuse: readonly Misuse[] = []) {
    this.draft = addMisuse(draft, misuse)
  }
  /** Not before the account has been in the band for so long. */
  after(span: Days, ...rest: readonly never[]): RoutineBuilder<Refs> {
    const { days, misuse = [] } = spanOf('after()', span)
    return new RoutineBuilder({ ...this.draft, afterDays: days }, [...misuse, ...extra('after', rest)])
  }
  /** Only while the account is so old, counted from sign-up, both days included. */
  atAge(from: Days, to: Days, ...rest: readonly never[]): RoutineBuilder<Refs> {
    const [first, last] = [spanOf('atAge()', from), spanOf('atAge()', to)]
    const misuse = [...(first.misuse ?? []), ...(last.misuse ?? []), ...extra('atAge', rest)]
    return new RoutineBuilder({ ...this.draft, age: { from: first.days, to: last.days } }, misuse)
  }
  /** What is to be done, by whom, how often. */
  suggest<const T extends string>(
    action: SuggestOptions<T>,
    ...rest: readonly never[]
  ): RoutineBuilder<Refs | `team.${T}`> {
    const { team, cadence = 'weekly' } = action
    const misuse = [...badOptions('suggest', action, ['team', 'action', 'cadence']), ...extra('suggest', rest)]
    return new RoutineBuilder({ ...this.draft, suggest: { team, action: action.action, cadence } }, misuse)
  }
}

/**
 * What is done again and again while an account is in a band of a score: `routine('health', 'at risk').suggest({ … })`. The onboarding
 * status counts as one: `routine('onboarding', 'red')`.
 */
export function routine<const S extends string, const B extends string>(
  score: S,
  band: B,
  ...rest: readonly never[]
): RoutineBuilder<`band.${S}=${B}`> {
  return new RoutineBuilder({ score, band, afterDays: 0, age: null, suggest: null }, extra('routine', rest))
}

type OnboardingTeams<S extends string, E extends string> = {
  /** Who looks after the accounts. */
  readonly team: S
  /** Who is called in when that does not help within a week. */
  readonly escalation: E
}
type OnboardingRefs<S extends string, E extends string> = `band.onboarding=${OnboardingStatus}` | `team.${S | E}`

/**
 * The rhythm of the onboarding status, to be spread into `routines`. Red: a call a day, after a week weekly engineers, after thirty days
 * monthly a decision. Yellow: weekly contact, daily in the week before day 30. Green: a monthly talk about growing, a quarterly review.
 */
export function onboardingRoutines<const S extends string, const E extends string>({
  team,
  escalation,
}: OnboardingTeams<S, E>): Readonly<Record<OnboardingRoutine, RoutineBuilder<OnboardingRefs<S, E>>>> {
  const on = (status: OnboardingStatus) => routine('onboarding', status)
  return {
    redCall: on('red').suggest({ team, action: 'Call within a day; bring technical help', cadence: 'daily' }),
    redEngineers: on('red')
      .after(days(7))
      .suggest({ team: escalation, action: 'Clear what blocks them technically', cadence: 'weekly' }),
    redDecision: on('red')
      .after(days(30))
      .suggest({ team, action: 'Tell the executive; agree on a plan to save it, or on a refund', cadence: 'monthly' }),
    yellowContact: on('yellow').suggest({
      ...{ team, cadence: 'weekly' as const },
      action: 'Write, find out what is in the way, offer training',
    }),
    yellowBeforeDay30: on('yellow')
      .atAge(days(23), days(30))
      .suggest({ team, action: 'Check what is missing before day 30', cadence: 'daily' }),
    greenGrowth: on('green')
      .after(days(30))
      .suggest({ team, action: 'Talk about growing, and ask for a reference', cadence: 'monthly' }),
    greenReview: on('green')
      .after(days(91))
      .suggest({ team, action: 'Hold the quarterly review', cadence: 'quarterly' }),
  }
}

type OnboardingRoutine =
  | ('redCall' | 'redEngineers' | 'redDecision')
  | ('yellowContact' | 'yellowBeforeDay30')
  | ('greenGrowth' | 'greenReview')
