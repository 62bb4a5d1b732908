import { z } from 'zod'
import { Count, DayText } from './values.ts'

/** Days on which events came from far fewer accounts than usual: tracking may be broken, or it was a holiday. */
export const Incident = z.object({
  since: DayText.describe('The first such day.'),
  last: DayText.describe('The last such day by now.'),
  lasts: z.boolean().describe('It has not come back yet.'),
  judgedFrom: DayText.nullable().describe(
    'From this day on what reads the events is judged again; null: not known yet.',
  ),
  events: z
    .array(
      z.object({
        name: z.string(),
        heard: Count.describe('Accounts on the last such day.'),
        usual: z.number().describe('Accounts to be expected on that weekday.'),
      }),
    )
    .describe('Those that signals read, by name.'),
  signals: z.array(z.string()).describe('Signals that neither open nor close because of it, until it is over.'),
  scores: z.array(z.string()).describe('Scores whose bands nobody enters or leaves because of it, until it is over.'),
})
export const IncidentList = z.object({ data: z.array(Incident).describe('Of the last 90 closed days, newest first.') })

export type Incident = z.infer<typeof Incident>
export type IncidentList = z.infer<typeof IncidentList>
