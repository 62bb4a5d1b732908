import type { NorthStar } from '../../config/metrics/settings.ts'
import { chooseEvents } from '../question/choose-events.ts'
import { ratioOf } from '../question/numbers.ts'
import { activeIn } from './measure-active.ts'
import { daysBetween, isIn, type Measure, type Measuring, measured, untold } from './measured.ts'

const DAYS = 7
const LOOK_BACK_DAYS = 35

/** The event of value in 7 days: how often, by how many, or how often per active account. */
export const measureNorthStar: Measure<'north_star'> = async (_, measuring) => {
  const { reading, last } = measuring
  const { northStar } = reading.model.metrics
  if (northStar === null) return untold('metrics.northStar names none')
  const period = daysBetween(last - DAYS + 1, last)
  return measured({ value: await countOf(measuring, northStar), period }, 'no account was active in 7 days')
}

async function countOf(measuring: Measuring, { event, count }: NorthStar): Promise<number | null> {
  const { reading, last, group } = measuring
  const things = [chooseEvents(reading.source, event).choices]
  const all = await reading.uses({ things, from: reading.last - LOOK_BACK_DAYS + 1, to: reading.last, stretch: DAYS })
  const stretch = (reading.last - last) / DAYS
  const own = all.filter((use) => use.stretch === stretch && isIn(group, use.account, last))
  const times = own.reduce((sum, use) => sum + use.times, 0)
  switch (count) {
    case 'events':
      return times
    case 'users':
      return new Set(own.map(({ person }) => person)).size
    case 'accounts':
      return new Set(own.map(({ account }) => account).filter((account) => account !== 0)).size
    case 'per_account':
      return ratioOf(times, (await activeIn(measuring, DAYS, 'account')).size)
  }
}
