import { type Config, defineConfig } from './define-config.ts'

/**
 * Used when there is no configuration file: accounts by `context.groupId`, no events listed, so that everything that arrives is shown
 * under its raw name and nothing is judged yet.
 */
export function defaultConfig(): Config {
  return defineConfig({ events: {} })
}
