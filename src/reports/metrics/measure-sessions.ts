import { medianOf } from '../../stats/samples/order-statistics.ts'
import { ratioOf } from '../question/numbers.ts'
import { daysBetween, everyone, isIn, type Measure, measured } from './measured.ts'

const DAYS = 28

/** Sessions that began in the last 28 days: how many a user had, and how much of value was done in them. */
export const measureSessions: Measure<'sessions'> = async ({ of }, { reading, last, group }) => {
  const { zone } = reading
  const [from, to] = [zone.startOf(last - DAYS + 1), zone.startOf(last + 1)]
  const own = (await reading.sessions()).filter(
    ({ start, account }) => start >= from && start < to && isIn(group, account, last),
  )
  const { who } = everyone(
    'user',
    own.map(({ entity }) => entity),
  )
  const users = who.counted.length
  const actions = own.reduce((sum, { keyActions }) => sum + keyActions, 0)
  const idle = own.filter(({ keyActions }) => keyActions === 0).length
  const minutes = medianOf(own.map(({ start, end }) => (end - start) / 60_000))
  const rows = [
    { label: 'sessions', value: own.length, unit: 'count' },
    {
      label: 'sessions without a key action',
      value: ratioOf(idle, own.length),
      count: idle,
      total: own.length,
      unit: 'share',
    },
    { label: 'median minutes of a session', value: minutes, unit: 'count' },
  ]
  const value = of === 'per_user' ? ratioOf(own.length, users) : ratioOf(actions, own.length)
  return measured({ value, period: daysBetween(last - DAYS + 1, last), rows, who }, 'there was no session in 28 days')
}
