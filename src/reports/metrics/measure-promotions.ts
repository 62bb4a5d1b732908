import { isoToDay } from '../../core/time.ts'
import { estimateDifference } from '../../stats/proportions/estimate-difference.ts'
import { chooseEvents } from '../question/choose-events.ts'
import {
  daysBetween,
  isIn,
  type Measured,
  type MeasuredRow,
  type Measuring,
  measured,
  shareOf,
  untold,
} from './measured.ts'

const DAYS = 28

type Promotion = { readonly feature: string; readonly on: string }

/** Of the promotions that are long enough ago, those after which adoption rose by more than chance. */
export async function measurePromotions(measuring: Measuring): Promise<Measured> {
  const { promotions } = measuring.reading.model.metrics
  if (promotions.length === 0) return untold('metrics.promotions names no promotion')
  const over = promotions.filter(({ on }) => isoToDay(on)! + DAYS - 1 <= measuring.last)
  const told: { readonly row: MeasuredRow; readonly moved: boolean }[] = []
  for (const promotion of over) told.push(await followPromotion(measuring, promotion))
  const moved = told.filter((one) => one.moved).length
  const days = over.map(({ on }) => isoToDay(on)!)
  const period = over.length === 0 ? null : daysBetween(Math.min(...days) - DAYS, Math.max(...days) + DAYS - 1)
  return measured(
    { ...shareOf(moved, told.length), interval: null, period, rows: told.map(({ row }) => row) },
    'no promotion is 28 days ago',
  )
}

/** Adoption among active accounts, in the 28 days from the promotion on and in those before it. */
async function followPromotion({ reading, group }: Measuring, { feature, on }: Promotion) {
  const first = isoToDay(on)!
  const { source, model } = reading
  const ofFeature = model.events.filter((event) => event.feature === feature)
  const things = [chooseEvents(source, null).choices, ofFeature.flatMap(({ key }) => chooseEvents(source, key).choices)]
  const uses = await reading.uses({ things, from: first - DAYS, to: first + DAYS - 1, stretch: DAYS })
  const share = (stretch: number) => {
    const day = first + DAYS * (1 - stretch) - 1
    const doers = (what: number) =>
      new Set(
        uses
          .filter((use) => use.what === what && use.stretch === stretch && use.account !== 0)
          .filter(({ account }) => isIn(group, account, day))
          .map(({ account }) => account),
      )
    const active = doers(0)
    return { successes: [...doers(1)].filter((account) => active.has(account)).length, total: active.size }
  }
  const difference = estimateDifference(share(0), share(1))
  const moved = difference !== null && difference.lower > 0
  const said = moved ? 'moved' : 'barely moved'
  return { moved, row: { label: `${feature} from ${on}: ${said}`, value: difference?.estimate ?? null, unit: 'share' } }
}
