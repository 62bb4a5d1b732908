import type { Analyses } from '../../contract/analyze/analyses.ts'
import { type CommandSpec, textOption } from '../command.ts'
import { connect } from '../connect.ts'
import { counted } from '../counted.ts'
import { numberOption, WHOLE } from '../read-option.ts'

type Answer = Analyses['notice']['answer']

export const noticeCommand: CommandSpec = {
  usage: 'notice <signal>',
  summary: 'Say before how many outcomes a signal had opened, how long before, and how often it is followed by one.',
  options: [
    { flags: '--outcome <name>', description: 'an outcome of the configuration (default: what the signal predicts)' },
    { flags: '--within <days>', description: 'at most so long before (default: those of the prediction, else 30)' },
    { flags: '--from <day>', description: 'first day of outcomes' },
    { flags: '--to <day>', description: 'last day of outcomes' },
  ],
  examples: ['npx telltale notice usageFalling', 'npx telltale notice highPriority --within 7'],
  run: async (invocation) => {
    const asked: Analyses['notice']['asked'] = {
      signal: String(invocation.args[0]),
      outcome: textOption(invocation, 'outcome') ?? undefined,
      within_days: numberOption(invocation, 'within', WHOLE) ?? undefined,
      date_from: textOption(invocation, 'from') ?? undefined,
      date_to: textOption(invocation, 'to') ?? undefined,
    }
    const connection = await connect(invocation)
    try {
      const answer = await connection.post<Answer>('/analyze/notice', asked)
      invocation.io.out(invocation.json ? JSON.stringify(answer) : renderNotice(answer))
      return 0
    } finally {
      await connection.close()
    }
  },
}

function renderNotice(answer: Answer): string {
  const { within_days, outcomes, noticed, earlier, unannounced, days, episodes, followed } = answer
  const median = days === null ? [] : [`Half of them came at most ${days.median.toFixed(1)} days after it opened.`]
  return [
    answer.definition,
    '',
    `${counted(outcomes, 'outcome')}: ${tell(noticed)} within ${within_days} days of the signal, ${tell(earlier)} later, ${tell(unannounced)} without it.`,
    ...median,
    `${counted(episodes, 'episode')}: ${tell(followed)} were followed by the outcome within ${within_days} days.`,
  ].join('\n')
}

function tell({ count, rate }: Answer['followed']): string {
  if (rate === null) return count.toLocaleString('en')
  const [point, lower, upper] = [rate.estimate, rate.lower, rate.upper].map((x) => (100 * x).toFixed(1))
  return `${count.toLocaleString('en')} (${point} %, ${lower}–${upper})`
}
