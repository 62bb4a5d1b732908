import type { BacktestRequest } from '../../contract/backtest.ts'

/** What the page on signals asks. */
export const SIGNALS = 'signals'

/** Under which name the answer stands; null: it is a question of its own. */
export function nameOfBacktest({ run: _, ...asked }: BacktestRequest): string | null {
  const isPlain = Object.values(asked).filter((value) => value !== undefined).length === 1
  return isPlain && asked.what === 'signal' ? SIGNALS : null
}
