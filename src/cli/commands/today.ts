import type { Worklist } from '../../contract/worklist.ts'
import { type CommandSpec, flagOption, type Invocation, textOption } from '../command.ts'
import { connect, queryOf } from '../connect.ts'
import { renderWorklist } from '../render/render-worklist.ts'

export const todayCommand: CommandSpec = {
  usage: 'today',
  summary:
    'What is to be done today, and why: the accounts with most at stake first, down to the line of your capacity.',
  options: [
    { flags: '--assignee <name>', description: 'whose; everybody’s when left out' },
    { flags: '--team <name>', description: 'only what this team does' },
    { flags: '--week', description: 'what is due within 7 days' },
    { flags: '--month', description: 'what is due within 30 days' },
    { flags: '--all', description: 'also what waits below the line' },
  ],
  examples: [
    'npx telltale today --assignee ana',
    'npx telltale today --assignee ana --week',
    'npx telltale today --team sales --json',
  ],
  run: async (invocation) => {
    const connection = await connect(invocation)
    try {
      const query = {
        assignee: textOption(invocation, 'assignee'),
        team: textOption(invocation, 'team'),
        horizon: horizonOf(invocation),
      }
      const list = await connection.get<Worklist>(`/today${queryOf(query)}`)
      invocation.io.out(
        invocation.json ? JSON.stringify(list) : renderWorklist(list, { all: flagOption(invocation, 'all') }),
      )
      return 0
    } finally {
      await connection.close()
    }
  },
}

function horizonOf(invocation: Invocation): Worklist['horizon'] {
  if (flagOption(invocation, 'month')) return 'month'
  return flagOption(invocation, 'week') ? 'week' : 'day'
}
