import { cpus, loadavg, release, totalmem, type } from 'node:os'

/** What the figures were measured on. */
export function machine() {
  const cores = cpus()
  return {
    cores: cores.length,
    model: cores[0]?.model.trim() ?? 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
  }
}

export const load = () => Number(loadavg()[0].toFixed(1))
