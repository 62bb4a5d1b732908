import type { Playbook } from '../../../config/playbooks/playbook.ts'
import type { HoldoutRow, PlaybookForecast } from '../../../contract/playbooks/playbooks.ts'
import { plain } from '../../../proof/answer/to-signal-answer.ts'
import { phraseHoldout } from '../../../proof/phrase/phrase-holdout.ts'
import { phrasePlan } from '../../../proof/phrase/phrase-uplift.ts'
import { sayShare } from '../../../proof/phrase/say-number.ts'
import { planHoldout, rateOfPast } from '../../../proof/uplift/plan-holdout.ts'
import { readExperiments } from '../../../store/control/experiments.ts'
import type { Project } from '../../project.ts'
import { outcomeNamed, wordsOf } from '../../prove/choose-outcomes.ts'
import { type KeptExperiment, withPlan } from '../../uplift/kept-experiment.ts'
import { BY_TELLTALE, experimentOf } from './assign-arms.ts'
import { type HoldoutForecast, mayLeaveAlone } from './forecast-holdout.ts'
import { basisOf, readForecast } from './kept-forecast.ts'
import { isSet, planOf, shareOf } from './settle-holdouts.ts'

/** Whether a playbook leaves some accounts alone, what that will show, and if it does not, why. */
export async function describeHoldout(project: Project, playbook: Playbook): Promise<HoldoutRow> {
  const { control } = project
  const name = experimentOf(playbook)
  const stored = name === null ? undefined : (await readExperiments(control, name)).at(-1)
  const kept = await readForecast(control, playbook.key)
  const isStanding = kept !== null && kept.basis === basisOf(playbook) && mayLeaveAlone(playbook)
  const forecast = isStanding ? sayForecast(project, playbook, kept.forecast) : null
  const said = { setting: settingOf(playbook), forecast: forecast?.forecast ?? null }
  if (stored === undefined) {
    const sentence =
      whyNot(playbook) ?? forecast?.sentence ?? 'Whether some are left alone is being worked out from the past.'
    return { ...said, share: null, experiment: null, sentence }
  }
  if (stored.endedAt !== null)
    return {
      ...said,
      share: null,
      experiment: name,
      sentence: `Nobody is left alone: the experiment ${name} has ended.`,
    }
  const running = withPlan(stored)
  const own = running.by === BY_TELLTALE ? forecast?.sentence : undefined
  const share = running.kept.control === null ? running.kept.plan.holdout : null
  return { ...said, share, experiment: name, sentence: own ?? sayPlanned(running) }
}

function settingOf({ holdout }: Playbook): HoldoutRow['setting'] {
  return holdout === null ? 'default' : holdout === 'off' ? 'off' : 'set'
}

/** null: some may be. */
function whyNot(playbook: Playbook): string | null {
  const { holdout, byDefault, goal, level } = playbook
  if (holdout === 'off') return 'Nobody is left alone, as the configuration says.'
  if (level === 'product' || level === 'person') return 'Nobody is left alone: it is not about accounts.'
  if (holdout !== null)
    return goal === null
      ? `Nobody is left alone until the experiment ${holdout.experiment} is planned: nothing says what it is for.`
      : null
  return WHY_NOT[byDefault]
}

const SET = 'With .holdout(0.2) some are all the same.'
const WHY_NOT: Readonly<Record<Playbook['byDefault'], string | null>> = {
  automated: null,
  'asks people': `Nobody is left alone: it asks people to act. ${SET}`,
  'failed payment': `Nobody is left alone: it is about a failed payment. ${SET}`,
  'sends nothing': `Nobody is left alone: it sends nothing to the users of an account. ${SET}`,
  'no goal': 'Nobody is left alone: it says no goal by which it could be told whether it helps. Add .goal(…).',
}

function sayPlanned({ kept: { plan, planned, control }, by }: KeptExperiment): string {
  if (control !== null) return 'Who is left alone is decided by the product itself.'
  return `${sayShare(plan.holdout)} of the accounts that begin it are left alone, by lot, as ${by} planned. ${phrasePlan(planned, plan.base)}`
}

/** What is known before it starts, in numbers and in words. */
export function sayForecast(
  project: Project,
  playbook: Playbook,
  past: HoldoutForecast,
): { readonly forecast: PlaybookForecast; readonly sentence: string } {
  const { model } = project.config.judged
  const share = shareOf(playbook)
  const holdout = planHoldout(past, share)
  const words = wordsOf(model, outcomeNamed(model, past.goal))
  const planned = planOf(playbook, past) ?? holdout.planned
  const weeks =
    planned === null || holdout.perWeek === 0 ? null : Math.ceil(planned.units / holdout.perWeek + past.withinDays / 7)
  return {
    forecast: {
      ...{ days: past.days, accounts: past.accounts, per_week: holdout.perWeek, share, outcome: past.goal },
      ...{ within_days: past.withinDays, told: past.outcome.total, base: plain(rateOfPast(past)) },
      ...{ units: planned?.units ?? null, detectable: planned?.detectable ?? null, weeks, worth: holdout.worth },
    },
    sentence: phraseHoldout(past, { holdout, share, words, isSet: isSet(playbook) }),
  }
}
