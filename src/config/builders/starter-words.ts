import type { Cadence } from '../worklist.ts'
import { outcome } from './outcome.ts'
import type { SignalBuilder } from './signal.ts'
import { days } from './window.ts'

/** Outcomes by these names, and teams (where teams are listed) called success and sales, are what the pack rests on. */
export type Of<Refs extends string = never, O extends string = never, T extends string = never> = SignalBuilder<
  Refs | `outcome.${O}` | `team.${T}`
>
export type Event<E extends string> = `event.${NoInfer<E>}`

export const CHURN = outcome('churned').within(days(60))
export const GROWTH = outcome('expanded').within(days(60))
export const CONVERSION = outcome('converted').within(days(30))
export const success = (action: string, cadence: Cadence) => ({ team: 'success', action, cadence }) as const
export const sales = (action: string, cadence: Cadence) => ({ team: 'sales', action, cadence }) as const
