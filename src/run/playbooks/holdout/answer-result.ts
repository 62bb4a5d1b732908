import { describeOutcome } from '../../../config/describe/describe-outcome.ts'
import type { Playbook } from '../../../config/playbooks/playbook.ts'
import type { CohortsAnswer, UpliftQuery } from '../../../contract/experiments.ts'
import type { PlaybookResult } from '../../../contract/playbooks/playbooks.ts'
import { titleOf } from '../../../contract/title-of.ts'
import { type Day, dayToIso } from '../../../core/time.ts'
import { toCohortNumbers } from '../../../proof/answer/to-uplift-answer.ts'
import { cohortCaveats, phraseCohorts } from '../../../proof/phrase/phrase-uplift.ts'
import { type CohortMember, compareCohorts } from '../../../proof/uplift/compare-cohorts.ts'
import type { Rise } from '../../../proof/uplift/predict-rise.ts'
import type { UpliftUnit } from '../../../proof/uplift/uplift-unit.ts'
import { readExperiments } from '../../../store/control/experiments.ts'
import { firstEntrance } from '../../../store/control/playbooks/enrolments.ts'
import { firstDay } from '../../decide/seed-states.ts'
import type { Project } from '../../project.ts'
import { outcomeNamed, wordsOf } from '../../prove/choose-outcomes.ts'
import type { Proving } from '../../prove/proving.ts'
import { replayHistory } from '../../read/replay-history.ts'
import { answerUplift } from '../../uplift/answer-uplift.ts'
import { gatherUnits } from '../../uplift/gather-units.ts'
import { experimentOf } from './assign-arms.ts'
import { goalOf } from './forecast-holdout.ts'
import { pastEntrances } from './past-entrances.ts'

type Asking = { readonly asked: UpliftQuery; readonly proving: Proving }

/** Whether a playbook helps: against those left alone, or where nobody is, who would have begun it before it was there against who did after. @throws the reason of `stop` */
export async function answerResult(
  project: Project,
  playbook: Playbook,
  { asked, proving }: Asking,
): Promise<PlaybookResult> {
  const name = experimentOf(playbook)
  if (name !== null && (await readExperiments(project.control, name)).length > 0) {
    const uplift = await answerUplift(project, name, { asked, proving })
    return { sentence: uplift.verdict.sentence, uplift, before_after: null }
  }
  const found = await compareBeforeAfter(project, playbook, proving)
  if (typeof found === 'string') return { sentence: found, uplift: null, before_after: null }
  return { sentence: found.verdict.sentence, uplift: null, before_after: found }
}

/** A text: why there is nothing to compare. */
async function compareBeforeAfter(
  project: Project,
  playbook: Playbook,
  proving: Proving,
): Promise<CohortsAnswer | string> {
  const { goal, listens } = playbook
  const { judgedDay, zone, control } = project
  if (goal === null) return 'That cannot be told: it says no goal. Add .goal(…).'
  if (listens === null || playbook.level === 'product' || playbook.level === 'person')
    return 'That cannot be told: who would have begun it before it was there is not known, and nobody is left alone.'
  const [first, began] = [await firstDay(project), await firstEntrance(control, playbook.key)]
  if (first === null || judgedDay === null || began === null) return 'That cannot be told yet: nobody has begun it.'
  const since = zone.dayOf(began)
  const changes = await replayHistory(project, { days: { from: 0, to: judgedDay } })
  const span = { from: zone.startOf(first), to: zone.startOf(judgedDay + 1) }
  const entrances = await pastEntrances(project, playbook, { changes, span })
  proving.stop.throwIfAborted()
  const { withinDays } = goalOf(project.config.judged.model, goal.outcome)
  const score = scoreOf(project)
  const plan = { outcome: goal.outcome, withinDays, covariate: score, guardrails: [], segment: null }
  const exposed = entrances.map((one) => ({ ...one, arm: 'treated' as const, delivered: null }))
  const gathered = await gatherUnits(project, { plan, exposed, proving })
  return toAnswer(project, playbook, { ...gathered, goal: goal.outcome, since, score })
}

type Found = {
  readonly units: readonly UpliftUnit[]
  readonly merged: number
  readonly goal: string
  readonly since: Day
  /** The score by which it is said where those who were picked stood; null: there is none. */
  readonly score: string | null
  readonly rise: Rise | null
}

/** The first score of accounts that is a number. */
function scoreOf({ config }: Project): string | null {
  const { scores } = config.judged.model
  return scores.find(({ level, kind }) => level === 'account' && kind !== 'tiers')?.key ?? null
}

function toAnswer(
  project: Project,
  { key }: Playbook,
  { units, merged, goal, since, score, rise }: Found,
): CohortsAnswer {
  const { model } = project.config.judged
  const outcome = outcomeNamed(model, goal)
  const words = wordsOf(model, outcome)
  const { withinDays, good } = goalOf(model, goal)
  const members = units.flatMap((unit) => toMember(project, unit, since))
  const proof = compareCohorts(members, good)
  const told = rise === null || score === null ? null : { ...rise, title: titleOf(score) }
  const tally = (...labels: readonly UpliftUnit['label'][]): number =>
    units.filter(({ label }) => labels.includes(label)).length
  const left = { too_early: tally('censored'), not_at_risk: tally('not_at_risk', 'in_gap'), untold: tally('untold') }
  return {
    definition: `Of accounts that would have begun “${titleOf(key)}” before it was there, and of those that did from ${dayToIso(since)} on, each from the first time, how many had the outcome within ${withinDays} days. Nobody was held back. ${describeOutcome(outcome, model)}`,
    ...{ outcome: goal, since: dayToIso(since), within_days: withinDays },
    verdict: { ruling: proof.ruling, sentence: phraseCohorts(proof, words) },
    ...toCohortNumbers(proof),
    unaffected: null,
    segment: model.segments.find(({ level }) => level === 'account')?.key ?? null,
    left_out: { start_unknown: 0, ...left, merged },
    ...{ regression: rise === null || score === null ? null : { score, ...rise }, caveats: cohortCaveats(told) },
  }
}

function toMember({ zone }: Project, { at, label, segment }: UpliftUnit, since: Day): CohortMember[] {
  if (label !== 'positive' && label !== 'negative') return []
  const day = zone.dayOf(at)
  return [{ week: Math.floor((day - since) / 7), after: day >= since, segment, had: label === 'positive' }]
}
