import type { Day, Millis } from '../../core/time.ts'
import type { DatedOutcome } from '../../judge/date-outcomes.ts'
import { type Beginner, type Laid, layBeginners } from '../../proof/discover/lay-beginners.ts'
import { type LeftOutEvent, listCandidates } from '../../proof/discover/list-candidates.ts'
import { labelMoment } from '../../proof/panel/label-moment.ts'
import type { Panel, PanelEntity } from '../../proof/panel/panel.ts'
import { everyName } from '../plan-model.ts'
import type { Project } from '../project.ts'
import { LEAVES } from '../read/read-newcomers.ts'
import { activeFactsOf } from '../read/read-outcomes.ts'
import type { DiscoveryPlan } from './discovery-plan.ts'
import { gatherPanel } from './gather-panel.ts'
import { judgedFor } from './judged-for.ts'
import type { Proving } from './proving.ts'
import { type FirstDays, readFirstDays } from './read-first-days.ts'

/** Who is compared with nobody, and why. */
export const APART = ['start_unknown', 'too_early', 'decided', 'left', 'untold', 'never_used'] as const
export type Apart = (typeof APART)[number]

export type GatheredBeginners = Laid & {
  readonly panel: Panel
  readonly apart: Readonly<Record<Apart, number>>
  readonly eventsLeftOut: readonly LeftOutEvent[]
  /** Names of the segment's values within which is compared. */
  readonly segments: readonly string[]
}

export type GatheringBeginners = {
  readonly plan: DiscoveryPlan
  readonly neutral: readonly string[] | null
  readonly proving: Proving
}

/** Accounts or users from their start on: what they did in the first days, and what became of those who were there and undecided after them. */
export async function gatherBeginners(
  project: Project,
  { plan, neutral, proving: { stop, progress } }: GatheringBeginners,
): Promise<GatheredBeginners> {
  const { model } = project.config.judged
  const { outcome, level } = plan
  const { panel, days } = await gatherPanel(project, {
    ...{ model: judgedFor(model, outcome), nodes: [], outcomes: [outcome, LEAVES], every: 'week', stop },
    progress: (done, total) => progress(done, 1.5 * total),
  })
  const accounts = project.store.dictionary.account.size()
  const listed = listCandidates(model, { names: everyName(project.store), outcome, neutral })
  const read = await readFirstDays(project, {
    ...{ level, candidates: listed.candidates, active: activeFactsOf(project), days, landmark: plan.landmark, stop },
    starts: startsOf(panel, project),
    decided: outcome.rule.kind === 'retained' ? new Map() : decidedOf(panel, project),
    progress: (done) => progress(2 * accounts + done, 3 * accounts),
  })
  const late = listed.candidates.map((_, i) => read.after[i]! > read.before[i]!)
  const named = listed.candidates.filter((_, i) => !late[i])
  const numbers = listed.candidates.map((one) => named.indexOf(one))
  const { found, apart } = settle(project, { plan, panel, firstDays: read.found, from: days.from, numbers })
  const eventsLeftOut: LeftOutEvent[] = listed.candidates
    .filter((_, i) => late[i])
    .map(({ title }) => ({ event: title, why: 'after_outcome' }))
  return {
    ...layBeginners(found, { level, windows: plan.association, named }),
    ...{ panel, apart, segments: panel.segments[0]?.names ?? [] },
    eventsLeftOut: [...listed.leftOut, ...eventsLeftOut],
  }
}

/** Days of sign-up of those who did while everything was recorded. */
function startsOf({ entities }: Panel, { zone }: Project): Map<number, Day> {
  const recorded = entities.filter(({ signUp, followed }) => signUp !== null && signUp >= followed.from)
  return new Map(recorded.map(({ account, signUp }) => [account, zone.dayOf(signUp!)]))
}

function decidedOf({ entities }: Panel, { zone }: Project): Map<number, Day> {
  return new Map(
    entities.flatMap(({ account, outcomes }): [number, Day][] => {
      const first = outcomes[0]!.dates[0]?.decided
      return first === undefined ? [] : [[account, zone.dayOf(first)]]
    }),
  )
}

type Settling = {
  readonly plan: DiscoveryPlan
  readonly panel: Panel
  readonly firstDays: readonly FirstDays[]
  /** The first recorded day. */
  readonly from: Day
  /** By candidate that was read: its place among those that are looked at; below 0: none. */
  readonly numbers: readonly number[]
}

/** Who was seen first within so many days of the first record may have been there before. */
const UNSURE_DAYS = 7

function settle(project: Project, settling: Settling): { found: Beginner[]; apart: Record<Apart, number> } {
  const { plan, panel, firstDays, from, numbers } = settling
  const entities = new Map(panel.entities.map((entity, i) => [entity.account, { entity, i }]))
  const groupAt = groupsOf(panel)
  const apart: Record<Apart, number> = {
    ...{ start_unknown: 0, too_early: 0, decided: 0, left: 0, untold: 0, never_used: 0 },
  }
  const isUser = plan.level === 'user'
  if (!isUser)
    apart.start_unknown = panel.entities.length - firstDays.filter(({ account }) => entities.has(account)).length
  const found: Beginner[] = []
  for (const one of firstDays) {
    const known = entities.get(one.account)
    if (known === undefined) continue
    const at = project.zone.startOf(one.start + plan.landmark)
    const outcome = isUser ? ownRetention(one, plan, project) : known.entity.outcomes[0]!
    const why =
      isUser && one.start < from + UNSURE_DAYS ? 'start_unknown' : apartAt(known.entity, { outcome, at, plan })
    if (why !== true && why !== false) apart[why] += 1
    else if (one.used === 0) apart.never_used += 1
    else {
      const reached = one.reached.flatMap((cell) => {
        const candidate = numbers[cell.candidate]!
        return candidate < 0 ? [] : [{ ...cell, candidate }]
      })
      const { account, start, early } = one
      found.push({ account, start, early, reached, had: why, segment: groupAt(known.i, at) })
    }
  }
  return { found, apart }
}

type At = { readonly outcome: DatedOutcome; readonly at: Millis; readonly plan: DiscoveryPlan }

/** Whether the outcome came after the landmark, or why that is not asked. */
function apartAt({ followed, outcomes }: PanelEntity, { outcome, at, plan }: At): boolean | Apart {
  const isLeaving = plan.outcome.rule.kind === 'churned'
  if (!isLeaving && outcomes[1]!.dates.some(({ decided }) => decided <= at)) return 'left'
  const { label } = labelMoment(outcome, at, { followed, windows: plan.windows })
  switch (label) {
    case 'positive':
    case 'negative':
      return label === 'positive'
    case 'censored':
      return 'too_early'
    case 'untold':
      return 'untold'
    case 'not_at_risk':
    case 'in_gap':
      return at >= followed.until ? 'too_early' : 'decided'
  }
}

/** Whether a user came back, by the same days as accounts do. */
function ownRetention({ start, activeDays }: FirstDays, { outcome }: DiscoveryPlan, { zone }: Project): DatedOutcome {
  const { rule, key } = outcome
  const [fromDay, toDay] = rule.kind === 'retained' ? [rule.fromDay, rule.toDay] : [0, 0]
  const ripe = zone.startOf(start + toDay)
  const stayed = activeDays.some((day) => day >= start + fromDay && day < start + toDay)
  const dates = stayed ? [{ decided: ripe, effective: ripe, known: ripe }] : []
  return { outcome: key, standing: stayed ? 'happened' : 'not', dates, unsure: [], idle: [] }
}

/** The value of the first segment as it was known last before an instant. */
function groupsOf({ entity, asOf, asOfs, groups, rows, entities }: Panel): (entity: number, at: Millis) => number {
  const firstRow = new Int32Array(entities.length).fill(-1)
  for (let row = rows - 1; row >= 0; row--) firstRow[entity[row]!] = row
  return (of, at) => {
    let group = -1
    if (groups.length === 0 || firstRow[of]! < 0) return group
    for (let row = firstRow[of]!; row < rows && entity[row] === of && asOfs[asOf[row]!]!.at <= at; row++)
      group = groups[0]![row]!
    return group
  }
}
