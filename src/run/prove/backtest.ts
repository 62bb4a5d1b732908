import { describeOutcome } from '../../config/describe/describe-outcome.ts'
import type { Activation, Model } from '../../config/model.ts'
import type { AnyProof, BacktestAnswer, BacktestRequest } from '../../contract/backtest.ts'
import { titleOf } from '../../contract/title-of.ts'
import { dayToIso, type Millis } from '../../core/time.ts'
import { summarise } from '../../proof/answer/summarise.ts'
import { toMilestoneAnswer } from '../../proof/answer/to-milestone-answer.ts'
import { toScoreAnswer } from '../../proof/answer/to-score-answer.ts'
import { toSignalAnswer } from '../../proof/answer/to-signal-answer.ts'
import { backtestMilestones } from '../../proof/backtest/backtest-milestone.ts'
import { backtestScore } from '../../proof/backtest/backtest-score.ts'
import { proveSignals, type SignalProof, toBeside } from '../../proof/backtest/backtest-signal.ts'
import { type Examined, testSignal } from '../../proof/backtest/find-signals.ts'
import { type Ground, layGround } from '../../proof/backtest/ground.ts'
import { measureNeutral } from '../../proof/backtest/measure-neutral.ts'
import type { ProvedSignal } from '../../proof/backtest/proved-signal.ts'
import { ASSOCIATION } from '../../proof/phrase/phrase-signal.ts'
import { threadsFor } from '../decide/replay-accounts.ts'
import type { Project } from '../project.ts'
import { LEAVES } from '../read/read-newcomers.ts'
import { factNumbers } from '../threads/fact-numbers.ts'
import { outcomeNamed, usualOutcome, wordsOf } from './choose-outcomes.ts'
import { type Choosing, choosing } from './choosing.ts'
import { compileCandidate } from './compile-candidate.ts'
import { cureFaults, recordSignals } from './cure-faults.ts'
import { gatherNeutral } from './gather-neutral.ts'
import { type Gathered, gatherPanel, type Recorded, readRecorded } from './gather-panel.ts'
import { foldedOf, type Recording } from './gather-table.ts'
import { listNewcomers, untilDay } from './list-newcomers.ts'
import { hasWindows, listProvedScores, type NotJudged, refusalOf, toProvedSignal } from './list-proved.ts'
import { listProvedPulses } from './list-pulses.ts'
import { needsOf } from './needs-of.ts'
import { pauseUnless } from './pause-unless.ts'
import { type ProofParts, proofWork, toProofTask } from './proof-work.ts'
import { type Proving, thinnedTo } from './proving.ts'
import { type ProvingModel, provingModel } from './proving-model.ts'
import { openProofThreads, type ProofThreads } from './share-proofs.ts'

type Proved = { readonly proofs: readonly AnyProof[]; readonly not: readonly NotJudged[] }

type Backtest = {
  readonly project: Project
  readonly model: Model
  readonly proving: ProvingModel
  readonly nodes: readonly number[]
  readonly gathered: Gathered
  readonly recording: Recording
  readonly ground: ReturnType<typeof layGround>
  readonly asked: BacktestRequest
  readonly chosen: Choosing
  readonly running: Proving
  readonly threads: ProofThreads
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
  const scores = model.scores.filter((one) => one.level === 'account' && chosen.takes('score', one.key))
  const apart = chosen.takes('score', 'activation') ? (activationOf(model) ?? null) : null
  const proving = provingModel(model, project.store, { scores, activation: apart })
  const nodes = nodesOf(model, proving)
  const accounts = project.store.dictionary.account.size()
  const recorded = await readRecorded(project)
  const cells = Math.ceil(accounts / thinnedTo(accounts, running)) * daysOf(recorded.days)
  const judged = model.signals.filter((one) => chosen.takes('signal', one.key) && refusalOf(one, model, asked) === null)
  const recording = recordSignals(judged, cells, running)
  const isShared = running.unhurried === undefined && judged.length > 1
  const threads = openProofThreads(isShared ? threadsFor(project, cells) : 1)
  try {
    const gathered = await gatherPast(project, { model, proving, nodes, recording, recorded, running })
    const ground = layGround(gathered.panel)
    const one: Backtest = {
      project,
      model,
      proving,
      nodes,
      gathered,
      recording,
      ground,
      asked,
      chosen,
      running,
      threads,
    }
    const parts = [await proveAllSignals(one), await proveScores(one), await proveMilestones(one)]
    return answerOf(one, { proofs: parts.flatMap(({ proofs }) => proofs), not: parts.flatMap(({ not }) => not) })
  } finally {
    await threads.close()
  }
}

type Gathering = Pick<Backtest, 'model' | 'proving' | 'nodes' | 'recording' | 'running'> & {
  readonly recorded: Recorded
}

function gatherPast(
  project: Project,
  { model, proving, nodes, recording, recorded, running }: Gathering,
): Promise<Gathered> {
  const activation = activationOf(model)
  return gatherPanel(project, {
    ...{ model: proving.model, nodes, outcomes: [...model.outcomes, LEAVES], every: 'week', ...running },
    ...{ keeping: recording.keeping, recorded },
    beginning:
      activation === undefined
        ? null
        : {
            ...{ signUp: activation.signUp, activeToday: proving.activeToday },
            reached: activation.milestones.map(({ reached }) => reached),
          },
  })
}

function daysOf({ from, to }: Gathered['days']): number {
  return Math.max(0, to - from + 1)
}

function activationOf({ activations }: Model): Activation | undefined {
  return activations.find(({ level }) => level === 'account')
}

function nodesOf(model: Model, { tenureDays, sinceCore, without }: ProvingModel): number[] {
  const activation = activationOf(model)
  const scores = model.scores.filter(({ level }) => level === 'account').map(({ node }) => node)
  return [
    ...new Set([
      tenureDays,
      sinceCore,
      ...scores,
      ...[...without.values()].flat().map(({ node }) => node),
      ...(activation === undefined ? [] : [activation.score, activation.milestonesDone]),
    ]),
  ]
}

async function proveAllSignals(of: Backtest): Promise<Proved> {
  const { project, model, gathered, ground, asked, chosen } = of
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
  const needs = (signal: ProvedSignal) =>
    needsOf(model, asked, { team: teamOfSignal(signal), gapDays: signal.gapDays, beginnings: gathered.beginnings })
  const examined = all.filter(takes).map((signal) => ({ signal, needs: needs(signal) }))
  const proofs = examined.length === 0 ? [] : await judgeExamined(of, examined, all)
  const answers = proofs.map((proof) =>
    toSignalAnswer(proof, {
      words: wordsOf(model, outcomeNamed(model, proof.signal.outcome)),
      ...{ segment: ground.segment, dayOf: (at) => dayToIso(project.zone.dayOf(at)) },
    }),
  )
  return { proofs: answers, not: not.filter(({ name }) => chosen.takes('signal', name)) }
}

/** @param all those that could be judged with them */
async function judgeExamined(
  of: Backtest,
  examined: readonly Examined[],
  all: readonly ProvedSignal[],
): Promise<SignalProof[]> {
  const { project, gathered, recording, ground, asked, running } = of
  const { model } = of.proving
  const pause = pauseUnless(running)
  const cells = gathered.panel.entities.length * daysOf(gathered.days)
  const folded = foldedOf(project, gathered, recording.signals)
  const parts = { model, windows: windowsAsked(asked), ground, recording, folded }
  const { find, cure } = of.threads.share(proofWork(parts, pause), () => toProofTask(parts, factNumbers(project.store)))
  const wanted = new Set(examined.map(({ signal }) => signal))
  const beside = await testBeside(
    ground,
    all.filter((one) => !wanted.has(one)),
    pause,
  )
  const found = await find(examined)
  const proofs = proveSignals(
    examined.map((one, i) => ({ ...one, ...found[i]! })),
    beside,
  )
  const curing = { model, asked, proving: running, beside, pause, cells, recorded: recording.signals, cure }
  return cureFaults(project, proofs, curing)
}

function windowsAsked({ outcome, within_days, gap_days }: BacktestRequest): ProofParts['windows'] {
  return {
    ...(outcome === undefined ? {} : { outcome }),
    ...(within_days === undefined ? {} : { within_days }),
    ...(gap_days === undefined ? {} : { gap_days }),
  }
}

async function testBeside(ground: Ground, signals: readonly ProvedSignal[], pause: () => Promise<void>) {
  const tested: ReturnType<typeof toBeside>[] = []
  for (const signal of signals) {
    await pause()
    tested.push(toBeside(testSignal(ground, signal)))
  }
  return tested
}

async function proveScores(of: Backtest): Promise<Proved> {
  const { project, model, gathered, ground, asked, chosen, running } = of
  const dayOf = (at: Millis) => dayToIso(project.zone.dayOf(at))
  const needs = needsOf(model, asked, { team: null, gapDays: 0, beginnings: gathered.beginnings })
  const { scores, not } = listProvedScores(model, { ...of, capacity: needs.capacity * needs.assignees })
  const pause = pauseUnless(running)
  const proofs: AnyProof[] = []
  for (const score of scores.filter(({ key }) => chosen.takes('score', key))) {
    await pause()
    const words = wordsOf(model, outcomeNamed(model, score.outcome))
    proofs.push(toScoreAnswer(await backtestScore(ground, score, pause), words, dayOf))
  }
  return { proofs, not: not.filter(({ name }) => chosen.takes('score', name)) }
}

async function proveMilestones({ project, model, gathered, asked, chosen, running }: Backtest): Promise<Proved> {
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
  const { isBad } = wordsOf(model, outcome)
  const judging = { newcomers, outcome: outcome.key, landmark, until, isBad, isDated: outcome.rule.kind !== 'retained' }
  const of = { newcomers, outcome, landmark, days: gathered.days, neutral: asked.neutral ?? null, stop: running.stop }
  const pause = pauseUnless(running)
  const isAsked = milestones.some(({ key }) => chosen.takes('milestone', key))
  const bar = await measureNeutral(judging, isAsked ? await gatherNeutral(project, of) : [], pause)
  const proofs = (await backtestMilestones({ ...judging, milestones, bar }, pause))
    .filter(({ milestone }) => chosen.takes('milestone', milestone.key))
    .map((proof) => toMilestoneAnswer(proof, wordsOf(model, outcome), (at) => dayToIso(project.zone.dayOf(at))))
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
  { arrivalAssumed, events, thinned }: Gathered['panel']['provenance'],
  asked: BacktestRequest,
): string[] {
  const unkept = missing.filter((key) => key.startsWith('measure:')).length
  return [
    ...(arrivalAssumed > 0
      ? [
          `${arrivalAssumed.toLocaleString('en')} of ${events.toLocaleString('en')} events were imported without the time of their arrival: each counts as known when it happened.`,
        ]
      : []),
    ...(thinned > 1 ? [`One account in ${thinned} was judged, and stands for the others in alerts a week.`] : []),
    ...(unkept > 0 && asked.config !== undefined
      ? [
          `${unkept} counts with conditions on properties are not kept here yet: what rests on them is unknown. They are once the configuration is in force.`,
        ]
      : []),
  ]
}
