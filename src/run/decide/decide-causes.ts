import { stateName } from '../../config/state-name.ts'
import { type Day, type Millis, MS_PER_DAY } from '../../core/time.ts'
import type { Cause } from '../../core/transition.ts'
import { decideCause, type Removal } from '../../judge/decide-cause.ts'
import { judgeAccount } from '../../judge/judge-account.ts'
import type { AnyJudgeInput, JudgedTransition, JudgeInput, PersonJudgeInput } from '../../judge/judge-input.ts'
import { judgePerson } from '../../judge/judge-person.ts'
import type { WholeMove } from '../../store/analytic/analytic-store.ts'
import { EXCLUDED } from '../../store/analytic/excluded-trait.ts'
import type { EventRow, TraitRow } from '../../store/analytic/rows.ts'
import { withoutEarlier, withoutEvents } from './without-events.ts'

/** What became known on a day about one account or person. */
export type Learned = {
  /** The day's events, those that moved in among them, in order of the log; null: each came as it happened. */
  readonly events: readonly EventRow[] | null
  /** Merges and splits of accounts in which this one gave or took. */
  readonly moves: readonly WholeMove[]
  /** Logs of which what became known on the day counts as imported. */
  readonly imported: ReadonlySet<string>
}
export type Learn = (day: Day) => Promise<Learned>

/** Whom it is asked for. */
export type Learner =
  | { readonly account: number; readonly actors?: undefined }
  | { readonly account?: undefined; readonly actors: readonly number[] }

/** `atHand`: the events of the day that is open, where they were read already. */
export type LearnOf = (of: Learner, atHand?: readonly EventRow[]) => Learn

/** `statesBefore`: at the start of a day, asked for only where something is left out; absent: those of the input, which is of one day. */
export type Deciding = {
  readonly learn: Learn
  readonly statesBefore?: (day: Day) => AnyJudgeInput['stateOf']
}

type Tried = Extract<Removal, 'import' | 'merge' | 'late'>
const TRIED: readonly Tried[] = ['import', 'merge', 'late']

/**
 * The cause of each change: judged once more without what became known on its day by another way than behaviour - imported events, joins of persons, merges and
 * splits of accounts, late events and corrections - and the first removal that undoes the change names it. Config never gets here: it is seeded silently, under
 * its own cause, and so is what an import says of days that were closed before.
 */
export async function decideCauses(
  input: AnyJudgeInput,
  transitions: readonly JudgedTransition[],
  { learn, statesBefore = () => input.stateOf }: Deciding,
): Promise<Cause[]> {
  const causes = new Map<JudgedTransition, Cause>()
  for (const day of new Set(transitions.map(({ asOf }) => asOf))) {
    const changed = transitions.filter(({ asOf }) => asOf === day)
    const learned = changed.every(({ cause }) => cause !== undefined) ? null : await learn(day)
    const undone = new Map(
      TRIED.map((one) => [one, learned === null ? null : changesWithout(input, one, { day, learned, statesBefore })]),
    )
    for (const one of changed) {
      const isUndone = (removal: Removal) =>
        removal !== 'config' && undone.get(removal)?.some((left) => isSameChange(left, one)) === false
      causes.set(one, one.cause ?? decideCause(isUndone))
    }
  }
  return transitions.map((one) => causes.get(one) ?? 'behaviour')
}

type OfDay = { readonly day: Day; readonly learned: Learned }
type Trying = OfDay & { readonly statesBefore: (day: Day) => AnyJudgeInput['stateOf'] }

/** The changes that are left; null: there was nothing to leave out. */
function changesWithout(input: AnyJudgeInput, removal: Tried, of: Trying): readonly JudgedTransition[] | null {
  const left = without(input, removal, of)
  if (left === null) return null
  const less = { ...left, stateOf: of.statesBefore(of.day) }
  const { transitions } = isOfPerson(less) ? judgePerson(less) : judgeAccount(less)
  return transitions
}

/** At an event it must have come no later: whether the rest of the day was at hand when it was judged must not matter. */
function isSameChange(left: JudgedTransition, { signal, person, what, asOf, position }: JudgedTransition): boolean {
  if (stateName(left.signal) !== stateName(signal) || left.person !== person) return false
  if (left.what !== what || left.asOf !== asOf) return false
  return position === null || (left.position?.log === position.log && left.position.n <= position.n)
}

export function isOfPerson(input: AnyJudgeInput): input is PersonJudgeInput {
  return 'person' in input.fold
}

function without(input: AnyJudgeInput, removal: Tried, { day, learned }: OfDay): AnyJudgeInput | null {
  const events = learned.events ?? []
  switch (removal) {
    case 'import':
      return withoutImported(input, { day, learned })
    case 'late': {
      const counted = withoutExclusions(input, day)
      return withoutEvents(counted ?? input, { day, events, gone: isLate, takenBack: true }) ?? counted
    }
    case 'merge':
      return withoutMerges(input, { day, learned })
  }
}

/** Of the open day, what came before its events is told by log. */
function withoutImported(input: AnyJudgeInput, { day, learned }: OfDay): AnyJudgeInput | null {
  const gone = ({ log }: { readonly log: string }): boolean => learned.imported.has(log)
  const less = isOfPerson(input) ? null : withoutEarlier(input, day, gone)
  const left = withoutEvents(less ?? input, { day, events: learned.events ?? [], gone, takenBack: false })
  return left ?? less
}

/** null: nobody is known since that day to be out of every number, or not to be any more. */
function withoutExclusions(input: AnyJudgeInput, day: Day): AnyJudgeInput | null {
  const stays = ({ key, knownAt }: TraitRow): boolean => key !== EXCLUDED || learnedDay(input, knownAt) !== day
  if (isOfPerson(input)) {
    const { timeline } = input.fold
    if (timeline.traits.every(stays)) return null
    return { ...input, fold: { ...input.fold, timeline: { ...timeline, traits: timeline.traits.filter(stays) } } }
  }
  const { timeline } = input.fold
  const { traits, personTraits } = timeline
  if (traits.every(stays) && personTraits.every(stays)) return null
  const kept = { ...timeline, traits: traits.filter(stays), personTraits: personTraits.filter(stays) }
  return { ...input, fold: { ...input.fold, timeline: kept } }
}

function isLate({ knownAt, ts }: EventRow): boolean {
  return knownAt - ts > MS_PER_DAY
}

/** null: nobody was joined on that day, and nothing of another account came in or went out. */
function withoutMerges(input: AnyJudgeInput, { day, learned }: OfDay): AnyJudgeInput | null {
  const { moves } = learned
  const cameBy = (event: EventRow): boolean => moves.some(({ log, n }) => event.log === log && event.n === n)
  const of = { day, events: learned.events ?? [], gone: cameBy, takenBack: moves.length > 0 }
  const unmoved = isOfPerson(input) || moves.length === 0 ? null : withoutMoved(input, moves)
  // Rows may be none: what is judged may rest on no event.
  const apart = unmoved === null ? null : (withoutEvents(unmoved, of) ?? unmoved)
  return withoutJoins(apart ?? input, day) ?? apart
}

/** Members, traits and subscriptions that an account brought along became known with the merge, at that instant. */
function withoutMoved(input: JudgeInput, moves: readonly WholeMove[]): JudgeInput {
  const instants = new Set(moves.map(({ knownAt }) => knownAt))
  const stays = ({ knownAt }: { readonly knownAt: number }): boolean => !instants.has(knownAt)
  const { timeline } = input.fold
  const { members, traits, subscriptions } = timeline
  const kept = {
    ...timeline,
    ...{ members: members.filter(stays), traits: traits.filter(stays), subscriptions: subscriptions.filter(stays) },
  }
  return { ...input, fold: { ...input.fold, timeline: kept } }
}

/** The local day at whose close it counts. */
export function learnedDay({ fold }: AnyJudgeInput, knownAt: Millis): Day {
  const { zone, product } = fold.plan
  return zone.dayOf(knownAt - product.closeDelayMinutes * 60_000)
}

function withoutJoins(input: AnyJudgeInput, day: Day): AnyJudgeInput | null {
  const { links } = input.fold.timeline
  const kept = links.filter((link) => learnedDay(input, link.knownAt) !== day)
  if (kept.length === links.length) return null
  if (isOfPerson(input)) {
    const { fold } = input
    return { ...input, fold: { ...fold, timeline: { ...fold.timeline, links: kept } } }
  }
  const { fold } = input
  return { ...input, fold: { ...fold, timeline: { ...fold.timeline, links: kept } } }
}
