import { z } from 'zod'
import { WarningsAnswer } from './analyze/warnings.ts'
import { BacktestAnswer } from './backtest.ts'
import { DiscoveryAnswer, DiscoveryRequest } from './discovery.ts'
import { Count, DayText, InstantText } from './values.ts'

/** Of when an answer is that takes all of history, and what asking for it again costs. */
export const Standing = z.object({
  as_of: DayText.nullable().describe('The close of which it is; null: none stands.'),
  worked_out_at: InstantText.nullable(),
  is_current: z
    .boolean()
    .describe('It is of the last close, of all that was imported, and of the configuration in force.'),
  is_of_config: z.boolean().describe('It is of the configuration in force.'),
  comes: z.boolean().describe('It is worked out without being asked for: that is under way, or next.'),
  run: z.string().describe('Under which name to ask how far that is.'),
  cost: z
    .object({ accounts: Count, days: Count, seconds: Count })
    .describe('What asking goes through, and about how long that takes.'),
})

export const StandingSignals = z.object({ standing: Standing, answer: BacktestAnswer.nullable() })

export const StandingWarnings = z.object({ standing: Standing, answer: WarningsAnswer.nullable() })
export const StandingDiscovery = z.object({ standing: Standing, answer: DiscoveryAnswer.nullable() })
export const StandingDiscoveryQuery = DiscoveryRequest.pick({ outcome: true, level: true })

export type Standing = z.infer<typeof Standing>
export type StandingSignals = z.infer<typeof StandingSignals>
export type StandingWarnings = z.infer<typeof StandingWarnings>
export type StandingDiscovery = z.infer<typeof StandingDiscovery>
export type StandingDiscoveryQuery = z.infer<typeof StandingDiscoveryQuery>
