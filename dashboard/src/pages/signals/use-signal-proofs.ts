import type { BacktestAnswer } from '@contract/backtest.ts'
import { useQuery } from '@tanstack/react-query'
import { backtestQuery } from '../../api/proof.ts'
import { standingSignalsQuery } from '../../api/standing.ts'

/** What the past says of the signals: as it stands, else as it was asked for. */
export function useSignalProofs(isWanted: boolean) {
  const ready = useQuery(standingSignalsQuery)
  const standing = ready.data?.standing ?? null
  const isAsked = isWanted && standing !== null && !standing.is_current && !standing.comes
  const asked = useQuery({ ...backtestQuery, enabled: isAsked })
  const stands = ready.data?.answer ?? undefined
  const answer: BacktestAnswer | undefined = standing?.is_current === true ? stands : (asked.data ?? stands)
  return { ready, standing, asked, isAsked, answer }
}
