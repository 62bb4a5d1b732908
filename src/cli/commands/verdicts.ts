import type { VerdictList, VerdictRow } from '../../contract/verdicts.ts'
import { type CommandSpec, flagOption } from '../command.ts'
import { connect } from '../connect.ts'
import { printable } from '../render/render-table.ts'

const WORDS = { keep: 'keep', tune: 'tune', drop: 'drop', not_enough_data: 'not enough data' } as const

export const verdictsCommand: CommandSpec = {
  usage: 'verdicts',
  summary:
    'Which signals, scores, milestones and pulses earn their keep, as of the last week: a verdict changes once two weeks in a row agree.',
  options: [
    { flags: '--recompute', description: 'judge now, where this week has no verdicts yet; a server does so by itself' },
  ],
  examples: ['npx telltale verdicts', 'npx telltale verdicts --recompute --json'],
  run: async (invocation) => {
    const connection = await connect(invocation)
    try {
      const list = flagOption(invocation, 'recompute')
        ? await connection.post<VerdictList>('/verdicts', {})
        : await connection.get<VerdictList>('/verdicts')
      invocation.io.out(invocation.json ? JSON.stringify(list) : renderVerdicts(list))
      return 0
    } finally {
      await connection.close()
    }
  },
}

function renderVerdicts({ week, data }: VerdictList): string {
  if (week === null) return 'No verdicts yet: they come with the first week that ends, or with --recompute.'
  return [`Week of ${week}`, ...data.map(renderRow)].join('\n\n')
}

function renderRow({
  kind,
  name,
  outcome,
  ruling,
  since,
  sentence,
  contender,
  drifts,
  drift_sentence: drift,
}: VerdictRow): string {
  const notes = [
    ...(contender === null ? [] : [`This week alone says ${WORDS[contender]}; a second one in a row makes it so.`]),
    ...(drift === null ? [] : [drifts ? `${drift} Look at what has changed.` : drift]),
  ]
  return [
    `${WORDS[ruling]} (since ${since})  ${kind} ${name} → ${outcome}`,
    `  ${sentence}`,
    ...notes.map((note) => `  ${note}`),
  ]
    .map(printable)
    .join('\n')
}
