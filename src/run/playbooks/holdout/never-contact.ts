import type { Outreach } from '../../../config/playbooks/playbook.ts'
import type { NeverContactRow } from '../../../contract/playbooks/playbooks.ts'
import type { Day } from '../../../core/time.ts'
import type { Transition } from '../../../core/transition.ts'
import { NEVER_CONTACT } from '../../../playbooks/never-contact.ts'
import { sayShare } from '../../../proof/phrase/say-number.ts'
import { planAnyway, planHoldout } from '../../../proof/uplift/plan-holdout.ts'
import { endExperiment, readExperiments, writeExperiment } from '../../../store/control/experiments.ts'
import type { Project } from '../../project.ts'
import { type KeptExperiment, type KeptPlan, withPlan } from '../../uplift/kept-experiment.ts'
import type { Span } from '../live-through-past.ts'
import { BY_TELLTALE, sendsByItself } from './assign-arms.ts'
import { type Entrance, firstOfEach } from './first-of-each.ts'
import { forecastHoldout, type HoldoutForecast } from './forecast-holdout.ts'
import { pastEntrances } from './past-entrances.ts'

type Never = NonNullable<Outreach['neverContact']>

/** The group of those never contacted, where it is compared by an outcome and no plan is of the lot that is drawn now; null: nothing is to be settled. */
export async function openNeverContact({ control, config }: Project): Promise<(Never & { outcome: string }) | null> {
  const { neverContact } = config.judged.model.outreach
  if (neverContact === null || neverContact.outcome === null) return null
  const last = await latest(control)
  const { outcome } = neverContact
  return last !== null && isOf(last, neverContact) ? null : { ...neverContact, outcome }
}

/** A plan that somebody ended stays ended, as long as the lot is the same. */
function isOf({ kept: { plan } }: KeptExperiment, { salt, share, outcome }: Never): boolean {
  return plan.salt === salt && plan.holdout === share && plan.outcome === outcome
}

async function latest(control: Project['control']): Promise<KeptExperiment | null> {
  const stored = (await readExperiments(control, NEVER_CONTACT)).at(-1)
  return stored === undefined ? null : withPlan(stored)
}

type Past = {
  readonly changes: readonly Transition[]
  readonly span: Span
  readonly days: number
  readonly day: Day
  readonly stop: AbortSignal
}

/** Plans how those never contacted are compared with everybody else whom some playbook would have written to. Another lot is another version. */
export async function settleNeverContact(
  project: Project,
  never: Never & { readonly outcome: string },
  { changes, span, days, stop }: Past,
): Promise<void> {
  const { control, clock, config } = project
  const entrances: Entrance[] = []
  for (const playbook of config.judged.model.playbooks.filter(sendsByItself))
    entrances.push(...(await pastEntrances(project, playbook, { changes, span })))
  const forecast = await forecastHoldout(project, {
    ...{ entrances: firstOfEach(entrances), days, goal: never.outcome, stop },
  })
  const kept = toKept(never, forecast)
  await control.transaction().execute(async (tx) => {
    const before = await readExperiments(tx, NEVER_CONTACT)
    const last = before.at(-1)
    if (last !== undefined && last.endedAt === null) await endExperiment(tx, last, clock.now())
    const version = `v${before.length + 1}`
    await writeExperiment(tx, {
      ...{ name: NEVER_CONTACT, version, plan: JSON.stringify(kept), at: clock.now(), by: BY_TELLTALE },
    })
  })
}

function toKept({ share, salt }: Never, forecast: HoldoutForecast): KeptPlan {
  const holdout = planHoldout(forecast, share)
  const planned = holdout.planned ?? planAnyway(forecast, holdout, share)
  const { goal, withinDays, good } = forecast
  const plan = {
    ...{ experiment: NEVER_CONTACT, salt, holdout: share, outcome: goal, withinDays, good, base: holdout.base ?? 0.5 },
    ...{ units: planned.units, detectable: planned.detectable, covariate: null, guardrails: [], segment: null },
  }
  return { plan, planned, control: null }
}

/** The group as people ask for it; null: there is none. */
export async function describeNeverContact({ config, control }: Project): Promise<NeverContactRow | null> {
  const { neverContact } = config.judged.model.outreach
  if (neverContact === null) return null
  const { share, outcome } = neverContact
  const last = await latest(control)
  const running = last !== null && last.endedAt === null && isOf(last, neverContact)
  const compared = running
    ? ` \`telltale experiment result ${NEVER_CONTACT}\` compares them by ${outcome}.`
    : outcome === null
      ? ' They are compared by nothing: outreach.neverContact.outcome says by what.'
      : ''
  return {
    ...{ share, experiment: running ? NEVER_CONTACT : null },
    sentence: `${sayShare(share)} of all accounts, by lot, are sent nothing by any playbook.${compared}`,
  }
}
