import { describeOutcome } from '../../config/describe/describe-outcome.ts'
import type { Activation, Model } from '../../config/model.ts'
import type { AnyProof, BacktestAnswer, BacktestRequest } from '../../contract/backtest.ts'
import { titleOf } from '../../contract/title-of.ts'
import { dayToIso } from '../../core/time.ts'
import { summarise } from '../../proof/answer/summarise.ts'
import { toMilestoneAnswer } from '../../proof/answer/to-milestone-answer.ts'
import { toScoreAnswer } from '../../proof/answer/to-score-answer.ts'
import { toSignalAnswer } from '../../proof/answer/to-signal-answer.ts'
import { backtestMilestones } from '../../proof/backtest/backtest-milestone.ts'
import { backtestScore } from '../../proof/backtest/backtest-score.ts'
import { backtestSignals, testBeside } from '../../proof/backtest/backtest-signal.ts'
import { layGround } from '../../proof/backtest/ground.ts'
import type { ProvedSignal } from '../../proof/backtest/proved-signal.ts'
import { ASSOCIATION } from '../../proof/phrase/phrase-signal.ts'
import type { Project } from '../project.ts'
import { LEAVES } from '../read/read-newcomers.ts'
import { outcomeNamed, usualOutcome, wordsOf } from './choose-outcomes.ts'
import { type Choosing, choosing } from './choosing.ts'
import { compileCandidate } from './compile-candidate.ts'
import { cureFaults } from './cure-faults.ts'
import { type Gathered, gatherPanel } from './gather-panel.ts'
import { listNewcomers, untilDay } from './list-newcomers.ts'
import { hasWindows, listProvedScores, type NotJudged, refusalOf, toProvedSignal } from './list-proved.ts'
import { listProvedPulses } from './list-pulses.ts'
import { needsOf } from './needs-of.ts'
import { pauseUnless } from './pause-unless.ts'
import type { Proving } from './proving.ts'
import { type ProvingModel, provingModel } from './proving-model.ts'

type Proved = { readonly proofs: readonly AnyProof[]; readonly not: readonly NotJudged[] }

type Backtest = {
  readonly project: Project
  readonly model: Model
  readonly proving: ProvingModel
  readonly nodes: readonly number[]
  readonly gathered: Gathered
  readonly ground: ReturnType<typeof layGround>
  readonly asked: BacktestRequest
  readonly chosen: Choosing
  readonly running: Proving
}

/**
 * Judges signals, scores, milestones and pulses by what they would have done over all of recorded history, as it was known day by day: with the configuration in
 * force, or with one that is only tried. Nothing is kept and nothing is sent.
 * @throws unknown_name, bad_argument, config_invalid, the reason of `stop`
 */
export async function backtest(project: Project, asked: BacktestRequest, running: Proving): Promise<BacktestAnswer> {
  const inForce = project.config.judged.model
  const model = asked.config === undefined ? inForce : compileCandidate(asked.config, inForce)
  if (asked.outcome !== undefined) outcomeNamed(model, asked.outcome)
  const chosen = choosing(model, asked.what)
  const proving = provingModel(model, project.store)
  const activation = activationOf(model)
  const nodes = nodesOf(model, proving)
  const gathered = await gatherPanel(project, {
    ...{ model: proving.model, nodes, outcomes: [...model.outcomes, LEAVES], every: 'week', ...running },
    beginning:
      activation === undefined
        ? null
        : {
            ...{ signUp: activation.signUp, activeToday: proving.activeToday },
            reached: activation.milestones.map(({ reached }) => reached),
          },
  })
  const ground = layGround(gathered.panel)
  const one: Backtest = { project, model, proving, nodes, gathered, ground, asked, chosen, running }
  const parts = [await proveSignals(one), proveScores(one), proveMilestones(one)]
  return answerOf(one, { proofs: parts.flatMap(({ proofs }) => proofs), not: parts.flatMap(({ not }) => not) })
}

function activationOf({ activations }: Model): Activation | undefined {
  return activations.find(({ level }) => level === 'account')
}

function nodesOf(model: Model, { tenureDays, sinceCore }: ProvingModel): number[] {
  const activation = activationOf(model)
  const scores = model.scores.filter(({ level }) => level === 'account').map(({ node }) => node)
  return [
    ...new Set([
      tenureDays,
      sinceCore,
      ...scores,
      ...(activation === undefined ? [] : [activation.score, activation.milestonesDone]),
    ]),
  ]
}

async function proveSignals({ project, model, gathered, ground, asked, chosen, running }: Backtest): Promise<Proved> {
  const not = model.signals.flatMap((signal): NotJudged[] => {
    const why = refusalOf(signal, model, asked)
    return why === null ? [] : [{ kind: 'signal', name: signal.key, why }]
  })
  const refused = new Set(not.map(({ name }) => name))
  const signals = model.signals
    .filter((signal) => !refused.has(signal.key))
    .filter((signal) => chosen.takes('signal', signal.key) || hasWindows(signal, model, asked))
    .map((signal) => toProvedSignal(signal, model, { gathered, asked }))
  const all = [...signals, ...(await listProvedPulses(project, model, { gathered, asked }))]
  const takes = ({ kind, key }: ProvedSignal): boolean => chosen.takes(kind, key)
  const teamOfSignal = (signal: ProvedSignal): string | null =>
    model.signals.find(({ key }) => key === signal.key)?.suggest?.team ?? null
  const pause = pauseUnless(running.stop)
  const judging = {
    needsOf: (signal: ProvedSignal) =>
      needsOf(model, asked, { team: teamOfSignal(signal), gapDays: signal.gapDays, beginnings: gathered.beginnings }),
    nameOfRange: (from: number, to: number) =>
      `${dayToIso(project.zone.dayOf(from))} to ${dayToIso(project.zone.dayOf(to))}`,
    beside: all.some(takes)
      ? await testBeside(
          ground,
          all.filter((one) => !takes(one)),
          pause,
        )
      : [],
    pause,
  }
  const found = await backtestSignals(ground, { ...judging, signals: all.filter(takes) })
  const cells = gathered.panel.entities.length * (gathered.days.to - gathered.days.from + 1)
  const proofs = await cureFaults(project, found, { ...judging, model, asked, proving: running, cells })
  const answers = proofs.map((proof) =>
    toSignalAnswer(proof, wordsOf(model, outcomeNamed(model, proof.signal.outcome)), ground.segment),
  )
  return { proofs: answers, not: not.filter(({ name }) => chosen.takes('signal', name)) }
}

function proveScores({ model, gathered, ground, asked, chosen, proving, nodes }: Backtest): Proved {
  const needs = needsOf(model, asked, { team: null, gapDays: 0, beginnings: gathered.beginnings })
  const { scores, not } = listProvedScores(model, {
    gathered,
    proving,
    nodes,
    asked,
    capacity: needs.capacity * needs.assignees,
  })
  const proofs = scores
    .filter(({ key }) => chosen.takes('score', key))
    .map((score) => toScoreAnswer(backtestScore(ground, score), wordsOf(model, outcomeNamed(model, score.outcome))))
  return { proofs, not: not.filter(({ name }) => chosen.takes('score', name)) }
}

function proveMilestones({ model, gathered, asked, chosen }: Backtest): Proved {
  const activation = activationOf(model)
  if (activation === undefined) return { proofs: [], not: [] }
  const wanted = activation.milestones.filter(({ key }) => chosen.takes('milestone', key))
  const outcome =
    asked.outcome === undefined
      ? usualOutcome(model, ['retained', 'converted', 'churned', 'event'])
      : outcomeNamed(model, asked.outcome)
  if (outcome === null) {
    const why = 'The configuration has no outcomes to hold it against.'
    return { proofs: [], not: wanted.map(({ key }) => ({ kind: 'milestone', name: key, why })) }
  }
  const landmark = Math.min(14, activation.withinDays)
  const until = asked.within_days === undefined ? untilDay(outcome, model, landmark) : landmark + asked.within_days
  const milestones = activation.milestones.map(({ key, sentence }) => ({ key, title: titleOf(key), sentence }))
  const newcomers = listNewcomers(gathered, { outcome, leaves: LEAVES.key, activation })
  const proofs = backtestMilestones({ milestones, newcomers, outcome: outcome.key, landmark, until })
    .filter(({ milestone }) => chosen.takes('milestone', milestone.key))
    .map((proof) => toMilestoneAnswer(proof, wordsOf(model, outcome)))
  return { proofs, not: [] }
}

function answerOf({ model, gathered, asked }: Backtest, { proofs, not }: Proved): BacktestAnswer {
  const { panel, days, planned } = gathered
  const { provenance } = panel
  const isEmpty = days.to < days.from
  const outcomes = model.outcomes.map((one) => describeOutcome(one, model))
  return {
    definition: `What would have been said, judged on what was known day by day, and what came of it. ${outcomes.join(' ')} ${ASSOCIATION}`,
    config_hash: model.hash,
    ...{ from: isEmpty ? null : dayToIso(days.from), to: isEmpty ? null : dayToIso(days.to) },
    accounts: panel.entities.length,
    arrival_assumed: { events: provenance.arrivalAssumed, of: provenance.events },
    left_out: { merged: provenance.merged, ghosts: provenance.ghosts },
    warnings: warningsOf(planned.plan.missingFacts, provenance, asked),
    summary: summarise(proofs),
    proofs: [...proofs],
    not_judged: [...not],
  }
}

function warningsOf(
  missing: readonly string[],
  { arrivalAssumed, events }: Gathered['panel']['provenance'],
  asked: BacktestRequest,
): string[] {
  const unkept = missing.filter((key) => key.startsWith('measure:')).length
  return [
    ...(arrivalAssumed > 0
      ? [
          `${arrivalAssumed.toLocaleString('en')} of ${events.toLocaleString('en')} events were imported without the time of their arrival: each counts as known when it happened.`,
        ]
      : []),
    ...(unkept > 0 && asked.config !== undefined
      ? [
          `${unkept} counts with conditions on properties are not kept here yet: what rests on them is unknown. They are once the configuration is in force.`,
        ]
      : []),
  ]
}
