import { writeFileSync } from 'node:fs'
import type { Digest } from '../../contract/digest.ts'
import { phraseDigest } from '../../contract/phrase-digest.ts'
import { telltaleError } from '../../core/errors.ts'
import { type CommandSpec, textOption } from '../command.ts'
import { connect, queryOf } from '../connect.ts'

export const digestCommand: CommandSpec = {
  usage: 'digest',
  summary: 'What moved among the metrics, for whom, and whose next step it is; nothing where nothing moved.',
  options: [
    { flags: '--cadence <how often>', description: 'daily, weekly or monthly', default: 'weekly' },
    { flags: '--as-of <day>', description: 'as of the end of a day; default: the last that is over' },
    { flags: '--to <file>', description: 'write it to a file; none is written where nothing moved' },
  ],
  examples: ['npx telltale digest', 'npx telltale digest --cadence monthly --to digest.txt'],
  run: async (invocation) => {
    const { io, json } = invocation
    const connection = await connect(invocation)
    try {
      const asked = { cadence: textOption(invocation, 'cadence'), as_of: textOption(invocation, 'asOf') }
      const digest = await connection.get<Digest>(`/digest${queryOf(asked)}`)
      const text = phraseDigest(digest)
      if (text === null) io.err(`Nothing moved, as of the end of ${digest.as_of}.`)
      const told = json ? JSON.stringify(digest) : text
      const file = textOption(invocation, 'to')
      if (file !== null && text !== null) writeDigest(file, `${told}\n`)
      else if (file === null && told !== null) io.out(told)
      return 0
    } finally {
      await connection.close()
    }
  },
}

function writeDigest(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (error) {
    throw telltaleError(
      'bad_argument',
      { argument: '--to', value: path, expected: `a file that can be written (${(error as Error).message})` },
      error,
    )
  }
}
