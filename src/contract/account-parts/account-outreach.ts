import { z } from 'zod'
import { DeliveryState } from '../deliveries.ts'
import { EnrolmentRow } from '../playbooks/playbooks.ts'
import { Count, DayText, InstantText } from '../values.ts'

const byPlaybook = {
  playbook: z.string(),
  title: z.string().describe('Of the playbook.'),
  member: z.string().nullable().describe('Whom of its members it is about, by name; null: the account.'),
}

/** The account or one of its members in a playbook. */
export const OutreachEnrolment = EnrolmentRow.omit({ account: true, name: true, occurrence: true }).extend({
  ...byPlaybook,
  step: z.string().nullable().describe('The kind of the step at which it stands.'),
  endedAt: InstantText.nullable(),
})

/** What a playbook asked a team to do about the account. */
export const OutreachTask = z.object({
  ...byPlaybook,
  id: z.number().int(),
  team: z.string(),
  action: z.string(),
  at: InstantText,
})

/** What a playbook sent to the account, its people or its own people. */
export const OutreachMessage = z.object({
  ...byPlaybook,
  id: z.number().int().describe('`/deliveries/ID` tells every attempt.'),
  channel: z.string(),
  to: z
    .string()
    .nullable()
    .describe(
      'Whom it was for: a user of the product by name, an address; null: everybody of the account in the product, where the channel leads, or it was forgotten.',
    ),
  says: z.string().describe('What it says, in short; empty where it was forgotten.'),
  state: DeliveryState,
  at: InstantText.describe('When it was put into the outbox.'),
  settledAt: InstantText.nullable(),
  why: z.string().nullable().describe('Why it did not get through yet, or at all.'),
  seen: z
    .object({ acknowledged: Count, dismissed: Count })
    .nullable()
    .describe('Users who have seen to it in the product; null: it was not shown there, or is over.'),
})

/** What playbooks did about an account, as known at the close of a day (for the last closed day: now); each list newest first, at most 100. */
export const AccountOutreach = z.object({
  asOf: DayText,
  neverContacted: z.boolean().describe('By lot one of those to whom no playbook sends anything.'),
  enrolments: z.array(OutreachEnrolment),
  tasks: z.array(OutreachTask),
  messages: z.array(OutreachMessage),
})

export const AsOfDay = z.strictObject({
  asOf: DayText.optional().describe('A closed day; the last one when left out.'),
})

export type OutreachEnrolment = z.infer<typeof OutreachEnrolment>
export type OutreachTask = z.infer<typeof OutreachTask>
export type OutreachMessage = z.infer<typeof OutreachMessage>
export type AccountOutreach = z.infer<typeof AccountOutreach>
export type AsOfDay = z.infer<typeof AsOfDay>
