import type { CorrelationAnswer, CorrelationQuery } from '../../contract/analyze/correlation.ts'
import type { FunnelQuery } from '../../contract/analyze/funnel.ts'
import { dayToIso } from '../../core/time.ts'
import { estimateOddsRatio } from '../../stats/proportions/estimate-ratio.ts'
import { measurePhi } from '../../stats/proportions/measure-phi.ts'
import { type Sql, sql } from '../../store/sql.ts'
import { bestAttempt, settledAt } from '../funnel/best-attempt.ts'
import { describeFunnel } from '../funnel/describe-funnel.ts'
import { rulesOf } from '../funnel/fold-funnel.ts'
import { chooseFunnelEvents, type FunnelEvents, filtersOf } from '../funnel/funnel-events.ts'
import { type FunnelReading, readFunnel } from '../funnel/read-funnel.ts'
import { type Asking, readTexts, relationOf } from '../question/asking.ts'
import { everyEvent } from '../question/choose-events.ts'
import { chooseSegments } from '../question/choose-segments.ts'
import { countLeftOut } from '../question/count-left-out.ts'
import { ratioOf } from '../question/numbers.ts'
import { prepareQuestion } from '../question/prepare-question.ts'
import type { ReportSource } from '../question/report-source.ts'
import { type Attempts, attemptTable, makeAttempts } from './attempt-table.ts'
import { eventDoersSql, propertyDoersSql, traitDoersSql } from './correlation-sql.ts'

/** What goes with getting through a funnel. Failures whose window is not over are neither. */
export async function reportCorrelation(source: ReportSource, query: CorrelationQuery): Promise<CorrelationAnswer> {
  const { type: _, min_actors: __, limit: ___, ...rest } = query
  const funnel: FunnelQuery = { ...rest, breakdown_limit: 1, attribution: 'first_touch', actors_of: undefined }
  const asking = await prepareQuestion(source, query, { interval: 'day', filters: filtersOf(funnel) })
  const events = chooseFunnelEvents(source, funnel)
  const { calendar, first, last } = asking
  const to = calendar.startOf(last + 1)
  const windowMs = query.window_seconds * 1000
  const reading = { query: funnel, events, range: { from: calendar.startOf(first), to, readTo: to + windowMs + 1 } }
  const { attempts, open, until } = await readAttempts(asking, reading)
  const complete = to <= source.now && open === 0
  const success_total = attempts.success.filter((one) => one === 1).length
  const failure_total = attempts.success.length - success_total
  return {
    definition: `What ${query.type.replace('_', ' ')} go with reaching the last step. ${describeFunnel(asking, funnel, events)}`,
    complete,
    ...(await countLeftOut(
      asking,
      events.steps.flatMap((step) => step.events.choices),
      reading.range,
    )),
    warnings: asking.warnings,
    success_total,
    failure_total,
    still_open: open,
    ready: complete ? null : dayToIso(calendar.zone.dayOf(to <= source.now ? until : to + windowMs)),
    results: (await readDoers(asking, query, { attempts, events, readTo: reading.range.readTo }))
      .map((doers) => toResult(doers, { success: success_total, failure: failure_total }))
      .sort((a, b) => b.odds_ratio - a.odds_ratio || (a.name < b.name ? -1 : 1)),
    ...(query.include.includes('sql') ? { sql: asking.said } : {}),
  }
}

async function readAttempts(
  asking: Asking,
  reading: FunnelReading,
): Promise<{ attempts: Attempts; open: number; until: number }> {
  const { query, range } = reading
  const segments = await chooseSegments(asking, undefined, range)
  const attempts = makeAttempts()
  let open = 0
  let until = 0
  await readFunnel(asking, reading, () => (actor) => {
    const rules = rulesOf({ query, range, segments }, actor)
    const attempt = bestAttempt(actor, rules)
    if (attempt === null) return
    if (settledAt(attempt, rules) > asking.source.now) {
      until = Math.max(until, settledAt(attempt, rules))
      open += 1
      return
    }
    const succeeded = attempt.events.length === query.steps.length
    const end = attempt.start + rules.windowMs + 1
    attempts.entities.push(actor.entity)
    attempts.from.push(attempt.start)
    attempts.to.push(succeeded ? attempt.at.at(-1)! : end)
    attempts.success.push(succeeded ? 1 : 0)
  })
  return { attempts, open, until }
}

type Doers = { readonly name: string; readonly success: number; readonly failure: number }

async function readDoers(
  asking: Asking,
  query: CorrelationQuery,
  given: { readonly attempts: Attempts; readonly events: FunnelEvents; readonly readTo: number },
): Promise<readonly Doers[]> {
  const withAttempts = { ...asking, given: [...asking.given, attemptTable(given.attempts)] }
  const rows = await readTexts(withAttempts, { width: 3 }, doersSql(asking, query, given))
  const titles = query.type === 'traits' ? (name: string) => name : titleOf(asking)
  return rows.map(([name, success, failure]) => ({
    name: titles(name!),
    success: Number(success),
    failure: Number(failure),
  }))
}

function doersSql(
  asking: Asking,
  query: CorrelationQuery,
  { events, readTo }: { readonly events: FunnelEvents; readonly readTo: number },
): Sql {
  const { dialect } = asking.source.store
  const bounds = { limit: query.limit, least: query.min_actors }
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
