import type { FeatureTier } from '../../config/metrics/settings.ts'
import { estimateMean } from '../../stats/samples/estimate-mean.ts'
import { ratioOf } from '../question/numbers.ts'
import { activeIn } from './measure-active.ts'
import { measurePromotions } from './measure-promotions.ts'
import {
  daysBetween,
  everyone,
  type Measure,
  type MeasuredRow,
  type Measuring,
  measured,
  partOf,
  shareOf,
  shareRow,
  untold,
} from './measured.ts'

const DAYS = 28
const WEEKS = 4
/** Weeks of the four in which an adopter uses a feature often. */
const OFTEN = 3

export const measureAdoption: Measure<'adoption'> = async ({ of }, measuring) => {
  const { features } = measuring.reading.model.metrics
  if (of === 'promoted') return measurePromotions(measuring)
  if (features.length === 0) return untold('no event of the configuration belongs to a feature')
  switch (of) {
    case 'core':
      return measureCore(measuring)
    case 'breadth':
      return measureBreadth(measuring)
    case 'depth':
      return measureDepth(measuring)
    case 'features':
      return measureFeatures(measuring)
    case 'nice_to_have':
      return measureTiers(measuring)
  }
}

/** A feature in 28 days: who may use it, who did, how often, and in how many of the weeks. */
type Adopted = {
  readonly feature: string
  readonly tier: FeatureTier
  readonly eligible: ReadonlySet<number>
  readonly adopters: ReadonlyMap<number, { readonly times: number; readonly weeks: number }>
}

async function measureCore(measuring: Measuring) {
  const core = coreOf(measuring)
  if (core === null) return untold('no core event of the configuration belongs to a feature')
  const { adopters, eligible } = (await adoptionOf(measuring)).find(({ feature }) => feature === core)!
  const rows = [shareRow(`used ${core}`, adopters.size, eligible.size)]
  const who = partOf('account', eligible, (id) => adopters.has(id))
  return measured({ ...shareOf(adopters.size, eligible.size), ...periodOf(measuring), rows, ...who }, NO_ACTIVE)
}

const NO_ACTIVE = 'no account was active in 28 days'

async function measureBreadth(measuring: Measuring) {
  const all = await adoptionOf(measuring)
  const rows = all.map(({ feature, tier, adopters, eligible }) => ({
    ...shareRow(`${feature} (${tier})`, adopters.size, eligible.size),
    ...partOf('account', eligible, (id) => adopters.has(id)),
  }))
  const known = rows.flatMap(({ value }) => value ?? [])
  const value = ratioOf(
    known.reduce((sum, one) => sum + one, 0),
    known.length,
  )
  const who = everyone('account', await activeIn(measuring, DAYS, 'account'))
  return measured({ value, ...periodOf(measuring), rows, ...who }, NO_ACTIVE)
}

async function measureDepth(measuring: Measuring) {
  const core = coreOf(measuring)
  const all = await adoptionOf(measuring)
  const own = all.find(({ feature }) => feature === core)
  if (own === undefined) return untold('no core event of the configuration belongs to a feature')
  const often = [...own.adopters.values()].filter(({ weeks }) => weeks >= OFTEN).length
  const rows: MeasuredRow[] = [
    shareRow(`used ${own.feature} in at least ${OFTEN} of ${WEEKS} weeks`, often, own.adopters.size),
    ...all.map((one) => ({ label: `${one.feature} (${one.tier})`, value: depthOf(one) })),
  ]
  const who = everyone('account', own.adopters.keys())
  return measured(
    { value: depthOf(own), ...periodOf(measuring), rows, ...who },
    `nobody used ${own.feature} in 28 days`,
  )
}

function depthOf({ adopters }: Adopted): number | null {
  const times = [...adopters.values()].reduce((sum, one) => sum + one.times, 0)
  return ratioOf(times, adopters.size * WEEKS)
}

/** Key features used per account, as a share of those it has. */
async function measureFeatures(measuring: Measuring) {
  const key = (await adoptionOf(measuring)).filter(({ tier }) => tier !== 'nice-to-have')
  const accounts = [...new Set(key.flatMap(({ eligible }) => [...eligible]))]
  const shares = accounts.map((account) => {
    const available = key.filter(({ eligible }) => eligible.has(account))
    return available.filter(({ adopters }) => adopters.has(account)).length / available.length
  })
  const mean = estimateMean(shares)
  const interval = mean === null ? null : { lower: Math.max(0, mean.lower), upper: Math.min(1, mean.upper) }
  const who = everyone('account', accounts)
  return measured({ value: mean?.estimate ?? null, interval, ...periodOf(measuring), ...who }, NO_ACTIVE)
}

async function measureTiers(measuring: Measuring) {
  const all = await adoptionOf(measuring)
  const active = await activeIn(measuring, DAYS, 'account')
  const usersOf = (tier: FeatureTier) =>
    new Set(all.filter((one) => one.tier === tier).flatMap(({ adopters }) => [...adopters.keys()]))
  const rows = (['core', 'expansion'] as const).map((tier) => shareRow(tier, usersOf(tier).size, active.size))
  const extra = usersOf('nice-to-have')
  if (!all.some(({ tier }) => tier === 'nice-to-have')) return untold('metrics.features calls none nice-to-have')
  const who = partOf('account', active, (id) => extra.has(id))
  return measured({ ...shareOf(extra.size, active.size), ...periodOf(measuring), rows, ...who }, NO_ACTIVE)
}

function periodOf({ last }: Measuring) {
  return { period: daysBetween(last - DAYS + 1, last) }
}

/** The one of the settings, else that of the first core event. */
function coreOf({ reading }: Measuring): string | null {
  const { metrics, events } = reading.model
  return metrics.coreFeature ?? events.find(({ kind, feature }) => kind === 'core' && feature !== null)?.feature ?? null
}

async function adoptionOf(measuring: Measuring): Promise<readonly Adopted[]> {
  const { reading, last } = measuring
  const active = await activeIn(measuring, DAYS, 'account')
  const plans = reading.model.metrics.features.some(({ plans }) => plans !== null) ? await reading.plans() : null
  const end = reading.zone.startOf(last + 1) - 1
  // Weeks are counted back from the last day of the reading; of four weeks before that they are whole ones too.
  const shift = (reading.last - last) / 7
  const uses = (await reading.featureUses()).filter(({ stretch }) => stretch >= shift && stretch < shift + WEEKS)
  return reading.model.metrics.features.map(({ feature, tier, plans: allowed }, what) => {
    const has = (account: number) => allowed === null || allowed.includes(String(plans!(account, end)))
    const eligible = new Set([...active].filter(has))
    const adopters = new Map<number, { times: number; weeks: Set<number> }>()
    for (const use of uses) {
      if (use.what !== what || !eligible.has(use.account)) continue
      const own = adopters.get(use.account) ?? { times: 0, weeks: new Set() }
      adopters.set(use.account, { times: own.times + use.times, weeks: own.weeks.add(use.stretch) })
    }
    const counted = [...adopters].map(([account, { times, weeks }]) => [account, { times, weeks: weeks.size }] as const)
    return { feature, tier, eligible, adopters: new Map(counted) }
  })
}
