import { type Invocation, textOption } from './command.ts'

/** Who is noted as having done something: --by where it is an option, else the user of this machine. */
export function whoAsks(invocation: Invocation): string {
  const { env } = invocation.io
  return textOption(invocation, 'by') ?? env.USER ?? env.USERNAME ?? 'unknown'
}
