import type { NorthStar } from '../../config/metrics/settings.ts'
import { chooseEvents } from '../question/choose-events.ts'
import { ratioOf } from '../question/numbers.ts'
import { activeIn } from './measure-active.ts'
import { daysBetween, everyone, isIn, type Measure, type Measuring, measured, untold } from './measured.ts'
import type { Use } from './read-uses.ts'

const DAYS = 7
const LOOK_BACK_DAYS = 35

/** The event of value in 7 days: how often, by how many, or how often per active account. */
export const measureNorthStar: Measure<'north_star'> = async (_, measuring) => {
  const { reading, last } = measuring
  const { northStar } = reading.model.metrics
  if (northStar === null) return untold('metrics.northStar names none')
  const period = daysBetween(last - DAYS + 1, last)
  const own = await usesOf(measuring, northStar)
  const who =
    northStar.count === 'users'
      ? everyone(
          'user',
          own.map(({ person }) => person),
        )
      : everyone('account', accountsOf(own))
  const value = await countOf(measuring, { own, count: northStar.count })
  return measured({ value, period, ...who }, 'no account was active in 7 days')
}

/** Uses of the event of value within the days. */
async function usesOf(measuring: Measuring, { event }: NorthStar): Promise<readonly Use[]> {
  const { reading, last, group } = measuring
  const things = [chooseEvents(reading.source, event).choices]
  const all = await reading.uses({ things, from: reading.last - LOOK_BACK_DAYS + 1, to: reading.last, stretch: DAYS })
  const stretch = (reading.last - last) / DAYS
  return all.filter((use) => use.stretch === stretch && isIn(group, use.account, last))
}

function accountsOf(own: readonly Use[]): ReadonlySet<number> {
  return new Set(own.map(({ account }) => account).filter((account) => account !== 0))
}

type Counting = { readonly own: readonly Use[]; readonly count: NorthStar['count'] }

async function countOf(measuring: Measuring, { own, count }: Counting): Promise<number | null> {
  const times = own.reduce((sum, use) => sum + use.times, 0)
  switch (count) {
    case 'events':
      return times
    case 'users':
      return new Set(own.map(({ person }) => person)).size
    case 'accounts':
      return accountsOf(own).size
    case 'per_account':
      return ratioOf(times, (await activeIn(measuring, DAYS, 'account')).size)
  }
}
