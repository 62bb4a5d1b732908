import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Invocation } from './command.ts'

const NAMES = ['telltale.config.ts', 'telltale.config.mts', 'telltale.config.js', 'telltale.config.mjs']

/** The configuration file of a command: --config, else the one in the working folder; null when there is none. */
export function findConfig({ configPath, io }: Pick<Invocation, 'configPath' | 'io'>): string | null {
  return configPath ?? NAMES.map((name) => join(io.cwd, name)).find((path) => existsSync(path)) ?? null
}

/** As findConfig, but where there is none, the path at which one is expected. */
export function expectConfig(invocation: Pick<Invocation, 'configPath' | 'io'>): string {
  return findConfig(invocation) ?? join(invocation.io.cwd, 'telltale.config.ts')
}
