import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { NO_SOURCES } from '../../config/sources.ts'
import { packageRoot } from '../../core/package-root.ts'
import type { Clock, Millis } from '../../core/time.ts'
import type { Project } from '../../run/project.ts'
import { openControlStore, readMeta, writeMeta } from '../../store/control/open-control-store.ts'
import type { CommandSpec, Invocation } from '../command.ts'
import { demoWorld, fillDemo } from '../fill-demo.ts'
import { readModel } from '../read-config.ts'
import { serveProject } from '../serve-project.ts'
import { trickleDemo } from '../trickle-demo.ts'
import { readAddress } from './start.ts'

export const demoCommand: CommandSpec = {
  usage: 'demo',
  summary:
    'Start the demo: a made-up product with 18 months of history, its clock at the end of them, and live events.',
  options: [
    { flags: '--port <n>', description: 'port (default: PORT, else 4620; 0 chooses one)' },
    { flags: '--host <name>', description: 'address to listen on (default: HOST, else 127.0.0.1)' },
  ],
  examples: ['npx telltale demo', 'npx telltale demo --port 0 --data .telltale/demo'],
  run: async (invocation) => {
    const { io } = invocation
    const dataDir = invocation.options.data === '.telltale' ? join(invocation.dataDir, 'demo') : invocation.dataDir
    io.err('This is the demo: a made-up product. Start your own with `npx telltale init`, then `npx telltale start`.')
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    if (await fillDemo(io, dataDir)) io.err('Reading it and judging every day of it …')
    const clock = await demoClock(invocation, dataDir)
    const configPath = join(packageRoot(), 'examples', 'demo', 'telltale.config.ts')
    const { host, port } = readAddress(invocation)
    await serveProject({
      sources: NO_SOURCES,
      ...{ io, clock, dataDir, configPath, host, port, demo: true },
      model: await readModel(configPath),
      ready: (project, url) => {
        io.out(
          invocation.json ? JSON.stringify({ url }) : `The demo is at ${url} - open it in a browser. Ctrl-C stops it.`,
        )
        void keepTime(project, io.signal)
        void trickleDemo(project, io.signal)
      },
    })
    return 0
  },
}

const CLOCK_KEY = 'demo_clock'

/** Time in the demo goes on where it stopped, so that no silence lies between two starts: first at the end of its world. */
async function demoClock({ io }: Invocation, dataDir: string): Promise<Clock> {
  const control = await openControlStore(dataDir)
  const kept = await readMeta(control, CLOCK_KEY).finally(() => control.destroy())
  const start: Millis = kept === null ? demoWorld().plan.frame.end : Number(kept)
  const opened = io.clock.now()
  return { now: () => start + (io.clock.now() - opened) }
}

/** Notes the demo's time now and then, and when it stops. */
async function keepTime(project: Project, signal: AbortSignal): Promise<void> {
  const note = (): Promise<void> => writeMeta(project.control, CLOCK_KEY, String(project.clock.now())).catch(() => {})
  const timer = setInterval(() => void note(), 2_000)
  signal.addEventListener('abort', () => clearInterval(timer), { once: true })
  await note()
}
