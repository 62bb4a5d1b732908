import type { WhatIfAnswer } from '../../contract/what-if.ts'
import { type CommandSpec, textOption } from '../command.ts'
import { connect } from '../connect.ts'
import { ANY, numberOption } from '../read-option.ts'
import { renderWhatIf } from '../render/render-what-if.ts'
import { watchProof } from '../watch-proof.ts'
import { worthOf, worthOptions } from '../worth-options.ts'

export const whatIfCommand: CommandSpec = {
  usage: 'what-if <signal>',
  summary:
    'Say what other thresholds of a signal would have meant: alerts a week, how many right, how many outcomes seen, and who would be on the list today.',
  options: [
    {
      flags: '--at <place>',
      description: 'which threshold, as `config set` names it: when, when.0 (default: the first of when)',
    },
    {
      flags: '--threshold <number>',
      description: 'this one beside the present one, with who would join and leave the list',
    },
    ...worthOptions('with --value a threshold is suggested'),
    { flags: '--outcome <name>', description: 'an outcome of the configuration, instead of what it predicts' },
  ],
  examples: [
    'npx telltale what-if usageFalling',
    'npx telltale what-if usageFalling --threshold -0.6 --cost 40 --value 3000',
  ],
  run: async (invocation) => {
    const { io, json } = invocation
    const request = {
      signal: String(invocation.args[0]),
      at: textOption(invocation, 'at') ?? undefined,
      threshold: numberOption(invocation, 'threshold', ANY) ?? undefined,
      outcome: textOption(invocation, 'outcome') ?? undefined,
      ...worthOf(invocation),
    }
    const connection = await connect(invocation)
    try {
      const answer = await watchProof(io, connection, (run) =>
        connection.post<WhatIfAnswer>('/what-if', { ...request, run }),
      )
      io.out(json ? JSON.stringify(answer) : renderWhatIf(answer))
      return 0
    } finally {
      await connection.close()
    }
  },
}
