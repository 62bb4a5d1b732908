import type { CohortsAnswer, CohortsQuery } from '../../contract/analyze/cohorts.ts'
import type { Breakdown } from '../../contract/analyze/question.ts'
import { telltaleError } from '../../core/errors.ts'
import { toActorList } from '../question/actor-list.ts'
import { type Asking, readBlocks, relationOf } from '../question/asking.ts'
import { badCell } from '../question/bad-cell.ts'
import { cappedWarning } from '../question/breakdown-groups.ts'
import { type ChosenEvents, chooseEvents } from '../question/choose-events.ts'
import { closesAt } from '../question/closing.ts'
import { countLeftOut } from '../question/count-left-out.ts'
import { ACTORS, describeFrame, eventPhrase } from '../question/describe-question.ts'
import { ratioOf } from '../question/numbers.ts'
import { prepareQuestion, toldBy } from '../question/prepare-question.ts'
import type { ReportSource } from '../question/report-source.ts'
import { visitSeries } from '../question/series.ts'
import { PERIOD_MS } from '../retention/cells.ts'
import { addActivated } from './add-activated.ts'
import { addMrr } from './add-mrr.ts'
import { momentsSql } from './cohorts-sql.ts'
import { type AddToAge, type Cohort, groupNewcomers } from './group-newcomers.ts'
import { keyOf, readNewcomers } from './read-cohorts.ts'

/** A metric by age, for those who signed up in the range, by what they were then. */
export async function reportCohorts(source: ReportSource, asked: CohortsQuery): Promise<CohortsAnswer> {
  const query = { ...asked, period: asked.interval ?? asked.period }
  if (OF_ACCOUNTS.includes(query.metric) && query.actor !== 'account')
    throw telltaleError('bad_argument', {
      argument: 'metric',
      value: JSON.stringify(query.metric),
      expected: 'active or events, or actor account',
    })
  const breakdown = breakdownOf(source, query)
  const asking = await prepareQuestion(
    source,
    { ...query, breakdown },
    { interval: query.period, ...toldBy(source, query.as_of) },
  )
  const events = chooseEvents(source, query.event ?? null)
  const { cohorts, ofEntity, distinct } = groupNewcomers(await readNewcomers(asking, query), query)
  const wanted = wantedCohort(query, cohorts)
  const inCell = new Set<number>()
  const add: AddToAge = (entity, age, by) => {
    const { cohort } = ofEntity.get(entity)!
    cohort.values[age]! += by
    if (by !== 0 && age === query.actors_of?.age && cohort === wanted) inCell.add(entity)
  }
  await addMetric(asking, query, { events, ofEntity, add })
  const rows = cohorts.map((cohort) => rowOf(asking, query, cohort))
  const range = { from: asking.calendar.startOf(asking.first), to: endOfReading(asking, query) }
  const shown = cohorts.filter(({ other }) => !other).length
  return {
    definition: describe(asking, query, events),
    complete: rows.every((row) => row.complete.every(Boolean)),
    ...(await countLeftOut(asking, OF_ACCOUNTS.includes(query.metric) ? [] : events.choices, range)),
    warnings: distinct > shown ? [cappedWarning(distinct, shown)] : [],
    cohorts: rows,
    ...(query.actors_of === undefined ? {} : { actors: listActors(asking, query, { wanted, ofEntity, inCell }) }),
    ...(query.include.includes('sql') ? { sql: asking.said } : {}),
  }
}

/** What there must be for the question to be answered: a plan may be what is paid for, and of a source nobody may have said anything. */
function breakdownOf(source: ReportSource, { by, actor }: CohortsQuery): Breakdown | undefined {
  if (by === 'sign_up' || by === 'source') return undefined
  if (by === 'plan' && actor !== 'user') return 'plan'
  return keyOf({ source }, by)
}

/** Metrics that rest on no event of the question. */
const OF_ACCOUNTS: readonly CohortsQuery['metric'][] = ['mrr', 'activated']

type Grouped = ReturnType<typeof groupNewcomers>
type Adding = { readonly events: ChosenEvents; readonly ofEntity: Grouped['ofEntity']; readonly add: AddToAge }

async function addMetric(asking: Asking, query: CohortsQuery, { events, ofEntity, add }: Adding): Promise<void> {
  if (query.metric === 'mrr') {
    await addMrr(asking, query, { ofEntity, add })
    return
  }
  if (query.metric === 'activated') {
    await addActivated(asking, query, { ofEntity, add })
    return
  }
  const length = PERIOD_MS[query.period]
  const { withHappened, matches, upTo } = relationOf(asking, {
    choices: events.choices,
    from: asking.calendar.startOf(asking.first),
    to: endOfReading(asking, query),
  })
  const where = matches(events.choices, asking.filters)
  await visitSeries(
    readBlocks(asking, momentsSql({ withHappened, where }), { upTo }),
    1,
    ({ entity, units, numbers }) => {
      const found = ofEntity.get(entity)
      if (found === undefined) return
      let before = -1
      units.forEach((at, i) => {
        const age = Math.floor((at - found.signUp) / length)
        if (age < 0 || age >= query.total_intervals) return
        if (query.metric === 'events') add(entity, age, numbers[0]![i]!)
        else if (query.metric === 'active' && age !== before) add(entity, age, 1)
        else if (query.metric === 'adopted' && before < 0)
          for (let by = age; by < query.total_intervals; by++) add(entity, by, 1)
        before = age
      })
    },
  )
}

/** What comes later than now is in no cell that is complete. */
function endOfReading({ calendar, last, source }: Asking, { period, total_intervals }: CohortsQuery): number {
  return Math.min(source.now, calendar.startOf(last + 1) + total_intervals * PERIOD_MS[period])
}

/** An age is complete when the cohort can grow no more and its youngest member is past it. */
function rowOf(asking: Asking, query: CohortsQuery, cohort: Cohort): CohortsAnswer['cohorts'][number] {
  const { calendar, last, zone } = asking
  const { size, lastSignUp } = cohort
  const closed =
    query.by === 'sign_up'
      ? calendar.startOf(calendar.ordinalOfDay(zone.dayOf(lastSignUp)) + 1)
      : calendar.startOf(last + 1)
  const closing = Array.from(cohort.values, (_, age) =>
    closesAt(asking, Math.max(closed, lastSignUp + (age + 1) * PERIOD_MS[query.period])),
  )
  const values = closing.map(({ complete }, age) => (complete ? cohort.values[age]! : null))
  return {
    value: cohort.value,
    other: cohort.other,
    size,
    values,
    per_actor: values.map((value) => (value === null ? null : ratioOf(value, size))),
    complete: closing.map(({ complete }) => complete),
    ready: closing.map(({ ready }) => ready),
  }
}

/** The cohort that is opened. @throws bad_argument where there is none */
function wantedCohort({ actors_of, total_intervals }: CohortsQuery, cohorts: readonly Cohort[]): Cohort | undefined {
  if (actors_of === undefined) return undefined
  const { cohort, age } = actors_of
  if (age !== undefined && age >= total_intervals) throw badCell('actors_of.age', age, [`0 to ${total_intervals - 1}`])
  const found = cohorts.find(({ value }) => value === cohort)
  if (found !== undefined) return found
  throw badCell(
    'actors_of.cohort',
    cohort,
    cohorts.map(({ value }) => String(value)),
  )
}

type Opened = {
  readonly wanted: Cohort | undefined
  readonly ofEntity: Grouped['ofEntity']
  readonly inCell: Set<number>
}

function listActors(asking: Asking, { actors_of }: CohortsQuery, { wanted, ofEntity, inCell }: Opened) {
  if (actors_of?.age !== undefined) return toActorList(asking, { entities: inCell })
  const own = [...ofEntity].filter(([, { cohort }]) => cohort === wanted).map(([entity]) => entity)
  return toActorList(asking, { entities: new Set(own) })
}

function describe(asking: Asking, query: CohortsQuery, events: ChosenEvents): string {
  const { by, period, metric } = query
  const group =
    by === 'sign_up'
      ? `the ${period} of their sign-up`
      : `${typeof by === 'string' ? by : Object.values(by)[0]} at sign-up`
  const what = {
    active: `how many had ${eventPhrase(events)}`,
    adopted: `how many had had ${eventPhrase(events)} by its end`,
    events: `how often they had ${eventPhrase(events)}`,
    mrr: 'their MRR at its end, in minor units',
    activated: 'how many of them had been activated by its end',
  }[metric]
  return `Of the ${ACTORS[query.actor]} who signed up in the range, by ${group}: ${what} in each ${period} of age, counted in whole 24 hours from the sign-up${describeFrame(asking, query.filter)}`
}
