import type { CommandSpec, Invocation } from './command.ts'
import { ANY, numberOption } from './read-option.ts'

/** What alerts cost and bring, for commands that hold signals against it. @param says what is told once cost and value are */
export function worthOptions(says: string): CommandSpec['options'] {
  return [
    { flags: '--cost <amount>', description: `what a contact costs; ${says}` },
    { flags: '--value <amount>', description: 'gross margin kept with a saved account' },
    {
      flags: '--save-rate <share>',
      description: 'chance that a contact saves the account (default: 0.1, an assumption)',
    },
    { flags: '--capacity <alerts>', description: 'alerts a week that one assignee can take' },
  ]
}

export function worthOf(invocation: Invocation) {
  const amount = (name: string): number | undefined => numberOption(invocation, name, ANY) ?? undefined
  return { cost: amount('cost'), value: amount('value'), save_rate: amount('saveRate'), capacity: amount('capacity') }
}
