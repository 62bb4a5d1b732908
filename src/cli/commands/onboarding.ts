import type { Analyses } from '../../contract/analyze/analyses.ts'
import { type CommandSpec, type Invocation, textOption } from '../command.ts'
import { connect } from '../connect.ts'
import { numberOption, readNumber, WHOLE } from '../read-option.ts'
import { renderOnboarding } from '../render/render-onboarding.ts'

type Asked = Analyses['onboarding']['asked']
type Answer = Analyses['onboarding']['answer']

export const onboardingCommand: CommandSpec = {
  usage: 'onboarding',
  summary:
    'Say what became of new accounts, by how many milestones they did, how fast they were activated or their onboarding status; with 95 % limits.',
  options: [
    { flags: '--by <what>', description: 'milestones, speed or status', default: 'milestones' },
    { flags: '--groups <numbers>', description: 'the fewest milestones of each group: 0,1,2,4' },
    { flags: '--outcome <name>', description: 'an outcome of the configuration', default: 'converted' },
    {
      flags: '--within <days>',
      description: 'days from sign-up in which it counts (default: of a trial and 14 more, else 90)',
    },
    { flags: '--landmark <day>', description: 'classify by what was done before this age, count outcomes after it' },
    { flags: '--of <whom>', description: 'used: those who used the product; signed_up: all', default: 'used' },
    { flags: '--from <day>', description: 'first day of sign-up' },
    { flags: '--to <day>', description: 'last day of sign-up' },
  ],
  examples: ['npx telltale onboarding --by speed', 'npx telltale onboarding --groups 0,1,2,4 --landmark 7'],
  run: async (invocation) => {
    const asked = readQuestion(invocation)
    const connection = await connect(invocation)
    try {
      const answer = await connection.post<Answer>('/analyze/onboarding', asked)
      invocation.io.out(invocation.json ? JSON.stringify(answer) : renderOnboarding(answer, asked))
      return 0
    } finally {
      await connection.close()
    }
  },
}

/** Wrong names are refused by the question itself, with what there is instead. */
function readQuestion(invocation: Invocation): Asked {
  const text = (name: string): string | undefined => textOption(invocation, name) ?? undefined
  return {
    by: text('by') as Asked['by'],
    groups: text('groups')
      ?.split(',')
      .map((part) => readNumber(part, { argument: '--groups', ...WHOLE })),
    outcome: text('outcome'),
    within_days: numberOption(invocation, 'within', WHOLE) ?? undefined,
    landmark: numberOption(invocation, 'landmark', WHOLE) ?? undefined,
    of: text('of') as Asked['of'],
    date_from: text('from'),
    date_to: text('to'),
  }
}
