import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { TOKEN_SECRET } from '../../config/delivery/settings.ts'
import { NO_SOURCES } from '../../config/sources.ts'
import { packageRoot } from '../../core/package-root.ts'
import type { Clock, Millis } from '../../core/time.ts'
import type { Project } from '../../run/project.ts'
import { openControlStore, readMeta, writeMeta } from '../../store/control/open-control-store.ts'
import { type CommandSpec, type Invocation, textOption } from '../command.ts'
import { type DemoPart, demoShare, demoWorld, fillDemo } from '../fill-demo.ts'
import type { Io } from '../io.ts'
import { planDemoExperiment } from '../plan-demo-experiment.ts'
import { readDelivery, readModel } from '../read-config.ts'
import { type NumberRule, readNumber } from '../read-option.ts'
import { readAddress } from './start.ts'

export const demoCommand: CommandSpec = {
  usage: 'demo',
  summary:
    'Start the demo: a made-up product with 18 months of history, its clock at the end of them, and live events.',
  options: [
    { flags: '--port <n>', description: 'port (default: PORT, else 4620; 0 chooses one)' },
    { flags: '--host <name>', description: 'address to listen on (default: HOST, else 127.0.0.1)' },
    {
      flags: '--share <x>',
      description: 'how much of it, above 0 up to 1: less is there sooner; as it is where the folder has a demo',
      default: '1',
    },
    { flags: '--pace <x>', description: 'how many times as often its customers do something', default: '1' },
  ],
  examples: [
    'npx telltale demo',
    'npx telltale demo --share 0.2 --data /tmp/small-demo',
    'npx telltale demo --port 0 --data .telltale/demo',
    'npx telltale demo --pace 20',
  ],
  run: async (invocation) => {
    const { io } = invocation
    const dataDir = invocation.options.data === '.telltale' ? join(invocation.dataDir, 'demo') : invocation.dataDir
    io.err('This is the demo: a made-up product. Start your own with `npx telltale init`, then `npx telltale start`.')
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    const demo = readDemo(invocation, dataDir)
    const pace = readNumber(textOption(invocation, 'pace') ?? '1', { argument: '--pace', ...PACE })
    if (await fillDemo(io, dataDir, demo)) io.err('Reading it and judging every day of it …')
    const clock = await demoClock(invocation, dataDir, demo)
    const configPath = join(packageRoot(), 'examples', 'demo', 'telltale.config.ts')
    const { host, port } = readAddress(invocation)
    const { serveProject } = await import('../serve-project.ts')
    const { trickleDemo } = await import('../trickle-demo.ts')
    await serveProject({
      sources: NO_SOURCES,
      ...{ io: withSecret(io), clock, dataDir, configPath, host, port, demo: true },
      model: await readModel(configPath),
      delivery: await readDelivery(configPath),
      ready: (project, url, { first, signal }) => {
        const text = `The demo is at ${url} - open it in a browser. Ctrl-C stops it.`
        if (first) io.out(invocation.json ? JSON.stringify({ url }) : text)
        void keepTime(project, signal)
        void trickleDemo(project, { world: demo.world, pace, signal })
      },
    })
    return 0
  },
}

const PACE: NumberRule = { valid: (n) => n > 0 && n <= 100, expected: 'a number above 0 up to 100' }

/** The demo's product can show messages without anything being set up: no token outlives the process. */
function withSecret(io: Io): Io {
  return { ...io, env: { [TOKEN_SECRET]: Buffer.from(io.randomBytes(32)).toString('hex'), ...io.env } }
}

/** What is asked for, or what the folder has. @throws bad_argument for a share that is none */
function readDemo(invocation: Invocation, dataDir: string): DemoPart {
  const asked = readNumber(textOption(invocation, 'share') ?? '1', {
    argument: '--share',
    valid: (n) => n > 0 && n <= 1,
    expected: 'a number above 0 up to 1',
  })
  const share = demoShare(dataDir) ?? asked
  return { share, world: demoWorld(share) }
}

const CLOCK_KEY = 'demo_clock'

/** Time in the demo goes on where it stopped, so that no silence lies between two starts: first at the end of its world. What its team tries is there with it. */
async function demoClock({ io }: Invocation, dataDir: string, { world: { plan } }: DemoPart): Promise<Clock> {
  const control = await openControlStore(dataDir)
  try {
    await planDemoExperiment(control, plan)
    const kept = await readMeta(control, CLOCK_KEY)
    const from: Millis = kept === null ? plan.frame.end : Number(kept)
    const opened = io.clock.now()
    return { now: () => from + (io.clock.now() - opened) }
  } finally {
    await control.destroy()
  }
}

/** Notes the demo's time now and then, and when it stops. */
async function keepTime(project: Project, signal: AbortSignal): Promise<void> {
  const note = (): Promise<void> => writeMeta(project.control, CLOCK_KEY, String(project.clock.now())).catch(() => {})
  const timer = setInterval(() => void note(), 2_000)
  signal.addEventListener('abort', () => clearInterval(timer), { once: true })
  await note()
}
