import type { Model } from '../../config/model.ts'
import type { WarningsAnswer, WarningsQuery } from '../../contract/analyze/warnings.ts'
import { type Millis, MS_PER_DAY } from '../../core/time.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import { unknownName } from '../question/choose-events.ts'
import { countEverLeftOut } from '../question/count-left-out.ts'
import type { ReportSource, Stay } from '../question/report-source.ts'
import { inRange } from './in-range.ts'

type Row = WarningsAnswer['rows'][number]

/** Of the accounts that had an outcome, which signals were open before it and which bands they had fallen into, and how long; none where none. @throws unknown_name */
export async function reportWarnings(source: ReportSource, query: WarningsQuery): Promise<WarningsAnswer> {
  const { outcome, within_days, limit } = query
  const valid = [...new Set([...source.model.outcomes.map(({ key }) => key), 'churned'])]
  if (!valid.includes(outcome)) throw unknownName('outcome', outcome, valid)
  const [fates, stays] = [await source.readFates(outcome), await source.readStays()]
  const isIn = inRange(source, query)
  const warns = warnsOf(source.model, outcome)
  const nameOf = source.store.dictionary.account.keyOf
  const found: { readonly account: number; readonly decided: Millis }[] = []
  for (const [account, { outcomes }] of fates) {
    const decided = outcomes?.find(isIn)
    if (decided !== undefined) found.push({ account, decided })
  }
  const rows = found
    .sort((a, b) => b.decided - a.decided || a.account - b.account)
    .map(({ account, decided }): Row => {
      const own = stays.get(account) ?? []
      const warnings = listWarnings(
        own.filter((stay) => warns(stay, own)),
        { decided, within: within_days * MS_PER_DAY },
      )
      const notice = warnings[0]?.days ?? null
      return { account: nameOf(account), decided: new Date(decided).toISOString(), notice_days: notice, warnings }
    })
  const warned = rows.filter(({ warnings }) => warnings.length > 0).length
  return {
    definition: `Of the accounts that had the outcome ${outcome}, the signals that predict it or are about risk, and the bands entered from better ones, that were so at it or at some time in the ${within_days} days before, judged as the history was known day by day.`,
    complete: true,
    ...(await countEverLeftOut(source)),
    warnings:
      rows.length > limit
        ? [{ code: 'list_capped', message: `${rows.length} accounts; the latest ${limit} are listed.` }]
        : [],
    ...{ outcome, within_days, accounts: rows.length },
    warned: { count: warned, rate: estimateProportion({ successes: warned, total: rows.length }) },
    rows: rows.slice(0, limit),
  }
}

function listWarnings(
  stays: readonly Stay[],
  { decided, within }: { readonly decided: Millis; readonly within: number },
): Row['warnings'] {
  return stays
    .filter(({ from, to }) => from < decided && (to ?? Number.POSITIVE_INFINITY) > decided - within)
    .sort((a, b) => a.from - b.from || (a.name < b.name ? -1 : 1))
    .map(({ kind, name, from, to }) => ({
      ...{ kind, name, since: new Date(from).toISOString(), days: (decided - from) / MS_PER_DAY },
      open: to === null || to >= decided,
    }))
}

/** Whether a stay warns of the outcome, among all stays of its account. A signal of risk that predicts another outcome does not. */
function warnsOf({ signals, scores }: Model, outcome: string): (stay: Stay, all: readonly Stay[]) => boolean {
  const warning = new Set(
    signals
      .filter(
        ({ level, type, predicts }) =>
          level === 'account' && (predicts?.outcome ?? (type === 'risk' ? outcome : '')) === outcome,
      )
      .map(({ key }) => key),
  )
  const ranks = new Map<string, { readonly score: string; readonly rank: number }>(
    scores
      .filter(({ level }) => level === 'account')
      .flatMap(({ key, bands }) => bands.map(({ name }, rank) => [`${key}.${name}`, { score: key, rank }] as const)),
  )
  return (stay, all) => {
    if (stay.kind === 'signal') return warning.has(stay.name)
    const own = ranks.get(stay.name)
    const before = all.findLast(
      ({ kind, name, from }) => kind === 'band' && from < stay.from && ranks.get(name)?.score === own?.score,
    )
    return own !== undefined && before !== undefined && ranks.get(before.name)!.rank < own.rank
  }
}
