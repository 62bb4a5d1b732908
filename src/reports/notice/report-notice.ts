import type { NoticeAnswer, NoticeQuery } from '../../contract/analyze/notice.ts'
import { telltaleError } from '../../core/errors.ts'
import { MS_PER_DAY } from '../../core/time.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import { summariseNotice } from '../../stats/scores/summarise-notice.ts'
import { countEverLeftOut } from '../question/count-left-out.ts'
import type { ReportSource } from '../question/report-source.ts'
import { inRange } from './in-range.ts'

/** Of the accounts that had an outcome, before how many a signal had opened, and how long; and how often it is followed by it. @throws unknown_name */
export async function reportNotice(source: ReportSource, query: NoticeQuery): Promise<NoticeAnswer> {
  const { outcome, withinDays } = predictionOf(source, query)
  const within = withinDays * MS_PER_DAY
  const [fates, openings] = [await source.readFates(outcome), await source.readOpenings(query.signal)]
  const isIn = inRange(source, query)
  const notices: (number | null)[] = []
  for (const [account, { outcomes }] of fates) {
    const decided = outcomes?.find(isIn)
    if (decided === undefined) continue
    const opened = (openings.get(account) ?? []).findLast((at) => at <= decided)
    notices.push(opened === undefined ? null : (decided - opened) / MS_PER_DAY)
  }
  const opened = [...openings].flatMap(([account, all]) => all.map((at) => ({ account, at })))
  const over = opened.filter(({ at }) => isIn(at) && at + within <= source.now)
  const followed = over.filter(({ account, at }) =>
    fates.get(account)?.outcomes?.some((decided) => decided > at && decided <= at + within),
  )
  const told = notices.filter((days) => days !== null)
  const noticed = told.filter((days) => days <= withinDays).length
  const of = (count: number, total: number) => ({ count, rate: estimateProportion({ successes: count, total }) })
  return {
    definition: `Of the accounts that had the outcome ${outcome}, before how many the signal ${query.signal} had opened at most ${withinDays} days earlier, judged as the history was known day by day; and after how many of its episodes the outcome came in those days.`,
    complete: over.length === opened.filter(({ at }) => isIn(at)).length,
    ...(await countEverLeftOut(source)),
    warnings: [],
    ...{ within_days: withinDays, outcomes: notices.length },
    noticed: of(noticed, notices.length),
    earlier: of(told.length - noticed, notices.length),
    unannounced: of(notices.length - told.length, notices.length),
    days: daysOf(told),
    episodes: over.length,
    followed: of(followed.length, over.length),
  }
}

function daysOf(told: readonly number[]): NoticeAnswer['days'] {
  const summary = summariseNotice(told, 0)
  if (summary === null) return null
  const { lowerQuartile, median, upperQuartile } = summary
  return { lower_quartile: lowerQuartile, median, upper_quartile: upperQuartile }
}

function predictionOf(
  { model }: ReportSource,
  { signal, outcome, within_days }: NoticeQuery,
): { readonly outcome: string; readonly withinDays: number } {
  const signals = model.signals.filter(({ level }) => level === 'account')
  const found = signals.find(({ key }) => key === signal)
  const valid = (keys: readonly { readonly key: string }[]): string => keys.map(({ key }) => key).join(', ')
  if (found === undefined) throw telltaleError('unknown_name', { what: 'signal', name: signal, valid: valid(signals) })
  const name = outcome ?? found.predicts?.outcome ?? ''
  if (!model.outcomes.some(({ key }) => key === name))
    throw telltaleError('unknown_name', { what: 'outcome', name, valid: valid(model.outcomes) })
  return { outcome: name, withinDays: within_days ?? found.predicts?.withinDays ?? 30 }
}
