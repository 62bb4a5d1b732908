import { METRIC_IDS, METRICS, type MetricId } from '../../config/metrics/catalogue.ts'
import type { Model } from '../../config/model.ts'
import type { Digest, DigestLine, DigestQuery } from '../../contract/digest.ts'
import { dayToIso } from '../../core/time.ts'
import { Z95 } from '../../stats/distributions/normal.ts'
import { estimateDifference } from '../../stats/proportions/estimate-difference.ts'
import { countEverLeftOut } from '../question/count-left-out.ts'
import type { ReportSource } from '../question/report-source.ts'
import { chooseGroups } from './choose-groups.ts'
import type { Measured } from './measured.ts'
import { openReading } from './reading.ts'
import { type Compared, chooseDay, compareMetric, readBy, toRow } from './report-metrics.ts'

/** Groups that are looked through for the one that moved most. */
const GROUPS = 12

/** Which of the metrics of a cadence moved since the period before, and in which group most. */
export async function reportDigest(
  source: ReportSource,
  { cadence, as_of }: Pick<DigestQuery, 'cadence' | 'as_of'>,
): Promise<Omit<Digest, 'alerts'>> {
  const last = chooseDay(source, as_of)
  const by = groupingOf(source.model)
  const reading = await openReading(source, last, readBy(by))
  const moved: DigestLine[] = []
  for (const id of METRIC_IDS.filter((one) => METRICS[one].cadence === cadence)) {
    const compared = await compareMetric(reading, id, null)
    const because = reasonOf(id, compared)
    if (because === null) continue
    const rise = compared.now.value! - compared.before.value!
    const better = METRICS[id].better === 'higher' ? rise > 0 : rise < 0
    const { title, unit, currency, value, of, previous, owner, next, period } = toRow(reading, id, compared)
    const groups = []
    for (const group of await chooseGroups(reading, GROUPS))
      groups.push({ group: group!.value, ...(await compareMetric(reading, id, group)) })
    moved.push({
      ...{ id, title, unit, currency, value, of, previous, owner, next, period, because },
      direction: better ? 'better' : 'worse',
      for_whom: movedMost(groups, { by, rise }),
    })
  }
  const ordered = [...moved.filter(isWorse), ...moved.filter((line) => !isWorse(line))]
  const { excluded } = await countEverLeftOut(reading.source)
  return { as_of: dayToIso(last), cadence, excluded, moved: ordered }
}

function isWorse({ direction }: DigestLine): boolean {
  return direction === 'worse'
}

/** The first segment of accounts that the configuration defines, else how old they are. */
function groupingOf({ segments }: Model): string {
  const segment = segments.find(({ level }) => level === 'account')
  return segment === undefined ? 'tenure' : `segment:${segment.key}`
}

type InGroup = Compared & { readonly group: NonNullable<DigestLine['for_whom']>['group'] }

function movedMost(
  groups: readonly InGroup[],
  { by, rise }: { readonly by: string; readonly rise: number },
): DigestLine['for_whom'] {
  const known = groups.flatMap(({ group, now, before }) =>
    now.value === null || before.value === null ? [] : [{ group, value: now.value, previous: before.value }],
  )
  const same = known.filter(({ value, previous }) => Math.sign(value - previous) === Math.sign(rise))
  const most = same.sort(
    (a, b) =>
      Math.abs(b.value - b.previous) - Math.abs(a.value - a.previous) || (String(a.group) < String(b.group) ? -1 : 1),
  )[0]
  return most === undefined || known.length < 2 ? null : { by: by.replace(/^segment:/, ''), ...most }
}

/** Of an exact number a change by so much is worth a line. */
const WORTH = 0.05

/** Why a metric counts as moved; null: it has not, or one of the two numbers is not known. */
function reasonOf(id: MetricId, { now, before }: Compared): DigestLine['because'] | null {
  if (now.value === null || before.value === null || now.value === before.value) return null
  const chance = byChance(id, now, before)
  if (chance !== null) return chance ? null : 'chance'
  const isLarge = Math.abs(now.value - before.value) >= WORTH * Math.abs(before.value)
  return isLarge ? 'size' : null
}

/** Whether chance explains the difference; null: it has no part in it, for all there is was counted. */
function byChance(id: MetricId, now: Measured, before: Measured): boolean | null {
  if (now.of !== null && before.of !== null && now.interval !== null) {
    const share = ({ of }: Measured) => ({ successes: of!.count, total: of!.total })
    const { measure } = METRICS[id]
    // Of a median the counts are how many it rests on.
    const isShare = !(measure.kind === 'activation' && measure.of === 'days')
    const limits = isShare ? estimateDifference(share(now), share(before)) : null
    if (limits !== null) return limits.lower <= 0 && limits.upper >= 0
  }
  if (now.interval !== null) return before.value! >= now.interval.lower && before.value! <= now.interval.upper
  if (METRICS[id].unit !== 'count' || !isWholeCount(now) || !isWholeCount(before)) return null
  // Two counts of what comes by itself: the difference of two Poisson numbers.
  return Math.abs(now.value! - before.value!) <= Z95 * Math.sqrt(now.value! + before.value!)
}

function isWholeCount({ value }: Measured): boolean {
  return Number.isInteger(value)
}
