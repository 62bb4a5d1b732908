import { z } from 'zod'
import { Count, DayText, EntityKey, InstantText, Money, PersonName } from './values.ts'

/** Somebody is away, both days included. */
export const AbsenceRow = z.object({
  id: z.number().int(),
  person: z.string(),
  from: DayText,
  to: DayText,
  cover: z.string().nullable().describe('Who does their tasks meanwhile; null: the others of the team in turn.'),
  by: z.string(),
  at: InstantText,
})
export const AbsenceRequest = z.strictObject({
  person: PersonName,
  from: DayText,
  to: DayText.describe('The last day; not before the first.'),
  cover: PersonName.nullable().default(null),
  by: PersonName.describe('Who says so.'),
})

/** How one assignee of a team stands today. */
export const WorkloadRow = z.object({
  team: z.string(),
  assignee: z.string().nullable().describe('null: accounts that are nobody’s.'),
  accounts: Count,
  portfolio: z.number().nullable().describe('Accounts that one can look after.'),
  mrr: z.array(Money).describe('Per currency, largest first.'),
  tasks: Count.describe('Due today.'),
  overdue: Count,
  waiting: Count.describe('Below the line.'),
  capacity: z.number().nullable(),
  alerts: Count.describe('Tasks that came of alerts within the last seven days.'),
  alertsPerWeek: z.number().nullable().describe('For how many of them there is room.'),
  untouched: Count.describe('Accounts older than 30 days about which nothing was done for 30.'),
  away: AbsenceRow.pick({ from: true, to: true, cover: true }).nullable(),
})
/** Of whom untouched accounts are asked for. */
export const UntouchedQuery = z.strictObject({
  team: z.string().min(1).max(200),
  assignee: PersonName.optional().describe('Absent: the accounts that are nobody’s.'),
})
export const Untouched = z.object({
  total: Count,
  data: z.array(EntityKey).describe('The first 1,000 by key.'),
})
export const Team = z.object({
  today: DayText,
  sentence: z.string(),
  data: z.array(WorkloadRow).describe('By team and name.'),
  absences: z.array(AbsenceRow).describe('That are not over, the next first.'),
})

export type AbsenceRow = z.infer<typeof AbsenceRow>
export type AbsenceRequest = z.infer<typeof AbsenceRequest>
export type WorkloadRow = z.infer<typeof WorkloadRow>
export type Untouched = z.infer<typeof Untouched>
export type UntouchedQuery = z.infer<typeof UntouchedQuery>
export type Team = z.infer<typeof Team>
