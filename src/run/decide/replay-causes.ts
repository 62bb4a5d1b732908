import type { Day } from '../../core/time.ts'
import { judgeAccount } from '../../judge/judge-account.ts'
import type { AnyJudgeInput, JudgedState, JudgedTransition } from '../../judge/judge-input.ts'
import { judgePerson } from '../../judge/judge-person.ts'
import type { SignalState } from '../../judge/signal-state.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import { decideCauses, isOfPerson, type Learn, learnedDay } from './decide-causes.ts'
import { stateKey } from './kept-states.ts'

/**
 * The cause of each change of a replay, decided as living through its days decides it: each day for itself, from the states before it. Those are found when they
 * are first asked for: most days brought nothing that may have to be left out.
 */
export async function replayCauses(
  input: AnyJudgeInput,
  transitions: readonly JudgedTransition[],
  learn: Learn,
): Promise<JudgedTransition[]> {
  const states = statesBefore(input)
  const told: JudgedTransition[] = []
  for (const day of new Set(transitions.map(({ asOf }) => asOf).sort((a, b) => a - b))) {
    const changed = transitions.filter(({ asOf }) => asOf === day)
    const events = input.events.filter(({ knownAt }) => learnedDay(input, knownAt) === day)
    const ofDay = onDays(input, { from: day, to: day })
    const causes = await decideCauses({ ...ofDay, events }, changed, { learn, statesBefore: states })
    told.push(...changed.map((one, i) => ({ ...one, evidence: one.evidence, cause: causes[i] ?? 'behaviour' })))
  }
  return told
}

/** The states at the start of a day, for days in ascending order: what was judged for one is not judged again for the next. */
function statesBefore(input: AnyJudgeInput): (day: Day) => AnyJudgeInput['stateOf'] {
  let next = input.fold.days.from
  const states = new Map<string, SignalState | undefined>()
  const stateOf: AnyJudgeInput['stateOf'] = (signal, person) => {
    const key = stateKey(signal, person)
    return states.has(key) ? states.get(key) : input.stateOf(signal, person)
  }
  const judgeUpTo = (day: Day): void => {
    if (next >= day) return
    const judged = judgeAgain({ ...onDays(input, { from: next, to: day - 1 }), stateOf })
    for (const { signal, person, state } of judged) states.set(stateKey(signal, person), state ?? undefined)
    next = day
  }
  return (day) => {
    judgeUpTo(day)
    return stateOf
  }
}

function onDays<I extends AnyJudgeInput>(input: I, days: DayRange): I {
  return { ...input, fold: { ...input.fold, days } }
}

function judgeAgain(input: AnyJudgeInput): readonly JudgedState[] {
  return (isOfPerson(input) ? judgePerson(input) : judgeAccount(input)).states
}
