import { phraseMetric } from '../../contract/phrase-metric.ts'
import { phraseRestatedBy } from '../../contract/phrase-restatement.ts'
import type { Restatement, RestatementList } from '../../contract/restatements.ts'
import { type CommandSpec, textOption } from '../command.ts'
import { connect, queryOf } from '../connect.ts'
import { counted } from '../counted.ts'
import { printable } from '../render/render-table.ts'

export const restatementsCommand: CommandSpec = {
  usage: 'restatements [metric]',
  summary:
    'Why the number of a period that was over is another one now: what it was, what it is, and what happened between.',
  options: [
    { flags: '--since <day>', description: 'only what was seen on this day or later' },
    { flags: '--limit <n>', description: 'at most so many, the newest first', default: '100' },
  ],
  examples: ['npx telltale restatements', 'npx telltale restatements mrr --since 2026-03-01 --json'],
  run: async (invocation) => {
    const connection = await connect(invocation)
    try {
      const [since, limit] = [textOption(invocation, 'since'), textOption(invocation, 'limit')]
      const asked = queryOf({ metric: invocation.args[0] ?? null, since, limit })
      const told = await connection.get<RestatementList>(`/metrics/restatements${asked}`)
      invocation.io.out(invocation.json ? JSON.stringify(told) : render(told))
      return 0
    } finally {
      await connection.close()
    }
  },
}

function render({ data }: RestatementList): string {
  if (data.length === 0)
    return 'No number of a period that was over has come out otherwise since it was first worked out.'
  return [
    ...data.map(toLines),
    '',
    `${counted(data.length, 'number')} of periods that were over came out otherwise.`,
  ].join('\n')
}

/** "2026-04-07: MRR of 2026-03-01 to 2026-03-31 was 49.00 EUR and is 98.00 EUR." and under it why. */
function toLines(one: Restatement): string {
  const say = (value: number) => phraseMetric(value, one)
  const now = one.new === null ? 'cannot be told any more' : `is ${say(one.new)}`
  const head = `${one.seen.slice(0, 10)}: ${one.title} of ${one.from} to ${one.to} was ${say(one.old)} and ${now}.`
  return [head, `    since ${one.held.slice(0, 16)}Z: ${causesOf(one)}`].map(printable).join('\n')
}

function causesOf({ by }: Restatement): string {
  return by.length === 0 ? 'nothing is known of what changed it' : by.map(phraseRestatedBy).join('; ')
}
