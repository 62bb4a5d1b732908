import type { Playbook } from '../../../config/playbooks/playbook.ts'
import type { Day } from '../../../core/time.ts'
import { phraseHoldout } from '../../../proof/phrase/phrase-holdout.ts'
import { planAnyway, planHoldout } from '../../../proof/uplift/plan-holdout.ts'
import type { PlannedUplift } from '../../../proof/uplift/plan-uplift.ts'
import { readExperiments, writeExperiment } from '../../../store/control/experiments.ts'
import { firstDay } from '../../decide/seed-states.ts'
import type { Project } from '../../project.ts'
import { outcomeNamed, wordsOf } from '../../prove/choose-outcomes.ts'
import { replayHistory } from '../../read/replay-history.ts'
import type { KeptPlan } from '../../uplift/kept-experiment.ts'
import { BY_TELLTALE, experimentOf } from './assign-arms.ts'
import { forecastHoldout, type HoldoutForecast, mayLeaveAlone } from './forecast-holdout.ts'
import { basisOf, readForecast, writeForecast } from './kept-forecast.ts'
import { openNeverContact, settleNeverContact } from './never-contact.ts'
import { pastEntrances } from './past-entrances.ts'

/** Where nothing is said, a fifth is left alone. */
export const DEFAULT_SHARE = 0.2
/** Days of the past that are looked at, and after how many it is looked at again whether there are enough by now. */
const PAST_DAYS = 364
const AGAIN_DAYS = 28

/**
 * Settles which playbooks leave some accounts alone before anybody is: of each that may, who would have begun it in the past and what became of them, and where what that shows
 * is worth having, the plan of an experiment. What a person planned or ended stays. Does nothing while nothing is to be settled.
 * @throws the reason of `stop`
 */
export async function settleHoldouts(project: Project, stop: AbortSignal): Promise<void> {
  const { judgedDay, state, closing } = project
  if (state !== 'ready' || judgedDay === null || closing !== null) return
  const open: Playbook[] = []
  for (const playbook of project.config.judged.model.playbooks)
    if (await isOpen(project, playbook, judgedDay)) open.push(playbook)
  const never = await openNeverContact(project)
  const first = open.length === 0 && never === null ? null : await firstDay(project)
  if (first === null) return
  const from = Math.max(first, judgedDay - PAST_DAYS + 1)
  const changes = await replayHistory(project, { days: { from: 0, to: judgedDay } })
  const span = { from: project.zone.startOf(from), to: project.zone.startOf(judgedDay + 1) }
  const past = { changes, span, days: judgedDay - from + 1, day: judgedDay, stop }
  if (never !== null) await settleNeverContact(project, never, past)
  for (const playbook of open) {
    stop.throwIfAborted()
    const entrances = await pastEntrances(project, playbook, { changes, span })
    const { days } = past
    const forecast = await forecastHoldout(project, { entrances, days, goal: playbook.goal!.outcome, stop })
    await settle(project, playbook, { forecast, day: judgedDay })
  }
}

async function isOpen({ control }: Project, playbook: Playbook, day: Day): Promise<boolean> {
  if (!playbook.enabled || !mayLeaveAlone(playbook)) return false
  if ((await readExperiments(control, experimentOf(playbook)!)).length > 0) return false
  const kept = await readForecast(control, playbook.key)
  return kept === null || kept.basis !== basisOf(playbook) || day >= kept.day + AGAIN_DAYS
}

type Settled = { readonly forecast: HoldoutForecast; readonly day: Day }

async function settle(project: Project, playbook: Playbook, { forecast, day }: Settled): Promise<void> {
  const { control, clock, config, say } = project
  const planned = planOf(playbook, forecast)
  const { model } = config.judged
  const words = wordsOf(model, outcomeNamed(model, forecast.goal))
  await control.transaction().execute(async (tx) => {
    await writeForecast(tx, playbook.key, { basis: basisOf(playbook), day, forecast })
    if (planned === null) return
    const plan = JSON.stringify(toKept(playbook, forecast, planned))
    const name = experimentOf(playbook)!
    await writeExperiment(tx, { name, version: FIRST, plan, at: clock.now(), by: BY_TELLTALE })
  })
  const said = {
    holdout: planHoldout(forecast, shareOf(playbook)),
    share: shareOf(playbook),
    words,
    isSet: isSet(playbook),
  }
  say(`The playbook ${playbook.key}: ${phraseHoldout(forecast, said)}`)
}

/** The plan to be kept; null: nobody is left alone. */
export function planOf(playbook: Playbook, forecast: HoldoutForecast): PlannedUplift | null {
  const share = shareOf(playbook)
  const holdout = planHoldout(forecast, share)
  if (isSet(playbook)) return holdout.planned ?? planAnyway(forecast, holdout, share)
  return holdout.worth === 'worth having' ? holdout.planned : null
}

export function shareOf({ holdout }: Pick<Playbook, 'holdout'>): number {
  return typeof holdout === 'object' && holdout !== null ? holdout.share : DEFAULT_SHARE
}

export function isSet({ holdout }: Pick<Playbook, 'holdout'>): boolean {
  return typeof holdout === 'object' && holdout !== null
}

const FIRST = 'v1'

function toKept(playbook: Playbook, forecast: HoldoutForecast, planned: PlannedUplift): KeptPlan {
  const share = shareOf(playbook)
  const { goal, withinDays, good } = forecast
  const plan = {
    ...{ experiment: experimentOf(playbook)!, salt: FIRST, holdout: share, outcome: goal, withinDays, good },
    ...{ base: planHoldout(forecast, share).base ?? 0.5, units: planned.units, detectable: planned.detectable },
    ...{ covariate: null, guardrails: playbook.guard.events, segment: null },
  }
  return { plan, planned, control: null }
}
