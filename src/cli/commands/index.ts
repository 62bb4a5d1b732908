import type { CommandSpec } from '../command.ts'
import { checkCommand } from './check.ts'
import { diffCommand } from './diff.ts'
import { initCommand } from './init.ts'
import { keysCreateCommand, keysListCommand, keysRevokeCommand } from './keys.ts'

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [
  initCommand,
  checkCommand,
  diffCommand,
  keysCreateCommand,
  keysListCommand,
  keysRevokeCommand,
]
