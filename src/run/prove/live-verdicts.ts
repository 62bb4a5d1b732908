import type { AnyProof, BacktestAnswer } from '../../contract/backtest.ts'
import type { VerdictList, VerdictRow } from '../../contract/verdicts.ts'
import { contentHash } from '../../core/hash.ts'
import { type Day, dayToIso, weekStartOf } from '../../core/time.ts'
import { summarise } from '../../proof/answer/summarise.ts'
import { driftsSince, rankProofs, settleProofs } from '../../proof/live/settle-proofs.ts'
import { phraseDrift } from '../../proof/phrase/phrase-drift.ts'
import type { StandingVerdict } from '../../stats/verdicts/settle-verdict.ts'
import type { Ruling, VerdictReason } from '../../stats/verdicts/verdict.ts'
import { lastVerdictWeek, readVerdicts, type StoredVerdict, writeVerdicts } from '../../store/control/verdicts.ts'
import type { Project } from '../project.ts'
import { groundOf } from '../stand/ground-of.ts'
import { keepReadyAnswer } from '../stand/keep-ready-answer.ts'
import { SIGNALS } from '../stand/name-asked.ts'
import { backtest } from './backtest.ts'
import type { Proving } from './proving.ts'

/**
 * Judges everything again once a week, as outcomes complete, and keeps what it came to; does nothing in a week that has its verdicts. A ruling changes only when two
 * weeks in a row agree on another. @returns whether it judged. @throws the reason of `stop`
 */
export async function recomputeVerdicts(project: Project, proving: Proving): Promise<boolean> {
  const { control, judgedDay, clock } = project
  if (judgedDay === null) return false
  // A week is over with the close of its Sunday.
  const week = weekStartOf(judgedDay + 1, 'monday')
  const last = await lastVerdictWeek(control)
  if (last !== null && last >= week) return false
  const ground = groundOf(project)
  const answer = await backtest(project, { what: 'all' }, proving)
  await keepReadyAnswer(project, { name: SIGNALS, ground, answer: onlyOfSignals(answer) })
  const standing = standingOf(await readVerdicts(control))
  const settled = settleProofs(
    answer.proofs,
    (proof) => standing.get(keyOf(proof.kind, proof.name, aboutOf(proof))) ?? null,
  )
  const at = clock.now()
  await writeVerdicts(
    control,
    settled.map(({ kind, name, found, standing: stands, drifts, proof }) => ({
      ...{ kind, name, about: aboutOf(proof), week, found: found.ruling, contender: stands.contender, drifts },
      ...{ ruling: stands.verdict.ruling, reasons: stands.verdict.reasons },
      ...{ configHash: answer.config_hash, proof: JSON.stringify(proof), at },
    })),
  )
  return true
}

/** As if only signals had been asked for. */
function onlyOfSignals(answer: BacktestAnswer): BacktestAnswer {
  const proofs = answer.proofs.filter(({ kind }) => kind === 'signal')
  return {
    ...answer,
    proofs,
    summary: summarise(proofs),
    not_judged: answer.not_judged.filter(({ kind }) => kind === 'signal'),
  }
}

/** By which a verdict is of one definition: another threshold is another signal. */
function aboutOf({ definition, outcome }: AnyProof): string {
  return contentHash([definition, outcome])
}

function keyOf(kind: string, name: string, about: string): string {
  return JSON.stringify([kind, name, about])
}

function standingOf(stored: readonly StoredVerdict[]): Map<string, StandingVerdict> {
  return new Map(
    stored.map(({ kind, name, about, ruling, reasons, contender }) => [
      keyOf(kind, name, about),
      {
        verdict: { ruling: ruling as Ruling, reasons: reasons as VerdictReason[] },
        contender: contender as Ruling | null,
      },
    ]),
  )
}

/** The verdicts that stand, the proved ones first, each with its history; empty before the first week. */
export async function listVerdicts({ control }: Project): Promise<VerdictList> {
  const stored = await readVerdicts(control)
  const week = stored.at(-1)?.week ?? null
  const rows = stored
    .filter((one) => one.week === week)
    .map((one) => ({
      stored: one,
      proof: JSON.parse(one.proof) as AnyProof,
      standing: standingOf([one]).values().next().value!,
    }))
  return {
    week: week === null ? null : dayToIso(week),
    data: rankProofs(rows).map(({ stored: one, proof }) => toRow(one, proof, stored)),
  }
}

function toRow(one: StoredVerdict, proof: AnyProof, all: readonly StoredVerdict[]): VerdictRow {
  const own = all.filter(({ kind, name, about }) => kind === one.kind && name === one.name && about === one.about)
  const stands =
    one.ruling === one.found
      ? proof.verdict.sentence
      : `${SINCE[one.ruling as Ruling]} This week alone it would be: ${proof.verdict.sentence}`
  return {
    ...{ kind: proof.kind, name: one.name, title: proof.title, outcome: proof.outcome, ruling: one.ruling as Ruling },
    ...{ reasons: [...one.reasons], sentence: stands, contender: one.contender as Ruling | null },
    ...{ drifts: one.drifts, drifts_since: one.drifts ? driftsSince(proof) : null, drift_sentence: phraseDrift(proof) },
    still_needed: 'still_needed' in proof ? proof.still_needed : null,
    since: dayToIso(sinceOf(own)),
    history: own.map(({ week, ruling, found }) => ({
      week: dayToIso(week),
      ruling: ruling as Ruling,
      found: found as Ruling,
    })),
  }
}

const SINCE: Readonly<Record<Ruling, string>> = {
  keep: 'It earns its keep, until two weeks agree on something else.',
  tune: 'It needs tuning, until two weeks agree on something else.',
  drop: 'It is to be dropped, until two weeks agree on something else.',
  not_enough_data: 'It cannot be told yet, until two weeks agree on something else.',
}

/** The first week of the ruling that stands. */
function sinceOf(own: readonly StoredVerdict[]): Day {
  const last = own.at(-1)!
  const other = own.findLastIndex(({ ruling }) => ruling !== last.ruling)
  return own[other + 1]!.week
}
