import type { MetricMeasure } from '../../config/metrics/metric.ts'
import { TelltaleError } from '../../core/errors.ts'
import { type Day, isoToDay, monthStartOf } from '../../core/time.ts'
import { measureActivation } from './measure-activation.ts'
import { measureActive, measureActiveDays, measureStickiness } from './measure-active.ts'
import { measureAdoption } from './measure-adoption.ts'
import { measureConversion } from './measure-conversion.ts'
import { measureNorthStar } from './measure-north-star.ts'
import { measureRenewals } from './measure-renewals.ts'
import { measureRetention } from './measure-retention.ts'
import { measureCohortChurn, measureRevenue } from './measure-revenue.ts'
import { measureEngagement, measureHealth, measureQualified } from './measure-scores.ts'
import { measureSessions } from './measure-sessions.ts'
import { measureSpend } from './measure-spend.ts'
import { measureUntouched } from './measure-untouched.ts'
import { type Measured, type Measuring, untold } from './measured.ts'

/** What a metric comes to as of a day, for all or for a group. Money in several currencies is never added up: it is untold, and says what is missing. */
export async function measureMetric(measure: MetricMeasure, measuring: Measuring): Promise<Measured> {
  try {
    return await measureKind(measure, measuring)
  } catch (error) {
    if (error instanceof TelltaleError && OF_CURRENCIES.has(error.code)) return untold(error.message)
    throw error
  }
}

const OF_CURRENCIES: ReadonlySet<string> = new Set(['currency_mixed', 'rate_missing'])

function measureKind(measure: MetricMeasure, measuring: Measuring): Promise<Measured> {
  switch (measure.kind) {
    case 'conversion':
      return measureConversion(measure, measuring)
    case 'spend':
      return measureSpend(measure, measuring)
    case 'qualified':
      return measureQualified(measure, measuring)
    case 'untouched':
      return measureUntouched(measure, measuring)
    case 'activation':
      return measureActivation(measure, measuring)
    case 'active':
      return measureActive(measure, measuring)
    case 'stickiness':
      return measureStickiness(measure, measuring)
    case 'active_days':
      return measureActiveDays(measure, measuring)
    case 'sessions':
      return measureSessions(measure, measuring)
    case 'engagement':
      return measureEngagement(measure, measuring)
    case 'adoption':
      return measureAdoption(measure, measuring)
    case 'retention':
      return measureRetention(measure, measuring)
    case 'health':
      return measureHealth(measure, measuring)
    case 'cohort_churn':
      return measureCohortChurn(measure, measuring)
    case 'revenue':
      return measureRevenue(measure, measuring)
    case 'renewals':
      return measureRenewals(measure, measuring)
    case 'north_star':
      return measureNorthStar(measure, measuring)
  }
}

/** Weeks are compared whole, so that the days of the week are the same. */
const FOUR_WEEKS = 28
const FOLLOWED_DAYS = 90

/** As of which day the period before is measured: the month before, the 90 days before, else four weeks before. */
export function dayBefore(measure: MetricMeasure, last: Day, period: Measured['period']): Day {
  switch (measure.kind) {
    case 'revenue':
    case 'cohort_churn':
      return monthStartOf(monthStartOf(last + 1) - 1) - 1
    case 'spend':
      return period === null ? last - FOUR_WEEKS : isoToDay(period.from)! - 1
    case 'activation':
      return measure.of === 'days' ? last - FOLLOWED_DAYS : last - FOUR_WEEKS
    default:
      return last - FOUR_WEEKS
  }
}
