import type { Analyses } from '../../contract/analyze/analyses.ts'
import { type CommandSpec, type Invocation, textOption } from '../command.ts'
import { connect } from '../connect.ts'
import type { Connection } from '../connection.ts'
import { counted } from '../counted.ts'
import { numberOption, WHOLE } from '../read-option.ts'
import { renderWarnings } from '../render/render-warnings.ts'

type Answer = Analyses['notice']['answer']

export const noticeCommand: CommandSpec = {
  usage: 'notice [signal]',
  summary:
    'Say before how many outcomes a signal had opened, how long before, and how often it is followed by one; without a signal, what warned of each churn.',
  options: [
    {
      flags: '--outcome <name>',
      description: 'an outcome of the configuration (default: what the signal predicts, else churned)',
    },
    {
      flags: '--within <days>',
      description: 'at most so long before (default: those of the prediction, else 30; without a signal 90)',
    },
    { flags: '--from <day>', description: 'first day of outcomes' },
    { flags: '--to <day>', description: 'last day of outcomes' },
  ],
  examples: ['npx telltale notice', 'npx telltale notice usageFalling', 'npx telltale notice highPriority --within 7'],
  run: async (invocation) => {
    const connection = await connect(invocation)
    try {
      invocation.io.out(await answer(invocation, connection))
      return 0
    } finally {
      await connection.close()
    }
  },
}

/** Of one signal, else of all that warn. */
async function answer(invocation: Invocation, connection: Connection): Promise<string> {
  const signal = invocation.args[0]
  const shared = {
    outcome: textOption(invocation, 'outcome') ?? undefined,
    within_days: numberOption(invocation, 'within', WHOLE) ?? undefined,
    date_from: textOption(invocation, 'from') ?? undefined,
    date_to: textOption(invocation, 'to') ?? undefined,
  }
  if (signal === undefined) {
    const told = await connection.post<Analyses['warnings']['answer']>('/analyze/warnings', shared)
    return invocation.json ? JSON.stringify(told) : renderWarnings(told)
  }
  const told = await connection.post<Answer>('/analyze/notice', { signal, ...shared })
  return invocation.json ? JSON.stringify(told) : renderNotice(told)
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
