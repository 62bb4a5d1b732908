import { type ChiSquareTest, testFit } from '../proportions/test-independence.ts'

export type SampleRatio = ChiSquareTest & {
  /** The arms do not have the sizes they were meant to: something assigns or loses units by arm, and no result may be shown until that is explained. */
  readonly mismatch: boolean
}

const ALARM = 0.001

/** Whether arms have their planned sizes: chi-square on the units that were triggered, alarm below p = 0.001. Null without units. */
export function checkSampleRatio(units: readonly number[], planned: readonly number[]): SampleRatio | null {
  const test = testFit(units, planned)
  return test === null ? null : { ...test, mismatch: test.p < ALARM }
}
