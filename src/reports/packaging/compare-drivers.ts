import type { PackagedPlan } from '../../contract/analyze/packaging.ts'
import { type Millis, MS_PER_DAY } from '../../core/time.ts'
import { estimateDifference } from '../../stats/proportions/estimate-difference.ts'
import { type Fate, settleFate } from '../landmark/fate.ts'
import { featureChoices, type Reading } from '../metrics/reading.ts'
import { shareOf } from './measure-limits.ts'

/** An account that paid at the landmark, the features it had used by then, and whether it stayed. */
export type Followed = { readonly account: number; readonly used: ReadonlySet<string>; readonly stayed: boolean }

/** Days before the landmark in which a use counts. */
const USED_DAYS = 28

/** Those that paid some days before the close, with what became of them up to it. */
export async function followPaying(
  reading: Reading,
  fates: ReadonlyMap<number, Fate>,
  { withinDays, landmark }: { readonly withinDays: number; readonly landmark: Millis },
): Promise<readonly Followed[]> {
  const usedBy = await readUsed(reading, withinDays)
  const settling = { kind: 'churned', landmark, end: landmark + withinDays * MS_PER_DAY, now: reading.source.now }
  return [...fates].flatMap(([account, fate]) => {
    const settled = settleFate(fate, settling)
    return 'leftOut' in settled ? [] : [{ account, used: usedBy.get(account) ?? NOTHING, stayed: !settled.had }]
  })
}

const NOTHING: ReadonlySet<string> = new Set()

async function readUsed(
  { source, model, last, uses }: Reading,
  withinDays: number,
): Promise<ReadonlyMap<number, ReadonlySet<string>>> {
  const to = last - withinDays
  const used = new Map<number, Set<string>>()
  const asked = { things: featureChoices(source), from: to - USED_DAYS + 1, to, stretch: USED_DAYS }
  for (const { account, what } of await uses(asked)) {
    const own = used.get(account) ?? new Set<string>()
    used.set(account, own.add(model.metrics.features[what]!.feature))
  }
  return used
}

/** Who stayed among those that used each feature and among the others; the feature that makes the largest difference first. */
export function compareDrivers(features: readonly string[], followed: readonly Followed[]): PackagedPlan['features'] {
  const rows = features.map((feature) => {
    const users = shareStayed(followed.filter(({ used }) => used.has(feature)))
    const others = shareStayed(followed.filter(({ used }) => !used.has(feature)))
    const toTotal = ({ count, of }: typeof users) => ({ successes: count, total: of })
    return { feature, users, others, difference: estimateDifference(toTotal(users), toTotal(others)) }
  })
  const rank = ({ difference }: (typeof rows)[number]): number => difference?.estimate ?? Number.NEGATIVE_INFINITY
  return rows.sort((a, b) => rank(b) - rank(a) || (a.feature < b.feature ? -1 : 1))
}

function shareStayed(of: readonly Followed[]) {
  return shareOf(of.filter(({ stayed }) => stayed).length, of.length)
}
