import type { Analyses } from '../../contract/analyze/analyses.ts'
import { type CommandSpec, textOption } from '../command.ts'
import { connect } from '../connect.ts'
import { numberOption, WHOLE } from '../read-option.ts'
import { renderPackaging } from '../render/render-packaging.ts'

type Asked = Analyses['packaging']['asked']
type Answer = Analyses['packaging']['answer']

export const packagingCommand: CommandSpec = {
  usage: 'packaging',
  summary:
    'Say by plan how much of its limits is used, who met their end and paid more then, and which features those use that stay.',
  options: [
    {
      flags: '--paywall <events>',
      description: 'events of whoever meets the end of the plan (default: metrics.paywall)',
    },
    {
      flags: '--upgrade-within <days>',
      description: 'days from the first of them in which paying more counts (default: 30)',
    },
    { flags: '--within <days>', description: 'days in which accounts may have left (default: 90)' },
    { flags: '--from <day>', description: 'first day of these events (default: 89 days before the last)' },
    { flags: '--to <day>', description: 'as of the close of this day (default: the last one)' },
  ],
  examples: ['npx telltale packaging', 'npx telltale packaging --paywall limitReached,premiumTried --within 60'],
  run: async (invocation) => {
    const text = (name: string): string | undefined => textOption(invocation, name) ?? undefined
    const asked: Asked = {
      paywall: text('paywall')
        ?.split(',')
        .map((event) => event.trim()),
      upgrade_days: numberOption(invocation, 'upgradeWithin', WHOLE) ?? undefined,
      within_days: numberOption(invocation, 'within', WHOLE) ?? undefined,
      date_from: text('from'),
      date_to: text('to'),
    }
    const connection = await connect(invocation)
    try {
      const answer = await connection.post<Answer>('/analyze/packaging', asked)
      invocation.io.out(invocation.json ? JSON.stringify(answer) : renderPackaging(answer))
      return 0
    } finally {
      await connection.close()
    }
  },
}
