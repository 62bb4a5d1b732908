import type { Outcome } from '../../config/model.ts'
import type { NeutralEvent, Newcomer } from '../../proof/backtest/newcomer.ts'
import { TIMES, WINDOWS } from '../../proof/discover/beginners.ts'
import { listCandidates } from '../../proof/discover/list-candidates.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import { everyName } from '../plan-model.ts'
import type { Project } from '../project.ts'
import { activeFactsOf } from '../read/read-outcomes.ts'
import type { Proving } from './proving.ts'
import { readFirstDays } from './read-first-days.ts'

export type NeutralAsked = {
  readonly newcomers: readonly Newcomer[]
  readonly outcome: Outcome
  readonly landmark: number
  readonly days: DayRange
  /** Keys or names; null: those that look like it, such as an avatar. */
  readonly neutral: readonly string[] | null
  readonly stop: Proving['stop']
}

/** What newcomers did in their first days of events without meaning. Nothing is read where there are none. @throws unknown_name, the reason of `stop` */
export async function gatherNeutral(project: Project, asked: NeutralAsked): Promise<NeutralEvent[]> {
  const { newcomers, outcome, landmark, days, neutral, stop } = asked
  const { model } = project.config.judged
  const listed = listCandidates(model, { names: everyName(project.store), outcome, neutral })
  const candidates = listed.candidates.filter(({ role }) => role === 'neutral')
  if (candidates.length === 0 || newcomers.length === 0) return []
  const { found } = await readFirstDays(project, {
    ...{ level: 'account', candidates, active: activeFactsOf(project), days, landmark, stop },
    starts: new Map(newcomers.map(({ account, signUp }) => [account, project.zone.dayOf(signUp)])),
    ...{ decided: new Map(), progress: () => {} },
  })
  const reachedOf = new Map(found.map(({ account, reached }) => [account, reached]))
  const windows = WINDOWS.filter((window) => window <= landmark)
  return candidates.map(({ title }, candidate) => ({
    title,
    cells: TIMES.flatMap((_, times) => {
      const byNewcomer = newcomers.map(({ account }) => {
        const own = reachedOf.get(account) ?? []
        return own.find((one) => one.candidate === candidate && one.reach === 'any' && one.times === times)?.day ?? null
      })
      return windows.map((window) => byNewcomer.map((day) => (day !== null && day < window ? day : null)))
    }),
  }))
}
