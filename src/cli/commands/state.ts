import type { ProductState } from '../../contract/state.ts'
import { type CommandSpec, textOption } from '../command.ts'
import { connect, queryOf } from '../connect.ts'
import { printable } from '../render/render-table.ts'

export const stateCommand: CommandSpec = {
  usage: 'state <user>',
  summary:
    'What the product itself is told about one of its users, as of now: steps, limits, segments, messages. The product asks GET /v1/state with a signed token; docs/guide/state.md shows how.',
  options: [{ flags: '--account <key>', description: 'which account, when the user is in several' }],
  examples: ['npx telltale state u-42', 'npx telltale state u-42 --account acme --json'],
  run: async (invocation) => {
    const { io, json, args } = invocation
    const connection = await connect(invocation)
    try {
      const query = queryOf({ account: textOption(invocation, 'account') })
      const state = await connection.get<ProductState>(`/people/${encodeURIComponent(args[0] ?? '')}/state${query}`)
      io.out(json ? JSON.stringify(state) : renderState(state))
      return 0
    } finally {
      await connection.close()
    }
  },
}

function renderState({ user, account, at, activatedAt, milestones, limits, segments, messages }: ProductState): string {
  const share = (value: number | null): string => (value === null ? 'unknown' : `${Math.round(value * 100)} %`)
  return [
    `${user} of ${account} at ${at}: ${activatedAt === null ? 'not activated' : `activated ${activatedAt}`}`,
    ...milestones.map(
      (one) => `  ${one.doneAt === null ? '○' : '●'} ${one.title} (${one.level})  ${one.doneAt ?? share(one.progress)}`,
    ),
    ...limits.map(
      ({ key, usage, limit, use }) => `  ${key}: ${usage ?? '–'} of ${limit ?? 'any number'}, ${share(use)}`,
    ),
    ...segments.map(({ key, value }) => `  ${key}: ${value ?? '–'}`),
    ...messages.map(({ id, kind, title, until }) => `  message ${id} (${kind}, up to ${until}): ${title}`),
  ]
    .map(printable)
    .join('\n')
}
