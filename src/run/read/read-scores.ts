import type { Score } from '../../config/model.ts'
import { TRUE } from '../../fold/compare-value.ts'
import type { Entity, MemberEntity } from '../../fold/entity.ts'
import { evaluateCondition } from '../../fold/evaluate-condition.ts'
import { foldAccount } from '../../fold/fold-account.ts'
import { readReference } from '../../fold/reference/collect-reference.ts'
import type { ScoresAsked, ScoreTally } from '../../reports/question/report-source.ts'
import { computeReferences } from '../decide/compute-references.ts'
import { planModel } from '../plan-model.ts'
import type { Project } from '../project.ts'
import { streamAccounts } from '../stream-accounts.ts'

type Tallies = { -readonly [K in keyof ScoreTally]: ScoreTally[K] }[]

/** A score of all accounts, or of the members of each, at the closes of some days, as it is known now. */
export async function readScores(project: Project, { score: key, level, days }: ScoresAsked): Promise<ScoreTally[]> {
  const { store } = project
  const { model } = project.config.judged
  const score = model.scores.find((one) => one.key === key && one.level === level)
  if (score === undefined || days.length === 0) return []
  const ofMembers = level === 'member'
  const range = { from: Math.min(...days), to: Math.max(...days) }
  const { plan, space } = planModel(model, store, { judgesMembers: ofMembers })
  const reference = readReference(
    await computeReferences(store, { ...planModel(model, store, { judgesMembers: false }) }, range),
  )
  const scan = {
    accounts: null,
    days: { from: 0, to: range.to },
    knownUpTo: null,
    facts: plan.facts,
    columns: plan.columns,
  }
  const tallies: ScoreTally[] = []
  for await (const input of streamAccounts(store, scan)) {
    const own = days.map((day) => ({ account: input.account, day, known: 0, sum: 0, banded: 0, best: 0 }))
    const onMember = (member: MemberEntity): void => addEntity(own, member, { score, from: range.from })
    const folded = foldAccount({
      ...{ plan, space, ...input, days: range, view: 'report', reference },
      ...(ofMembers ? { onMember } : {}),
    })
    if (!ofMembers) addEntity(own, folded, { score, from: range.from })
    tallies.push(...own.filter(({ known, banded }) => known > 0 || banded > 0))
  }
  return tallies
}

/** Adds what an entity comes to on each of the days on which it is there. */
function addEntity(
  tallies: Tallies,
  entity: Entity,
  { score, from }: { readonly score: Score; readonly from: number },
): void {
  const bands = score.bands.map(({ when }) => evaluateCondition(when, entity))
  for (const tally of tallies) {
    const at = tally.day - from
    if (entity.present[at] !== 1) continue
    const value = entity.values[score.node]?.[at]
    if (value !== undefined && !Number.isNaN(value)) {
      tally.known += 1
      tally.sum += value
    }
    const band = bands.findIndex((holds) => holds[at] === TRUE)
    if (band >= 0) tally.banded += 1
    if (band === 0) tally.best += 1
  }
}
