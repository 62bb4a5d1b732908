import { ANALYSES, ANALYSIS_KINDS, checkKind } from '../../contract/analyze/analyses.ts'
import { telltaleError } from '../../core/errors.ts'
import { type CommandSpec, textOption } from '../command.ts'
import { connect } from '../connect.ts'

export const analyzeCommand: CommandSpec = {
  usage: 'analyze <kind>',
  summary: `Answer an analysis query about users, members or accounts: ${ANALYSIS_KINDS.join(', ')}. Answers are JSON.`,
  options: [
    { flags: '--json <question>', description: 'what is asked, as a JSON object; left out: every default' },
    { flags: '--describe', description: 'show what can be asked, as a JSON schema, and ask nothing' },
  ],
  examples: [
    `npx telltale analyze active --json '{"actor": "account", "interval": "week"}'`,
    'npx telltale analyze active --describe',
  ],
  run: async (invocation) => {
    const kind = checkKind(invocation.args[0])
    if (invocation.options.describe === true) {
      const { z } = await import('zod')
      invocation.io.out(JSON.stringify(z.toJSONSchema(ANALYSES[kind].query, { io: 'input', unrepresentable: 'any' })))
      return 0
    }
    const question = readQuestion(textOption(invocation, 'json') ?? '{}')
    const connection = await connect(invocation)
    try {
      invocation.io.out(JSON.stringify(await connection.post(`/analyze/${kind}`, question)))
      return 0
    } finally {
      await connection.close()
    }
  },
}

function readQuestion(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw telltaleError('bad_argument', {
      argument: '--json',
      value: text.length > 80 ? `${text.slice(0, 80)}…` : text,
      expected: `a JSON object (${(error as Error).message})`,
    })
  }
}
