import { describeOutcome } from '../../config/describe/describe-outcome.ts'
import type { Model, Outcome } from '../../config/model.ts'
import { segmentGroups } from '../../config/segment-groups.ts'
import type { CohortsAnswer, CohortsQuery } from '../../contract/experiments.ts'
import { telltaleError } from '../../core/errors.ts'
import { type Day, isoToDay } from '../../core/time.ts'
import { plain } from '../../proof/answer/to-signal-answer.ts'
import { toCohortNumbers, toSide } from '../../proof/answer/to-uplift-answer.ts'
import { labelMoment } from '../../proof/panel/label-moment.ts'
import type { Panel } from '../../proof/panel/panel.ts'
import { type PanelWindows, panelWindows } from '../../proof/panel/panel-windows.ts'
import { cohortCaveats, phraseCohorts, phraseUnaffected } from '../../proof/phrase/phrase-uplift.ts'
import { type CohortMember, compareCohorts } from '../../proof/uplift/compare-cohorts.ts'
import { compareUnaffected } from '../../proof/uplift/compare-unaffected.ts'
import type { Project } from '../project.ts'
import { chooseWindows, outcomeNamed, usualOutcome, wordsOf } from '../prove/choose-outcomes.ts'
import { gatherPanel } from '../prove/gather-panel.ts'
import { judgedFor } from '../prove/judged-for.ts'
import { firstRows, untilDay } from '../prove/list-newcomers.ts'
import type { Proving } from '../prove/proving.ts'

type Cohorts = {
  readonly outcome: Outcome
  readonly withinDays: number
  readonly windows: PanelWindows
  readonly since: Day
  readonly from: Day
  readonly segment: number
}

/** Who signed up before a change against who did after it, at equal age and mix. @throws unknown_name, bad_argument, the reason of `stop` */
export async function answerCohorts(project: Project, asked: CohortsQuery, proving: Proving): Promise<CohortsAnswer> {
  const { model } = project.config.judged
  const outcome = outcomeOf(model, asked)
  const judged = judgedFor(model, outcome)
  const cohorts = readCohorts(model, outcome, asked)
  const { panel } = await gatherPanel(project, {
    ...proving,
    model: judged,
    nodes: [],
    outcomes: [outcome],
    every: 'week',
  })
  const { members, apart } = listMembers(project, panel, cohorts)
  const words = wordsOf(model, outcome)
  const good = words.isBad ? 'less' : 'more'
  const group = asked.unaffected
  const concerned = group === undefined ? members : members.filter(({ segment }) => segment !== group)
  const others = members.filter(({ segment }) => segment === group)
  const proof = compareCohorts(concerned, good)
  const beside = group === undefined ? null : compareUnaffected({ concerned, others }, good)
  return {
    definition: `Of accounts that signed up before ${asked.since} and from then on, how many had the outcome within ${cohorts.withinDays} days of it. Nothing was held back. ${describeOutcome(outcome, model)}`,
    ...{ outcome: outcome.key, since: asked.since, within_days: cohorts.withinDays },
    verdict: {
      ruling: beside === null ? proof.ruling : beside.ruling,
      sentence:
        beside === null ? phraseCohorts(proof, words) : phraseUnaffected(proof, beside, { words, group: group! }),
    },
    ...toCohortNumbers(proof),
    unaffected:
      beside === null
        ? null
        : {
            ...{ group: group!, before: toSide(beside.before), after: toSide(beside.after) },
            ...{ difference: plain(beside.difference), alike_before: beside.alike },
          },
    segment: panel.segments[cohorts.segment]?.key ?? null,
    left_out: { ...apart, merged: panel.provenance.merged },
    ...{ regression: null, caveats: cohortCaveats(null) },
  }
}

function outcomeOf(model: Model, { outcome }: CohortsQuery): Outcome {
  if (outcome !== undefined) return outcomeNamed(model, outcome)
  const usual = usualOutcome(model, ['converted', 'activated', 'retained', 'event', 'expanded', 'churned', 'inactive'])
  // Says which there are: none.
  return usual ?? outcomeNamed(model, 'converted')
}

function readCohorts(model: Model, outcome: Outcome, asked: CohortsQuery): Cohorts {
  const segments = model.segments.filter(({ level }) => level === 'account').map(({ key }) => key)
  if (asked.segment !== undefined && !segments.includes(asked.segment))
    throw telltaleError('unknown_name', {
      ...{ what: 'segment', name: asked.segment, valid: segments.join(', ') || 'none' },
    })
  const segment = asked.segment === undefined ? 0 : segments.indexOf(asked.segment)
  const groups = segmentGroups(model.segments.find(({ key }) => key === segments[segment])?.rule)
  if (asked.unaffected !== undefined && !groups.includes(asked.unaffected))
    throw telltaleError('unknown_name', {
      ...{ what: 'group', name: asked.unaffected, valid: groups.join(', ') || 'none' },
    })
  const isOfStart = outcome.rule.kind === 'retained' || outcome.rule.kind === 'converted'
  const withinDays =
    asked.within_days ?? (isOfStart ? untilDay(outcome, model, 0) + 1 : chooseWindows(outcome, {}).withinDays)
  return {
    ...{ outcome, withinDays, since: isoToDay(asked.since)! },
    windows: panelWindows({ observation: Number.POSITIVE_INFINITY, gap: 0, horizon: withinDays }),
    from: asked.from === undefined ? Number.NEGATIVE_INFINITY : isoToDay(asked.from)!,
    segment,
  }
}

type Apart = Omit<CohortsAnswer['left_out'], 'merged'>

function listMembers(
  { zone }: Project,
  panel: Panel,
  { windows, since, from, segment }: Cohorts,
): { readonly members: CohortMember[]; readonly apart: Apart } {
  const apart = { start_unknown: 0, too_early: 0, not_at_risk: 0, untold: 0 }
  const rows = firstRows(panel.entity, panel.entities.length)
  const members: CohortMember[] = []
  panel.entities.forEach(({ signUp, followed, outcomes }, entity) => {
    if (signUp === null || signUp < followed.from) {
      apart.start_unknown += 1
      return
    }
    const day = zone.dayOf(signUp)
    if (day < from) return
    const { label } = labelMoment(outcomes[0]!, signUp, { followed, windows })
    if (label === 'positive' || label === 'negative') {
      const row = rows[entity]!
      const group = row < 0 ? undefined : panel.segments[segment]?.names[panel.groups[segment]![row]!]
      const week = Math.floor((day - since) / 7)
      members.push({ week, after: day >= since, segment: group ?? '', had: label === 'positive' })
    } else if (label === 'untold') apart.untold += 1
    else if (label === 'censored' || signUp >= followed.until) apart.too_early += 1
    else apart.not_at_risk += 1
  })
  return { members, apart }
}
