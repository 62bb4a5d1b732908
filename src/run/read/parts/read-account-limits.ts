import type { Expr } from '../../../config/expression.ts'
import type { Entitlement, Model } from '../../../config/model.ts'
import type { AccountLimit, AccountLimits, LimitForecast } from '../../../contract/account-parts/account-limits.ts'
import type { AsOfDay } from '../../../contract/account-parts/account-outreach.ts'
import { titleOf } from '../../../contract/title-of.ts'
import { contentHash } from '../../../core/hash.ts'
import { type Day, dayToIso } from '../../../core/time.ts'
import { foldAccount } from '../../../fold/fold-account.ts'
import { FORECAST_DAYS, LEAST_DAYS } from '../../../fold/fold-forecast.ts'
import { makeFoldSpace } from '../../../fold/fold-space.ts'
import { planFold } from '../../../fold/plan/plan-fold.ts'
import type { Project } from '../../project.ts'
import { streamAccounts } from '../../stream-accounts.ts'
import { known } from '../known.ts'
import { closedDay } from '../read-account-detail.ts'
import { toNode } from '../standing-model.ts'

const AHEAD_DAYS = 30
const FARTHEST_DAYS = 3_650

/** How much of its plan an account uses, and when it meets the end of it, as known at the close of a day: one fold of the account over these numbers alone. null: there is no such account. @throws bad_argument */
export async function readAccountLimits(
  project: Project,
  account: string,
  { asOf }: AsOfDay,
): Promise<AccountLimits | null> {
  const { judgedDay: latest, store, config } = project
  const id = store.dictionary.account.idOf(account)
  if (latest === null || id === undefined) return null
  const day = asOf === undefined ? latest : closedDay(asOf, latest)
  const { entitlements } = config.judged.model
  const read = entitlements.length === 0 ? null : await foldLimits(project, { account: id, day })
  const data =
    read === null ? [] : entitlements.map((one, at) => describeLimit(config.judged.model, one, { at, day, read }))
  return { asOf: dayToIso(day), data: data.sort((a, b) => useOf(b) - useOf(a)) }
}

/** Numbers of the last 28 days by node, the judged one last. */
type Read = (node: number) => readonly (number | null)[]

const EDGES = ['middle', 'early', 'late'] as const

async function foldLimits(
  { store, config }: Project,
  { account, day }: { readonly account: number; readonly day: Day },
): Promise<Read> {
  const model = withForecasts(config.judged.model)
  const nodes = [
    ...model.entitlements.flatMap(({ usage, limit }) => [usage, limit]),
    ...model.entitlements.flatMap((_, at) => EDGES.map((_, edge) => forecastNode(config.judged.model, at, edge))),
  ]
  const only = nodes.map((node) => ({ level: 'account' as const, node }))
  const plan = planFold({ model, factId: store.dictionary.fact.idOf, only })
  const space = makeFoldSpace(plan, { judgesMembers: false })
  const scan = { accounts: Int32Array.of(account), days: { from: 0, to: day }, knownUpTo: day }
  const days = { from: day - FORECAST_DAYS + 1, to: day }
  for await (const input of streamAccounts(store, { ...scan, facts: plan.facts, columns: plan.columns })) {
    const { values } = foldAccount({ plan, space, ...input, days, view: 'decision' })
    return (node) => Array.from(values[node] ?? [], known)
  }
  return () => []
}

/** The model's graph, and behind it the forecasts of each limit. */
function withForecasts(model: Model): Model {
  const forecasts = model.entitlements.flatMap(({ usage, limit }) =>
    EDGES.map((edge): Expr => ({ kind: 'forecast', usage, limit, edge })),
  )
  const graph = { ...model.graph, account: [...model.graph.account, ...forecasts.map(toNode)] }
  return { ...model, graph, hash: contentHash(graph) }
}

function forecastNode(model: Model, at: number, edge: number): number {
  return model.graph.account.length + at * EDGES.length + edge
}

type Describing = { readonly at: number; readonly day: Day; readonly read: Read }

function describeLimit(model: Model, { key, usage, limit }: Entitlement, { at, day, read }: Describing): AccountLimit {
  const days28 = read(usage)
  const [used, most] = [days28.at(-1) ?? null, read(limit).at(-1) ?? null]
  const [middle, early, late] = EDGES.map((_, edge) => read(forecastNode(model, at, edge)).at(-1) ?? null)
  const noForecast = whyNone({ used, most, days28, days: middle ?? null })
  return {
    ...{ key, title: titleOf(key), counts: model.graph.account[usage]!.label, used },
    ...{ most: most !== null && Number.isFinite(most) ? most : null, days28: [...days28], noForecast },
    forecast:
      noForecast === null ? forecastOf({ day, left: most! - used!, used: used! }, [middle!, early!, late!]) : null,
  }
}

type Told = Pick<AccountLimit, 'used' | 'most'> & {
  readonly days28: readonly (number | null)[]
  readonly days: number | null
}

function whyNone({ used, most, days28, days }: Told): AccountLimit['noForecast'] {
  if (used === null) return 'usage unknown'
  if (most === null) return 'limit unknown'
  if (!Number.isFinite(most)) return 'unlimited'
  if (used >= most) return 'reached'
  if (days28.filter((value) => value !== null).length < LEAST_DAYS) return 'too few days'
  return days === null ? 'not rising' : null
}

/** Days until it is reached tell how steeply the number rises: what is left over them. */
function forecastOf(
  { day, left, used }: { readonly day: Day; readonly left: number; readonly used: number },
  [middle, early, late]: readonly [number, number, number],
): LimitForecast {
  const dayAfter = (days: number): string | null => (days > FARTHEST_DAYS ? null : dayToIso(day + Math.ceil(days)))
  const in30 = (days: number): number => used + (AHEAD_DAYS * left) / days
  return {
    ...{ day: dayAfter(middle), early: dayAfter(early), late: dayAfter(late) },
    in30: { lower: in30(late), upper: in30(early) },
  }
}

function useOf({ used, most }: AccountLimit): number {
  return used === null || most === null ? -1 : most === 0 ? 1 : used / most
}
