import type { Filter } from '../../contract/analyze/filter.ts'
import type { AnalysisActor, Breakdown, IntervalName } from '../../contract/analyze/question.ts'
import { telltaleError } from '../../core/errors.ts'
import { type Day, dayToIso, isoToDay, type Millis, makeZone, type Zone } from '../../core/time.ts'
import type { GivenTable } from '../../store/analytic/analytic-store.ts'
import { planTable } from '../subscriptions/plan-table.ts'
import type { Asking } from './asking.ts'
import { makeCalendar } from './calendar.ts'
import { checkNames } from './check-names.ts'
import { ownersTable, readMergedAccounts } from './merged-accounts.ts'
import type { ReportSource } from './report-source.ts'
import { splitFilter } from './split-filter.ts'
import { tenureTable } from './tenure-bands.ts'

/** What all kinds ask for. */
export type CommonQuery = {
  readonly actor: AnalysisActor
  readonly date_from?: string | undefined
  readonly date_to?: string | undefined
  readonly filter?: Filter | undefined
  readonly breakdown?: Breakdown | undefined
  readonly timezone?: string | undefined
  readonly week_start?: 'monday' | 'sunday' | undefined
}

const DEFAULT_DAYS = 30
const MOST_INTERVALS = 20_000

/** What is told after the close that is asked for is not known. */
export function toldBy({ now }: ReportSource, asOf: string | undefined): { readonly toldBefore?: Millis } {
  return asOf === undefined ? {} : { toldBefore: now }
}

/**
 * Checks a question and works out its calendar. Intervals are whole: a range that begins or ends inside a week or month takes it in.
 * `filters` are those beside the common one (of a step, of a start), for their names.
 * @throws bad_argument, unknown_name
 */
export async function prepareQuestion(
  source: ReportSource,
  query: CommonQuery,
  own: {
    readonly interval: IntervalName
    readonly filters?: readonly (Filter | undefined)[]
    readonly toldBefore?: Millis
  },
): Promise<Asking> {
  const { product } = source.model
  const zone = query.timezone === undefined ? makeZone(product.timezone) : zoneOf(query.timezone)
  const days = daysOf(query, zone.dayOf(source.now))
  const weekStart = query.week_start ?? product.weekStart
  const calendar = makeCalendar({ interval: own.interval, zone, weekStart, from: days.from })
  const first = calendar.ordinalOfDay(days.from)
  const last = own.interval === 'hour' ? calendar.ordinalOfDay(days.to + 1) - 1 : calendar.ordinalOfDay(days.to)
  if (last - first >= MOST_INTERVALS)
    throw badRange(`${last - first + 1} intervals`, `at most ${MOST_INTERVALS} intervals`)
  const { events, segments } = splitFilter(query.filter)
  const asking: Asking = {
    source,
    actor: query.actor,
    zone,
    weekStart,
    days,
    calendar,
    first,
    last,
    filters: events,
    segmentFilters: segments,
    traitSides: new Map(),
    merged: new Map(),
    toldBefore: own.toldBefore ?? null,
    given: [],
    said: [],
    warnings: [],
  }
  const merged = await readMergedAccounts(asking)
  const filters = [query.filter, ...(own.filters ?? [])].filter((filter) => filter !== undefined)
  const { traitSides } = await checkNames(asking, filters, query.breakdown)
  const known = { ...asking, traitSides, merged, given: [ownersTable(merged)] }
  return { ...known, given: [...known.given, ...(await tablesOf(known, query.breakdown))] }
}

async function tablesOf(asking: Asking, breakdown: Breakdown | undefined): Promise<readonly GivenTable[]> {
  if (breakdown === 'tenure') return [await tenureTable(asking)]
  return breakdown === 'plan' ? [await planTable(asking)] : []
}

function zoneOf(name: string): Zone {
  try {
    return makeZone(name)
  } catch {
    throw telltaleError('bad_argument', {
      argument: 'timezone',
      value: JSON.stringify(name.slice(0, 80)),
      expected: 'an IANA time zone such as Europe/Berlin, America/New_York or UTC',
    })
  }
}

function daysOf({ date_from, date_to }: CommonQuery, today: Day): { readonly from: Day; readonly to: Day } {
  const to = date_to === undefined ? today : isoToDay(date_to)!
  const from = date_from === undefined ? to - (DEFAULT_DAYS - 1) : isoToDay(date_from)!
  if (from > to) throw badRange(`${dayToIso(from)} to ${dayToIso(to)}`, 'a range that begins before it ends')
  return { from, to }
}

function badRange(value: string, expected: string): Error {
  return telltaleError('bad_argument', { argument: 'date_from, date_to', value, expected })
}
