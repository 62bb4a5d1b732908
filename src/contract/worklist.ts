import { z } from 'zod'
import { BandStanding } from './scores.ts'
import {
  Count,
  DayText,
  EntityKey,
  ExcludedEvents,
  InstantText,
  Money,
  PersonName,
  SignalTypeName,
  Suggestion,
} from './values.ts'

/** Why something is to be done. */
export const TaskReason = z.object({
  id: z.string(),
  kind: z.enum(['signal', 'routine', 'renewal']),
  title: z.string().describe('In words: "Gone quiet", "onboarding red".'),
  type: SignalTypeName.nullable().describe('Of a signal.'),
  member: z.string().nullable().describe('Whom of the account the signal is about.'),
  since: DayText,
  escalated: z.boolean(),
  suggest: Suggestion,
  due: DayText,
  measured: z
    .string()
    .nullable()
    .describe('What the playbook that sees to it has been measured to bring; null: nothing was.'),
})

/** The band of the worklist's score at the last close, and what the score comes to. */
const HealthStanding = BandStanding.pick({ value: true }).extend({ band: z.string(), sinceDay: DayText })

/** What is to be done about one account by one team. */
export const TaskRow = z.object({
  id: z.string().describe('The id of its first reason: an id of any of its reasons names it too.'),
  account: EntityKey,
  name: z.string(),
  team: z.string(),
  assignee: z.string().nullable().describe('null: nobody looks after the account.'),
  insteadOf: z.string().nullable().describe('Who is away, when the assignee covers for them.'),
  action: z.string().describe('What the most pressing reason suggests.'),
  because: z.string().describe('Why, in one sentence.'),
  seen: z
    .string()
    .nullable()
    .describe('What was measured when its first reason began; null: it comes by the calendar, or by hand.'),
  reasons: z.array(TaskReason).describe('The most pressing first.'),
  due: DayText,
  overdueDays: Count,
  risk: z.number().describe('What is at stake when nobody acts, 0 … 1; a judgement, and no measured probability.'),
  value: z.number().describe('In typical accounts: 1 pays what the median one pays.'),
  mrr: Money.nullable(),
  health: HealthStanding.nullable(),
  renewsOn: DayText.nullable(),
  waits: z
    .enum(['capacity', 'budget'])
    .nullable()
    .describe('Below the line: beyond what the assignee can do, or beyond the alerts of a week.'),
})

export const RenewalRow = z.object({
  account: EntityKey,
  name: z.string(),
  on: DayText,
  inDays: z.number().int(),
  assignee: z.string().nullable(),
  mrr: Money.nullable(),
  health: HealthStanding.nullable(),
})

/** The worklist: what is to be done, the highest risk × value first. */
export const Worklist = z.object({
  today: DayText,
  asOf: DayText.nullable().describe('The last closed day.'),
  horizon: z.enum(['day', 'week', 'month']),
  assignee: z.string().nullable(),
  team: z.string().nullable(),
  sentence: z.string().describe('How many there are, and for how many there is room.'),
  total: Count.describe('Those that wait among them.'),
  room: z.number().nullable().describe('Tasks that the assignee can do in this time; null: no capacity is configured.'),
  waiting: z.object({ capacity: Count, budget: Count }),
  accounts: Count.describe('Of how many accounts the tasks are.'),
  atRisk: z
    .object({ accounts: Count, mrr: z.array(Money).describe('What these pay, per currency, largest first.') })
    .describe('Of them those with a signal of risk among the reasons.'),
  overdue: Count.describe('Tasks that are overdue.'),
  fresh: Count.describe('Tasks of which a reason began within the last 3 days.'),
  excluded: ExcludedEvents,
  tasks: z.array(TaskRow).describe('`limit` of them, behind the first `offset`.'),
  renewals: z
    .array(RenewalRow)
    .describe('Accounts that renew within 90 days, the next first: `limit` of them, behind the first `offset`.'),
  renewalsTotal: Count.describe('How many renew, also those beyond the limit.'),
})

export const WorklistQuery = z.strictObject({
  assignee: PersonName.optional(),
  team: z.string().min(1).max(200).optional(),
  horizon: z.enum(['day', 'week', 'month']).default('day').describe('What is due today, within 7 or within 30 days.'),
  limit: z.coerce.number().int().min(1).max(10_000).default(500).describe('Of the tasks, and of the renewals.'),
  offset: z.coerce
    .number()
    .int()
    .min(0)
    .max(10_000_000)
    .default(0)
    .describe('Tasks to skip, and renewals, for reading on in a long list.'),
  through: z
    .string()
    .min(1)
    .max(4_000)
    .optional()
    .describe('Beyond the limit too, up to the task that has a reason of this id; 10,000 tasks at most.'),
})

export const TasksAboutRequest = z.strictObject({
  accounts: z.array(EntityKey).max(10_000).describe('By their keys; one that is not known has no tasks.'),
})

/** The tasks about some accounts that are due within 30 days, the highest risk × value first. */
export const TasksAbout = z.object({ tasks: z.array(TaskRow) })

const by = PersonName.describe('Who did it.')
const why = z.string().trim().min(1).max(2_000)

export const TaskResult = z.enum(['solved', 'contacted', 'no answer', 'not needed']).describe('What came of it.')
export const DoneRequest = z.strictObject({ by, result: TaskResult, note: z.string().max(2_000).default('') })
export const SnoozeRequest = z.strictObject({
  by,
  until: DayText.describe('The day on which it comes back; after today.'),
  reason: why,
})
export const DismissRequest = z.strictObject({ by, reason: why.describe('Why there is nothing to be done about it.') })
export const UndoRequest = z.strictObject({ by })

/** What was done about a task. */
export const TaskAct = z.object({
  task: z.string(),
  account: EntityKey,
  what: z.enum(['done', 'snoozed', 'dismissed']),
  result: TaskResult.nullable().describe('Of what was done.'),
  note: z.string(),
  until: DayText.nullable().describe('Snoozed up to this day.'),
  by: z.string(),
  at: InstantText,
})

export type TasksAboutRequest = z.infer<typeof TasksAboutRequest>
export type TasksAbout = z.infer<typeof TasksAbout>
export type TaskReason = z.infer<typeof TaskReason>
export type TaskRow = z.infer<typeof TaskRow>
export type RenewalRow = z.infer<typeof RenewalRow>
export type Worklist = z.infer<typeof Worklist>
export type WorklistQuery = z.infer<typeof WorklistQuery>
export type TaskResult = z.infer<typeof TaskResult>
export type TaskAct = z.infer<typeof TaskAct>
export type DoneRequest = z.infer<typeof DoneRequest>
export type SnoozeRequest = z.infer<typeof SnoozeRequest>
export type DismissRequest = z.infer<typeof DismissRequest>
export type UndoRequest = z.infer<typeof UndoRequest>

/** What is done about a task, however it is asked for. */
export type TaskRequest =
  | ({ readonly what: 'done' } & DoneRequest)
  | ({ readonly what: 'snoozed' } & SnoozeRequest)
  | ({ readonly what: 'dismissed' } & DismissRequest)
