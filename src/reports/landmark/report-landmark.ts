import type { LandmarkAnswer, LandmarkQuery } from '../../contract/analyze/landmark.ts'
import type { AnalysisWarning, Breakdown } from '../../contract/analyze/question.ts'
import { dayToIso, MS_PER_DAY } from '../../core/time.ts'
import { readAccountFilter, readAccountValue } from '../question/account-values.ts'
import { toActorList } from '../question/actor-list.ts'
import type { Asking } from '../question/asking.ts'
import { badCell } from '../question/bad-cell.ts'
import { cappedWarning } from '../question/breakdown-groups.ts'
import { unknownName } from '../question/choose-events.ts'
import { countEverLeftOut } from '../question/count-left-out.ts'
import { prepareQuestion, toldBy } from '../question/prepare-question.ts'
import type { ReportSource } from '../question/report-source.ts'
import type { LeftOut } from '../question/settled.ts'
import { adjustGroups, type Compared, compareGroups, groupRows, storyWarnings, type Valued } from './compare-groups.ts'
import { describeLandmark } from './describe-landmark.ts'
import { settleFate } from './fate.ts'
import { isExposure, type Looked, rangeOf, readExposure } from './read-exposure.ts'
import { readStarts } from './read-starts.ts'

/** What became of accounts by what they had done, or were, at a landmark. */
export async function reportLandmark(source: ReportSource, query: LandmarkQuery): Promise<LandmarkAnswer> {
  const asking = await prepareLandmark(source, query)
  const kind = kindOf(source, query.outcome)
  const { compared, leftOut, looked } = await compare(asking, query, kind)
  const groups = groupRows(compared, ({ group }) => group, query.breakdown_limit)
  const strata =
    query.breakdown === undefined ? [] : groupRows(compared, ({ stratum }) => stratum, query.breakdown_limit)
  const adjusted = adjustGroups(groups, strata)
  const told = compareGroups(groups).map((one, i) =>
    query.breakdown === undefined ? one : { ...one, ...adjusted[i]! },
  )
  const complete = leftOut.too_early === 0
  const end = rangeOf(looked).to + query.within_days * MS_PER_DAY
  return {
    definition: describeLandmark(asking, query),
    complete,
    ...(await countEverLeftOut(source)),
    warnings: [
      ...asking.warnings,
      ...warningsOf(groups, compared),
      ...strataWarnings(strata, compared),
      ...storyWarnings(told),
    ],
    groups: told,
    ...(query.breakdown === undefined
      ? {}
      : {
          buckets: strata.map(({ value, other, rows }) => ({
            ...{ value, other },
            groups: compareGroups(groupRows(rows, ({ group }) => group, query.breakdown_limit)),
          })),
        }),
    left_out: leftOut,
    ready: complete ? null : dayToIso(asking.zone.dayOf(end)),
    ...(query.actors_of === undefined
      ? {}
      : { actors: toActorList(asking, { entities: wantedOf(groups, query.actors_of) }) }),
    ...(query.include.includes('sql') ? { sql: asking.said } : {}),
  }
}

/** Names of what is compared by and of the breakdown are checked together. */
async function prepareLandmark(source: ReportSource, query: LandmarkQuery): Promise<Asking> {
  const { by, breakdown, date_from, date_to, timezone, week_start, filter } = query
  const own = isExposure(by) ? undefined : by === 'source' ? ({ trait: '$source' } as const) : by
  const common = { ...{ date_from, timezone, week_start, filter }, actor: 'account' as const }
  const range = { ...common, date_to: query.start === 'date' ? (date_to ?? date_from) : date_to }
  const filters = isExposure(by) ? [by.filter] : []
  const told = toldBy(source, query.as_of)
  const asked: (Breakdown | undefined)[] = [own, breakdown]
  const first = await prepareQuestion(source, { ...range, breakdown: asked[0] }, { interval: 'day', filters, ...told })
  if (breakdown === undefined) return first
  const second = await prepareQuestion(source, { ...range, breakdown }, { interval: 'day', ...told })
  return { ...first, traitSides: new Map([...first.traitSides, ...second.traitSides]) }
}

const USUAL = ['converted', 'churned', 'expanded']

/** The kind of an outcome's rule. @throws unknown_name */
function kindOf({ model }: ReportSource, name: string): string {
  const configured = model.outcomes.find(({ key }) => key === name)
  if (configured !== undefined) return configured.rule.kind
  const usual = model.activations.some(({ level }) => level === 'account') ? [...USUAL, 'activated'] : USUAL
  if (usual.includes(name)) return name
  throw unknownName('outcome', name, [...model.outcomes.map(({ key }) => key), ...usual])
}

type Comparison = {
  readonly compared: readonly Compared[]
  readonly leftOut: Record<LeftOut, number>
  readonly looked: readonly Looked[]
}

async function compare(asking: Asking, query: LandmarkQuery, kind: string): Promise<Comparison> {
  const { source } = asking
  const starts = await readStarts(asking, query)
  const all = [...starts].map(([account, start]) => ({
    account,
    start,
    landmark: start + query.landmark_days * MS_PER_DAY,
  }))
  const passes = await readAccountFilter(asking, rangeOf(all))
  const looked = all.filter(({ account, landmark }) => passes(account, landmark))
  const groupOf = await readExposure(asking, query, looked)
  const stratumOf =
    query.breakdown === undefined ? () => null : await readAccountValue(asking, query.breakdown, rangeOf(looked))
  const fates = await source.readFates(query.outcome)
  const compared: Compared[] = []
  const leftOut = { too_early: 0, decided: 0, left: 0, untold: 0 }
  for (const { account, landmark } of looked) {
    const fate = fates.get(account) ?? { outcomes: null, unpaid: [] }
    const end = landmark + query.within_days * MS_PER_DAY
    const settled = settleFate(fate, { kind, landmark, end, now: source.now })
    if ('leftOut' in settled) leftOut[settled.leftOut] += 1
    else
      compared.push({
        account,
        group: groupOf(account, landmark),
        stratum: stratumOf(account, landmark),
        had: settled.had,
      })
  }
  return { compared, leftOut, looked }
}

function warningsOf(groups: readonly Valued<Compared>[], compared: readonly Compared[]): AnalysisWarning[] {
  const distinct = new Set(compared.map(({ group }) => group)).size
  const shown = groups.filter(({ other }) => !other).length
  return distinct > shown ? [cappedWarning(distinct, shown)] : []
}

function strataWarnings(strata: readonly Valued<Compared>[], compared: readonly Compared[]): AnalysisWarning[] {
  if (strata.length === 0) return []
  return warningsOf(
    strata,
    compared.map((one) => ({ ...one, group: one.stratum })),
  )
}

function wantedOf(
  groups: readonly Valued<Compared>[],
  { value, had }: NonNullable<LandmarkQuery['actors_of']>,
): Set<number> {
  const group = groups.find((one) => one.value === value)
  const values = groups.map((one) => String(one.value))
  if (group === undefined) throw badCell('actors_of.value', value, values)
  return new Set(group.rows.filter((row) => row.had === had).map(({ account }) => account))
}
