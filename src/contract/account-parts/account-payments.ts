import { z } from 'zod'
import { Count, DayText, InstantText, Money } from '../values.ts'

/** A payment that failed, with the attempts at it. */
export const FailedPayment = z.object({
  at: InstantText.describe('Of the first attempt.'),
  attempts: Count,
  amount: Money.nullable().describe('null: the event does not say it.'),
  paidAt: InstantText.nullable().describe('When it was paid since; null: no event says so.'),
})

/** Payments of an account that failed, as events with such names tell (`Payment Failed`, `invoice.past_due`), as known at the close of a day (for the last closed day: now); newest first, at most 50. */
export const AccountPayments = z.object({
  asOf: DayText,
  told: z.boolean().describe('false: no event is named like a payment that fails, so that nothing is known of them.'),
  data: z.array(FailedPayment),
})

export type FailedPayment = z.infer<typeof FailedPayment>
export type AccountPayments = z.infer<typeof AccountPayments>
