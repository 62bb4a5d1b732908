import type { FitAnswer } from '../../contract/fit.ts'
import { type CommandSpec, flagOption, textOption } from '../command.ts'
import { connect, queryOf } from '../connect.ts'
import { type NumberRule, numberOption, WHOLE } from '../read-option.ts'
import { renderFit } from '../render/render-fit.ts'
import { watchProof } from '../watch-proof.ts'

const AMOUNT: NumberRule = { valid: (value) => value >= 0, expected: 'an amount' }

export const fitCommand: CommandSpec = {
  usage: 'fit',
  summary:
    'Fit a score to an outcome: learned on earlier time, tested on later, held against days since the last core action, and written for the configuration.',
  options: [
    { flags: '--outcome <name>', description: 'an outcome of the configuration (default: churned, else converted)' },
    { flags: '--within <days>', description: 'days within which it has to come' },
    { flags: '--gap <days>', description: 'days in which it comes too late to act on' },
    { flags: '--capacity <count>', description: 'accounts that can be looked after at a time' },
    { flags: '--cost <amount>', description: 'what a contact costs' },
    { flags: '--value <amount>', description: 'what is kept, or won, with an account, in the same unit' },
    { flags: '--name <name>', description: 'under which the score is written' },
    { flags: '--limit <count>', description: 'accounts that are listed (default: 20)' },
    { flags: '--paste', description: 'print only the score for the configuration' },
  ],
  examples: [
    'npx telltale fit --outcome churned',
    'npx telltale fit --outcome converted --paste',
    'npx telltale fit --outcome churned --cost 40 --value 3000 --json',
  ],
  run: async (invocation) => {
    const { io, json } = invocation
    const query = {
      ...{ outcome: textOption(invocation, 'outcome'), name: textOption(invocation, 'name') },
      ...{ within_days: numberOption(invocation, 'within', WHOLE), gap_days: numberOption(invocation, 'gap', WHOLE) },
      ...{ cost: numberOption(invocation, 'cost', AMOUNT), value: numberOption(invocation, 'value', AMOUNT) },
      ...{ capacity: numberOption(invocation, 'capacity', WHOLE), limit: numberOption(invocation, 'limit', WHOLE) },
    }
    const connection = await connect(invocation)
    try {
      const answer = await watchProof(io, connection, (run) =>
        connection.get<FitAnswer>(`/fit${queryOf({ ...query, run })}`),
      )
      const pasted = answer.config ?? `// ${answer.sentence}`
      io.out(json ? JSON.stringify(answer) : flagOption(invocation, 'paste') ? pasted : renderFit(answer))
      return 0
    } finally {
      await connection.close()
    }
  },
}
