import { describeOutcome } from '../../config/describe/describe-outcome.ts'
import type { UpliftAnswer, UpliftQuery } from '../../contract/experiments.ts'
import { telltaleError } from '../../core/errors.ts'
import { toUpliftAnswer } from '../../proof/answer/to-uplift-answer.ts'
import { phraseUplift } from '../../proof/phrase/phrase-uplift.ts'
import type { Project } from '../project.ts'
import { outcomeNamed, wordsOf } from '../prove/choose-outcomes.ts'
import type { Proving } from '../prove/proving.ts'
import type { ExposedAccount } from './exposed-account.ts'
import { experimentNamed, toRow } from './kept-experiment.ts'
import { proveUplift } from './prove-uplift.ts'

/** What an experiment has shown so far. @throws unknown_name, bad_argument, the reason of `stop` */
export async function answerUplift(
  project: Project,
  name: string,
  { asked, proving }: { readonly asked: UpliftQuery; readonly proving: Proving },
): Promise<UpliftAnswer> {
  const { control, clock } = project
  const experiment = await experimentNamed(control, name)
  const { plan } = experiment.kept
  const { model } = project.config.judged
  const outcome = outcomeNamed(model, plan.outcome)
  const costs = costsOf(asked)
  const { proof, exposed, merged, mixed, unknown } = await proveUplift(project, experiment, { costs, proving })
  return {
    definition: `Accounts that were exposed to “${name}”, each once and in the arm that it was assigned to, whether or not anything reached it, and how many had the outcome within ${plan.withinDays} days. ${describeOutcome(outcome, model)}`,
    experiment: await toRow(control, experiment),
    ...toUpliftAnswer(proof, { merged, mixed, unknown, sentence: phraseUplift(proof, wordsOf(model, outcome)) }),
    still_needed: stillNeeded(plan.units, exposed, {
      counted: proof.treated.counted + proof.holdout.counted,
      now: clock.now(),
    }),
  }
}

function costsOf({ value, cost }: UpliftQuery): { value: number; cost: number } | null {
  if (value !== undefined) return { value, cost: cost ?? 0 }
  if (cost === undefined) return null
  throw telltaleError('bad_argument', { argument: 'value', value: 'missing', expected: 'one beside cost, in its unit' })
}

const WEEK_MS = 7 * 86_400_000
const MOST_WEEKS = 52

/** By the pace of the exposures so far; null: all that were planned have told. */
function stillNeeded(
  need: number,
  exposed: readonly ExposedAccount[],
  { counted, now }: { readonly counted: number; readonly now: number },
): UpliftAnswer['still_needed'] {
  if (counted >= need) return null
  const first = exposed.reduce((least, { at }) => Math.min(least, at), now)
  const perWeek = exposed.length / Math.max(1, (now - first) / WEEK_MS)
  const weeks = perWeek > 0 ? Math.ceil((need - counted) / perWeek) : null
  return { have: counted, need, weeks: weeks === null || weeks > MOST_WEEKS ? null : weeks }
}
