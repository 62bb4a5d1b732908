import type { Day } from '../../core/time.ts'
import { meanOf, ratioOf } from '../question/numbers.ts'
import { daysBetween, everyone, isIn, type Measure, type Measuring, measured, partOf } from './measured.ts'
import { type ActiveDays, isActiveIn } from './read-days.ts'

const MONTH = 30

export const measureActive: Measure<'active'> = async ({ actor, days }, measuring) => {
  const { last } = measuring
  const period = daysBetween(last - days + 1, last)
  const active = await activeIn(measuring, days, actor)
  return measured({ value: active.size, period, ...everyone(actor, active) }, '')
}

/** Users of the last day or week per user of the last 30 days; the other one, and the mean day, beside it. */
export const measureStickiness: Measure<'stickiness'> = async ({ days }, measuring) => {
  const { last } = measuring
  const ofMonth = await activeIn(measuring, MONTH, 'user')
  const month = ofMonth.size
  const lately = await activeIn(measuring, days, 'user')
  const share = async (of: number) => ratioOf((await activeIn(measuring, of, 'user')).size, month)
  const label = days === 7 ? 'DAU/MAU' : 'WAU/MAU'
  const rows = [
    { label, value: await share(days === 7 ? 1 : 7) },
    { label: 'mean DAU/MAU', value: ratioOf(await meanOfDays(measuring), month) },
  ]
  const period = daysBetween(last - MONTH + 1, last)
  return measured(
    { value: await share(days), period, rows, ...partOf('user', ofMonth, (id) => lately.has(id)) },
    'nobody was active in 30 days',
  )
}

/** On how many of the last days those who were active were; and how many on exactly so many. */
export const measureActiveDays: Measure<'active_days'> = async ({ days }, measuring) => {
  const { last } = measuring
  const users = await daysOfUsers(measuring, days)
  const counts = [...users.values()].map((own) => own.size)
  const rows =
    days === 7
      ? Array.from({ length: days }, (_, i) => ({
          label: `on exactly ${i + 1}`,
          value: counts.filter((count) => count === i + 1).length,
          unit: 'count',
        }))
      : []
  const period = daysBetween(last - days + 1, last)
  const who = everyone('user', users.keys())
  return measured({ value: meanOf(counts), period, rows, ...who }, `nobody was active in ${days} days`)
}

/** Who was active on the last so many days. */
export async function activeIn(
  measuring: Measuring,
  days: number,
  actor: 'user' | 'account',
): Promise<ReadonlySet<number>> {
  const { last } = measuring
  const active = new Set<number>()
  for (const one of await seriesOf(measuring, actor))
    if (isActiveIn(one, last - days + 1, last)) active.add(actor === 'user' ? one.person : one.account)
  return active
}

/** What belongs to the group; accounts only where somebody says which. */
export async function seriesOf(
  { reading, group, last }: Measuring,
  actor: 'user' | 'account',
): Promise<readonly ActiveDays[]> {
  const all = await reading.days()
  return all.filter(({ account }) => (actor === 'user' || account !== 0) && isIn(group, account, last))
}

async function daysOfUsers(measuring: Measuring, days: number): Promise<ReadonlyMap<number, ReadonlySet<Day>>> {
  const { last } = measuring
  const users = new Map<number, Set<Day>>()
  for (const one of await seriesOf(measuring, 'user')) {
    for (const day of one.days) {
      if (day <= last - days || day > last) continue
      const own = users.get(one.person) ?? new Set()
      users.set(one.person, own.add(day))
    }
  }
  return users
}

/** Mean of the users of each of the last 30 days. */
async function meanOfDays(measuring: Measuring): Promise<number> {
  let sum = 0
  for (const own of (await daysOfUsers(measuring, MONTH)).values()) sum += own.size
  return sum / MONTH
}
