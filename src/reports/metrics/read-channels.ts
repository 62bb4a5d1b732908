import type { BreakdownValue } from '../../contract/analyze/question.ts'
import type { Day } from '../../core/time.ts'
import { traitAt } from '../question/trait-history.ts'
import type { Reading } from './reading.ts'

/** The source of an account, as of a day. */
export async function readChannels(reading: Reading): Promise<(account: number, day: Day) => BreakdownValue> {
  const told = await reading.traits('account', '$source')
  return (account, day) => traitAt(told, account, reading.zone.startOf(day + 1) - 1)
}
