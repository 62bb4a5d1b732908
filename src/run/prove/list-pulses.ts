import type { Model } from '../../config/model.ts'
import type { BacktestRequest } from '../../contract/backtest.ts'
import type { Millis } from '../../core/time.ts'
import type { Episode, ProvedSignal } from '../../proof/backtest/proved-signal.ts'
import { groupBy } from '../../stats/samples/group-by.ts'
import { readPulseHistory, type StoredPulse } from '../../store/control/pulses.ts'
import type { Project } from '../project.ts'
import { chooseWindows, outcomeNamed, usualOutcome } from './choose-outcomes.ts'
import type { Gathered } from './gather-panel.ts'

const COLOURS = ['red', 'yellow'] as const

/** What people said of accounts, judged like a signal: whoever says red predicts that the account leaves. Empty: nobody said anything. */
export async function listProvedPulses(
  project: Project,
  model: Model,
  { gathered: { panel }, asked }: { readonly gathered: Gathered; readonly asked: BacktestRequest },
): Promise<ProvedSignal[]> {
  const said = await readPulseHistory(project.control)
  const outcome =
    asked.outcome === undefined ? usualOutcome(model, ['churned', 'inactive']) : outcomeNamed(model, asked.outcome)
  if (said.length === 0 || outcome === null) return []
  const byAccount = groupBy(said, ({ account }) => account)
  const { keyOf } = project.store.dictionary.account
  const endOf = (day: number): Millis => project.zone.startOf(day + 1)
  return COLOURS.map((colour) => ({
    kind: 'pulse',
    ...{
      key: colour,
      title: `Somebody says ${colour}`,
      sentence: `A teammate calls the account ${colour}.`,
      outcome: outcome.key,
    },
    ...chooseWindows(outcome, asked),
    isTrend: false,
    alpha: null,
    episodes: panel.entities.flatMap(({ account }, entity): Episode[] =>
      stretchesOf(byAccount.get(keyOf(account)) ?? [], colour, endOf).map((one) => ({ entity, ...one })),
    ),
  }))
}

/** Said again before it ended, it goes on. */
function stretchesOf(
  said: readonly StoredPulse[],
  colour: string,
  endOf: (day: number) => Millis,
): Omit<Episode, 'entity'>[] {
  const stretches: { openedAt: Millis; closedAt: Millis }[] = []
  said.forEach((pulse, i) => {
    if (pulse.colour !== colour || pulse.until === null) return
    const closedAt = Math.min(endOf(pulse.until), said[i + 1]?.at ?? Number.POSITIVE_INFINITY)
    const last = stretches.at(-1)
    if (last !== undefined && last.closedAt >= pulse.at) last.closedAt = closedAt
    else stretches.push({ openedAt: pulse.at, closedAt })
  })
  return stretches
}
