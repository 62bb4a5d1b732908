import type { DiscoveryAnswer, DiscoveryRequest } from '../../contract/discovery.ts'
import { type CommandSpec, flagOption, type Invocation, textOption } from '../command.ts'
import { connect } from '../connect.ts'
import { numberOption, WHOLE } from '../read-option.ts'
import { renderDiscovery } from '../render/render-discovery.ts'
import { watchProof } from '../watch-proof.ts'

export const discoverCommand: CommandSpec = {
  usage: 'discover',
  summary:
    'Search for what newcomers did in their first days that goes with an outcome: found among earlier sign-ups, measured among later ones.',
  options: [
    {
      flags: '--outcome <name>',
      description: 'an outcome of the configuration (default: the first of retained, converted, churned)',
    },
    { flags: '--level <level>', description: 'account (default), or user, for an outcome of kind retained' },
    {
      flags: '--landmark <days>',
      description: 'days that are looked at; the outcome counts behind them (default: 14)',
    },
    { flags: '--within <days>', description: 'days behind the landmark in which the outcome counts' },
    {
      flags: '--neutral <events>',
      description: 'events that mean nothing, with commas between, by which the others are measured',
    },
    { flags: '--limit <count>', description: 'finds that are shown (default: 20)' },
    { flags: '--paste', description: 'print only the milestones to be pasted into the configuration' },
  ],
  examples: [
    'npx telltale discover --outcome retained',
    'npx telltale discover --outcome converted --landmark 7 --neutral "Avatar Uploaded,Tour Finished,Theme Changed"',
    'npx telltale discover --outcome retained --paste',
  ],
  run: async (invocation) => {
    const { io, json } = invocation
    const request = requestOf(invocation)
    const connection = await connect(invocation)
    try {
      const answer = await watchProof(io, connection, (run) =>
        connection.post<DiscoveryAnswer>('/discover', { ...request, run }),
      )
      io.out(
        json ? JSON.stringify(answer) : flagOption(invocation, 'paste') ? pasteOf(answer) : renderDiscovery(answer),
      )
      return 0
    } finally {
      await connection.close()
    }
  },
}

function requestOf(invocation: Invocation): DiscoveryRequest {
  const number = (name: string): number | undefined => numberOption(invocation, name, WHOLE) ?? undefined
  const neutral = textOption(invocation, 'neutral')
  return {
    outcome: textOption(invocation, 'outcome') ?? undefined,
    // The API says which there are.
    level: (textOption(invocation, 'level') ?? undefined) as DiscoveryRequest['level'],
    ...{ landmark: number('landmark'), within_days: number('within'), limit: number('limit') },
    neutral: neutral?.split(',').map((name) => name.trim()),
  }
}

function pasteOf({ config, sentence }: DiscoveryAnswer): string {
  return config ?? `// ${sentence}`
}
