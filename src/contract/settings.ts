import { z } from 'zod'
import { InstantText } from './values.ts'

/** What can be set over the configuration file, as it is there and as it is in force. */
export const SettingRow = z.object({
  path: z.string().describe('As `telltale config set` names it: signals.goingQuiet.when, account.assignee.'),
  kind: z.enum(['threshold', 'enabled', 'text', 'assignee']),
  part: z.string().describe('Which of the signal: when, when.0, enabled, team, action, cadence; or assignee.'),
  file: z.string().nullable().describe('What the file says; null: nothing.'),
  value: z.string().nullable().describe('What is in force.'),
  set: z.object({ by: z.string(), at: InstantText }).nullable().describe('Who set it over the file; null: nobody.'),
})
export const SettingList = z.object({ data: z.array(SettingRow) })
export const SettingQuery = z.strictObject({
  signal: z.string().min(1).max(200).optional().describe('Only what is of this signal.'),
})

export const SettingRequest = z.strictObject({
  path: z.string().min(1).max(400),
  value: z.string().trim().min(1).max(2_000).nullable().describe('null: back to what the file says.'),
})
export const SettingChanged = z.object({
  path: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  file: z.string().nullable(),
})

export type SettingRow = z.infer<typeof SettingRow>
export type SettingList = z.infer<typeof SettingList>
export type SettingRequest = z.infer<typeof SettingRequest>
export type SettingChanged = z.infer<typeof SettingChanged>
export type SettingQuery = z.infer<typeof SettingQuery>
