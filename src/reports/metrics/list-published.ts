import { METRIC_IDS, METRICS, type MetricId } from '../../config/metrics/catalogue.ts'
import type { MetricMeasure } from '../../config/metrics/metric.ts'
import { type Day, dayToIso, monthStartOf, weekStartOf } from '../../core/time.ts'
import { measureMetric } from './measure-metric.ts'
import type { Reading } from './reading.ts'

/** A number of a period that is over, as it is shown to people. `value` null: it cannot be told. */
export type PublishedNumber = {
  readonly metric: MetricId
  /** null: it cannot be told, and so neither can the period. */
  readonly from: string | null
  readonly to: string
  readonly value: number | null
  readonly currency: string | null
}

/** What is too dear for a store of many people or accounts. */
export type PublishedOf = { readonly people: boolean; readonly accounts: boolean }

const MONEY_MONTHS = 12
/** Both as far as a reading looks back for all that these measures ask for. */
const ACTIVE_MONTHS = 2
const WEEKS = 4

/** Numbers whose periods are over: revenue of twelve full months, users of two, and those of four full weeks, each as of the close of its last day. */
export async function listPublished(reading: Reading, of: PublishedOf): Promise<readonly PublishedNumber[]> {
  const found: PublishedNumber[] = []
  for (const metric of METRIC_IDS) {
    const { measure } = METRICS[metric]
    for (const last of endsOf(measure, reading, of)) {
      const { value, period, currency } = await measureMetric(measure, { reading, last, group: null })
      found.push({ metric, from: period?.from ?? null, to: period?.to ?? dayToIso(last), value, currency })
    }
  }
  return found
}

function endsOf(measure: MetricMeasure, reading: Reading, { people, accounts }: PublishedOf): readonly Day[] {
  switch (measure.kind) {
    case 'revenue':
      return monthEnds(reading.last, MONEY_MONTHS)
    case 'active':
      if (!people || measure.days === 1) return []
      return measure.days === 7 ? weekEnds(reading) : monthEnds(reading.last, ACTIVE_MONTHS)
    case 'retention':
      return people ? weekEnds(reading) : []
    case 'activation':
      return accounts && measure.of === 'rate' ? weekEnds(reading) : []
    default:
      return []
  }
}

/** Last days of full months, the newest first. */
function monthEnds(last: Day, count: number): readonly Day[] {
  let end = monthStartOf(last + 1) - 1
  return Array.from({ length: count }, () => {
    const own = end
    end = monthStartOf(end) - 1
    return own
  })
}

function weekEnds({ last, weekStart }: Reading): readonly Day[] {
  const end = weekStartOf(last + 1, weekStart) - 1
  return Array.from({ length: WEEKS }, (_, i) => end - 7 * i)
}
