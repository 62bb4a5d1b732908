import type { CorrelationAnswer, CorrelationQuery } from '../../contract/analyze/correlation.ts'
import type { FunnelQuery } from '../../contract/analyze/funnel.ts'
import { dayToIso } from '../../core/time.ts'
import { estimateOddsRatio } from '../../stats/proportions/estimate-ratio.ts'
import { measurePhi } from '../../stats/proportions/measure-phi.ts'
import { type Sql, sql } from '../../store/sql.ts'
import { settledAt } from '../funnel/best-attempt.ts'
import { describeFunnel } from '../funnel/describe-funnel.ts'
import { type FunnelVisitor, frameOf } from '../funnel/fold-funnel.ts'
import { chooseFunnelEvents, type FunnelEvents, filtersOf } from '../funnel/funnel-events.ts'
import { type FunnelReading, readFunnel } from '../funnel/read-funnel.ts'
import { toActorList } from '../question/actor-list.ts'
import { type Asking, readTexts, relationOf } from '../question/asking.ts'
import { badCell } from '../question/bad-cell.ts'
import { everyEvent } from '../question/choose-events.ts'
import { chooseSegments } from '../question/choose-segments.ts'
import type { LeftOut } from '../question/count-left-out.ts'
import { ratioOf } from '../question/numbers.ts'
import { prepareQuestion } from '../question/prepare-question.ts'
import type { ReportSource } from '../question/report-source.ts'
import { type Attempts, attemptTable, makeAttempts } from './attempt-table.ts'
import { eventDoersSql, type OpenedName, propertyDoersSql, traitDoersSql } from './correlation-sql.ts'

/** What goes with getting through a funnel. Failures whose window is not over are neither. */
export async function reportCorrelation(source: ReportSource, query: CorrelationQuery): Promise<CorrelationAnswer> {
  const { type: _, min_actors: __, limit: ___, actors_of: ____, ...rest } = query
  const funnel: FunnelQuery = { ...rest, breakdown_limit: 1, attribution: 'first_touch', actors_of: undefined }
  const asking = await prepareQuestion(source, query, { interval: query.interval, filters: filtersOf(funnel) })
  const events = chooseFunnelEvents(source, funnel)
  const { calendar, first, last } = asking
  const to = calendar.startOf(last + 1)
  const windowMs = query.window_seconds * 1000
  const reading = { query: funnel, events, range: { from: calendar.startOf(first), to, readTo: to + windowMs + 1 } }
  const { attempts, open, until, leftOut } = await readAttempts(asking, reading)
  const complete = to <= source.now && open === 0
  const success_total = attempts.success.filter((one) => one === 1).length
  const failure_total = attempts.success.length - success_total
  const doing = { attempts, events, readTo: reading.range.readTo }
  const doers = await readDoers(asking, query, doing)
  const actors = query.actors_of === undefined ? null : await listActors(asking, query, { ...doing, doers })
  return {
    definition: `What ${query.type.replace('_', ' ')} go with reaching the last step. ${describeFunnel(asking, funnel, events)}`,
    complete,
    ...leftOut,
    warnings: asking.warnings,
    success_total,
    failure_total,
    still_open: open,
    ready: complete ? null : dayToIso(calendar.zone.dayOf(to <= source.now ? until : to + windowMs)),
    results: doers
      .map((one) => toResult(one, { success: success_total, failure: failure_total }))
      .sort((a, b) => b.odds_ratio - a.odds_ratio || (a.name < b.name ? -1 : 1)),
    ...(actors === null ? {} : { actors }),
    ...(query.include.includes('sql') ? { sql: asking.said } : {}),
  }
}

async function readAttempts(
  asking: Asking,
  unread: Omit<FunnelReading, 'segments'>,
): Promise<{ attempts: Attempts; open: number; until: number; leftOut: LeftOut }> {
  const segments = await chooseSegments(asking, undefined, unread.range)
  const attempts = makeAttempts()
  let open = 0
  let until = 0
  const frame = frameOf(unread)
  const reached: FunnelVisitor['reached'] = (entity, best) => {
    const settled = settledAt(best, frame)
    if (settled > asking.source.now) {
      until = Math.max(until, settled)
      open += 1
      return
    }
    const succeeded = best.at.length === frame.steps
    attempts.entities.push(entity)
    attempts.from.push(best.start)
    attempts.to.push(succeeded ? best.at.at(-1)! : best.start + frame.windowMs + 1)
    attempts.success.push(succeeded ? 1 : 0)
  }
  const leftOut = await readFunnel(asking, { ...unread, segments }, () => ({ reached }))
  return { attempts, open, until, leftOut }
}

/** `raw`: the name as the statement has it. */
type Doers = { readonly raw: string; readonly name: string; readonly success: number; readonly failure: number }
type Doing = { readonly attempts: Attempts; readonly events: FunnelEvents; readonly readTo: number }

async function readDoers(asking: Asking, query: CorrelationQuery, given: Doing): Promise<readonly Doers[]> {
  const rows = await readTexts(
    withAttempts(asking, given),
    { width: 3 },
    doersSql(asking, query, { ...given, opened: null }),
  )
  const titles = query.type === 'traits' ? (name: string) => name : titleOf(asking)
  return rows.map(([name, success, failure]) => ({
    raw: name!,
    name: titles(name!),
    success: Number(success),
    failure: Number(failure),
  }))
}

function withAttempts(asking: Asking, { attempts }: Doing): Asking {
  return { ...asking, given: [...asking.given, attemptTable(attempts)] }
}

/** Who got through, or did not; of one result who is counted beside it. @throws bad_argument for a result that there is none of */
async function listActors(
  asking: Asking,
  query: CorrelationQuery,
  { doers, ...given }: Doing & { readonly doers: readonly Doers[] },
) {
  const { outcome, name } = query.actors_of!
  const success = outcome === 'success' ? 1 : 0
  const { entities, success: succeeded } = given.attempts
  if (name === undefined)
    return toActorList(asking, { entities: new Set(entities.filter((_, i) => succeeded[i] === success)) })
  const found = doers.filter((one) => one.name === name)
  const valid = doers.map((one) => one.name)
  if (found.length === 0) throw badCell('actors_of.name', name, valid)
  const opened = { names: found.map(({ raw }) => raw), success }
  const rows = await readTexts(withAttempts(asking, given), { width: 1 }, doersSql(asking, query, { ...given, opened }))
  return toActorList(asking, { entities: new Set(rows.map(([entity]) => Number(entity))) })
}

function doersSql(
  asking: Asking,
  query: CorrelationQuery,
  { events, readTo, opened }: Omit<Doing, 'attempts'> & { readonly opened: OpenedName | null },
): Sql {
  const { dialect } = asking.source.store
  const bounds = { limit: query.limit, least: query.min_actors, opened }
  if (query.type === 'traits') return traitDoersSql(dialect, { actor: query.actor, ...bounds })
  const steps = events.steps.flatMap((step) => step.events.choices)
  const { withHappened, isOneOf, matches } = relationOf(asking, {
    choices: [everyEvent(asking.source), ...steps],
    from: asking.calendar.startOf(asking.first),
    to: readTo,
  })
  const where = sql`${matches([everyEvent(asking.source)], asking.filters)} AND NOT ${isOneOf(steps)}`
  const parts = { withHappened, where, ...bounds }
  return query.type === 'events' ? eventDoersSql(parts) : propertyDoersSql(dialect, parts)
}

/** The event's name instead of the id of its fact. */
function titleOf({ source }: Asking): (name: string) => string {
  const { keyOf } = source.store.dictionary.fact
  return (name) => name.replace(/^\d+/, (fact) => keyOf(Number(fact)).replace(/^name:(\$page:|\$screen:)?/, ''))
}

function toResult(
  { name, success, failure }: Doers,
  total: { readonly success: number; readonly failure: number },
): CorrelationAnswer['results'][number] {
  const arms = {
    exposed: { successes: success, total: success + failure },
    other: { successes: total.success - success, total: total.success - success + total.failure - failure },
  }
  const ratio = estimateOddsRatio(arms, 1)
  const rate = ratioOf(success, success + failure)
  const overall = ratioOf(total.success, total.success + total.failure)
  return {
    name,
    success,
    failure,
    odds_ratio: ((success + 1) * (total.failure - failure + 1)) / ((total.success - success + 1) * (failure + 1)),
    phi: measurePhi(arms)?.estimate ?? null,
    lift: rate === null || !overall ? null : rate / overall,
    interval: ratio === null ? null : { lower: ratio.lower, upper: ratio.upper },
  }
}
