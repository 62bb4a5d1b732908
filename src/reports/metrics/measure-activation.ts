import { type Day, MS_PER_DAY, makeZone } from '../../core/time.ts'
import { estimateSurvival, timeUntilLeft } from '../../stats/survival/estimate-survival.ts'
import type { Newcomer } from '../onboarding/newcomer.ts'
import { daysBetween, type Measured, type Measuring, measured, shareOf, untold } from './measured.ts'

const NO_ACTIVATION = 'the configuration says nothing about activation of accounts'
const SIGNED_UP_DAYS = 28
const FOLLOWED_DAYS = 90

/** Of those whose window has passed, the share that was activated within it. */
export async function measureActivationRate({ source, last }: Measuring): Promise<Measured> {
  const activation = source.model.activations.find(({ level }) => level === 'account')
  if (activation === undefined) return untold(NO_ACTIVATION)
  const window = activation.withinDays
  const end = last - window
  const all = await source.readNewcomers({ outcome: null, statusAfter: null })
  const rate = (to: Day) => {
    const own = signedUp(source.model.product.timezone, all, { from: to - SIGNED_UP_DAYS + 1, to })
    const inTime = own.filter((one) => one.activatedAt !== null && one.activatedAt - one.signUp < window * MS_PER_DAY)
    return shareOf(inTime.length, own.length)
  }
  const period = daysBetween(end - SIGNED_UP_DAYS + 1, end)
  const previous = rate(end - SIGNED_UP_DAYS).value
  return measured({ ...rate(end), previous, period }, `nobody signed up from ${period.from} to ${period.to}`)
}

/** The median time to the first milestone, and until three quarters are there. */
export async function measureTimeToValue({ source, last }: Measuring): Promise<Measured> {
  if (source.model.activations.every(({ level }) => level !== 'account')) return untold(NO_ACTIVATION)
  const all = await source.readNewcomers({ outcome: null, statusAfter: null })
  const followed = (to: Day) => signedUp(source.model.product.timezone, all, { from: to - FOLLOWED_DAYS + 1, to })
  const own = followed(last)
  const curve = curveOf(own, source.now)
  const there = own.filter(({ reached }) => reached.length > 0).length
  return measured(
    {
      value: timeUntilLeft(curve),
      of: { count: there, total: own.length },
      previous: timeUntilLeft(curveOf(followed(last - FOLLOWED_DAYS), source.now)),
      period: daysBetween(last - FOLLOWED_DAYS + 1, last),
      rows: [{ label: 'three quarters are there after', value: timeUntilLeft(curve, 0.25), count: null, total: null }],
    },
    own.length === 0 ? 'nobody signed up in the last 90 days' : 'less than half of them are there yet',
  )
}

function signedUp(timezone: string, all: readonly Newcomer[], days: { readonly from: Day; readonly to: Day }) {
  const zone = makeZone(timezone)
  return all.filter(({ signUp }) => zone.dayOf(signUp) >= days.from && zone.dayOf(signUp) <= days.to)
}

/** Something that took no time at all took a moment. */
const MOMENT = 1e-9

function curveOf(newcomers: readonly Newcomer[], now: number) {
  return estimateSurvival(
    newcomers.map(({ signUp, reached }) => {
      const first = reached.length === 0 ? null : Math.min(...reached)
      return { time: Math.max(MOMENT, ((first ?? now) - signUp) / MS_PER_DAY), event: first !== null }
    }),
  )
}
