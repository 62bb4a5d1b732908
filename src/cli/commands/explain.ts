import type { AccountDetail } from '../../contract/account.ts'
import type { PersonDetail } from '../../contract/people.ts'
import { telltaleError } from '../../core/errors.ts'
import { type CommandSpec, textOption } from '../command.ts'
import { connect, queryOf } from '../connect.ts'
import { renderExplanations } from '../render-explanation.ts'

export const explainCommand: CommandSpec = {
  usage: 'explain <what> <key>',
  summary:
    'Say in plain English why each signal of an account (or person) is on or off, and how far from its threshold.',
  options: [
    {
      flags: '--as-of <day>',
      description: 'as of the close of a past day: only what was known then, with the config of then',
    },
    { flags: '--signal <name>', description: 'only this signal, with its evidence' },
  ],
  examples: ['npx telltale explain account acme', 'npx telltale explain account acme --as-of 2026-03-01'],
  run: async (invocation) => {
    const [what, key] = invocation.args
    if (what !== 'account' && what !== 'person')
      throw telltaleError('bad_argument', { argument: 'what', value: String(what), expected: 'account or person' })
    const connection = await connect(invocation)
    try {
      const path = `/${what === 'account' ? 'accounts' : 'people'}/${encodeURIComponent(String(key))}${queryOf({ asOf: textOption(invocation, 'asOf') })}`
      const detail = await connection.get<AccountDetail | PersonDetail>(path)
      const signal = textOption(invocation, 'signal')
      const shown = signal === null ? detail.explanations : detail.explanations.filter((one) => one.signal === signal)
      invocation.io.out(
        invocation.json
          ? JSON.stringify({ key: detail.key, asOf: detail.asOf, explanations: shown })
          : renderExplanations(detail, shown),
      )
      return 0
    } finally {
      await connection.close()
    }
  },
}
