import type { DiscoveryAnswer, DiscoveryRequest } from '../../contract/discovery.ts'
import { type Day, dayToIso } from '../../core/time.ts'
import { toFindAnswer, toPairAnswer, type Wording } from '../../proof/answer/to-discovery-answer.ts'
import type { Cohort } from '../../proof/discover/beginners.ts'
import { type Discovery, discover } from '../../proof/discover/discover.ts'
import { type KeptStep, writeConfig } from '../../proof/discover/write-config.ts'
import { type FindFrame, writeFind } from '../../proof/discover/write-find.ts'
import { phraseCell, phraseDiscovery } from '../../proof/phrase/phrase-discovery.ts'
import type { Project } from '../project.ts'
import { wordsOf } from './choose-outcomes.ts'
import { type DiscoveryPlan, planDiscovery } from './discovery-plan.ts'
import { type GatheredBeginners, gatherBeginners } from './gather-beginners.ts'
import { pauseUnless } from './pause-unless.ts'
import type { Proving } from './proving.ts'

const FINDS = 20

/**
 * Searches for what newcomers did in their first days that goes with an outcome: on earlier sign-ups, measured on later ones. Nothing is kept.
 * @throws unknown_name, bad_argument, the reason of `stop`
 */
export async function discoverSteps(
  project: Project,
  asked: DiscoveryRequest,
  proving: Proving,
): Promise<DiscoveryAnswer> {
  const { model } = project.config.judged
  const plan = planDiscovery(model, asked)
  const gathered = await gatherBeginners(project, { plan, neutral: asked.neutral ?? null, proving })
  const words = wordsOf(model, plan.outcome)
  const { beginners, candidates } = gathered
  const pause = pauseUnless(proving)
  const found = await discover({ beginners, candidates, isBad: words.isBad, limit: asked.limit ?? FINDS, pause })
  return answerOf(project, { plan, gathered, found, words })
}

type Answering = Pick<Wording, 'words'> & {
  readonly plan: DiscoveryPlan
  readonly gathered: GatheredBeginners
  readonly found: Discovery
}

function answerOf(project: Project, { plan, gathered, found, words }: Answering): DiscoveryAnswer {
  const { provenance, configHash } = gathered.panel
  const wording: Wording = {
    ...{ words, candidates: gathered.candidates, segments: gathered.segments, bar: found.placebo.bar },
  }
  const titleOf = (candidate: number): string => gathered.candidates[candidate]!.title
  return {
    definition: define(plan),
    ...{ config_hash: configHash, outcome: plan.outcome.key, level: plan.level },
    ...{ landmark: plan.landmark, until: plan.until },
    found_among: toCohort(found.split.discovery),
    measured_among: toCohort(found.split.confirmation),
    left_out: { ...gathered.apart, merged: provenance.merged },
    arrival_assumed: { events: provenance.arrivalAssumed, of: provenance.events },
    ...{ needed: found.lack, cells: found.cells, more: found.more, detectable_ratio: found.detectable },
    placebo: {
      bar: found.placebo.bar,
      events: found.placebo.events.map(({ candidate, lower }) => ({ event: titleOf(candidate), lower })),
    },
    finds: found.finds.map((find, i) => ({
      ...toFindAnswer(find, i + 1, wording),
      config: plan.level === 'user' ? null : writeFind(stepOf(project, gathered, find), frameOf(project, plan, words)),
    })),
    pairs: found.pairs.map((pair) => toPairAnswer(pair, wording)),
    events_left_out: [...gathered.eventsLeftOut],
    config: plan.level === 'user' ? null : writeConfig(keptSteps(project, gathered, found)),
    sentence: phraseDiscovery(found, words, (cell) => phraseCell(cell, titleOf(cell.candidate))),
    warnings: warningsOf(found),
  }
}

function define({ level, outcome, landmark, until }: DiscoveryPlan): string {
  const who = level === 'account' ? 'accounts' : 'users'
  return `Of ${who} that used the product in their first ${landmark} days, and were there and undecided after them: what they had done by then, and how many had the outcome "${outcome.key}" after it, up to day ${until}. Found among earlier ones, measured among later ones. It says what goes together, not what makes what happen.`
}

function toCohort({ members, from, to }: Cohort): DiscoveryAnswer['found_among'] {
  const day = (one: Day): string | null => (Number.isFinite(one) ? dayToIso(one) : null)
  return { beginners: members.length, from: day(from), to: day(to) }
}

/** One for each event: the first that is kept and adds something. */
function keptSteps(project: Project, { candidates }: GatheredBeginners, { finds }: Discovery): KeptStep[] {
  const kept = finds.filter(
    ({ cell, confirmed, adds }) =>
      confirmed.verdict.ruling === 'keep' && adds !== false && candidates[cell.candidate]!.role === 'step',
  )
  const first = kept.filter((one, i) => kept.findIndex(({ cell }) => cell.candidate === one.cell.candidate) === i)
  return first.map((find) => stepOf(project, { candidates }, find))
}

function stepOf(
  { config }: Project,
  { candidates }: Pick<GatheredBeginners, 'candidates'>,
  { cell }: Discovery['finds'][number],
): KeptStep {
  const { key, title, role } = candidates[cell.candidate]!
  const event = config.judged.model.events.find((one) => one.key === key)
  return { cell, key, title, kind: event?.kind ?? null, isIntent: role === 'intent' }
}

function frameOf(
  { config }: Project,
  { outcome, landmark, until }: DiscoveryPlan,
  { isBad }: Wording['words'],
): FindFrame {
  const team = config.judged.model.worklist.teams[0]?.key ?? null
  return { outcome: outcome.key, isBad, landmark, until, team }
}

function warningsOf({ placebo, lack }: Discovery): string[] {
  if (lack !== null || placebo.events.length >= 3) return []
  return [
    placebo.events.length === 0
      ? 'No event without meaning is known, so nothing shows how much mere eagerness explains: name three or more as neutral.'
      : 'Fewer than three events without meaning are known: name more as neutral.',
  ]
}
