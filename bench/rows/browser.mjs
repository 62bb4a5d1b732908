import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureBrowser } from '../browser/measure-browser.mjs'
import { startChild } from '../rig/child.mjs'
import { keepResult } from '../rig/keep-result.mjs'
import { ROOT } from '../rig/places.mjs'
import { median, percentile } from '../rig/say.mjs'
import { ACCOUNTS_NOW, filledAccounts } from '../work/fill-accounts.mjs'

const ACCOUNTS = { S: 5_000, M: 100_000, L: 100_000, XL: 100_000 }
/** A frame of sixty a second, with what the clock rounds. */
const FRAME_MS = 16.8
const LIMITS = { first: 1_000, scripts: 300 * 1024, navigation: 150, frame: FRAME_MS, shift: 0.01 }
const SETTLED_MS = 2_000

/** Chromium at the demo, and at a server of many light accounts. */
export async function run({ size, data }) {
  await measure('the browser on the demo', size, startDemo)
  const accounts = ACCOUNTS[size]
  await measure(`the browser on ${accounts.toLocaleString('en')} accounts`, size, () => startAccounts(data, accounts))
}

async function measure(row, size, start) {
  const server = await start()
  try {
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS))
    keep(row, size, await measureBrowser(server.url))
  } finally {
    await server.stop()
  }
}

function keep(row, size, { first, scripts, firstVisits, navigation, answered, frames, shift, asked }) {
  const again = navigation.map(({ ms }) => ms)
  const slowest = [...navigation].sort((a, b) => b.ms - a.ms)[0]
  const found = {
    first: median(first),
    scripts,
    navigation: percentile(again, 0.95),
    frame: percentile(frames, 0.95),
    shift,
  }
  const worst = Math.max(...Object.entries(LIMITS).map(([name, limit]) => found[name] / limit))
  const late = frames.filter((ms) => ms > FRAME_MS).length / frames.length
  keepResult({
    ...{ row, size, ratio: worst, met: worst <= 1 },
    target:
      'first page < 1 s, scripts ≤ 300 KB, navigation p95 < 150 ms, p95 of frames at 60 a second, no layout shift',
    figures: {
      'first page interactive, ms, three times': first.map((ms) => ms.toFixed(0)).join(' / '),
      'scripts of the first page, gzip': `${(scripts / 1024).toFixed(0)} KB`,
      'from page to page, p50 / p95, ms': `${percentile(again, 0.5).toFixed(0)} / ${found.navigation.toFixed(0)} (${again.length} times; slowest ${slowest?.page} ${slowest?.ms.toFixed(0)})`,
      'until all of the page is answered, p95, ms': percentile(answered, 0.95).toFixed(0),
      'each page for the first time, p50 / most, ms': `${percentile(firstVisits, 0.5).toFixed(0)} / ${Math.max(...firstVisits).toFixed(0)}`,
      'frames while the accounts scroll, p95, ms': `${found.frame.toFixed(1)}; late ${(late * 100).toFixed(1)} %`,
      'accounts by another order / by a name, ms': `${asked.sorted.toFixed(0)} / ${asked.found.toFixed(0)}`,
      'layout shift, at most': shift.toFixed(4),
    },
  })
}

function startDemo() {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-bench-demo-'))
  const child = spawn(process.execPath, [join(ROOT, 'bin', 'telltale.cjs'), 'demo', '--data', folder, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', HOST: '127.0.0.1' },
  })
  const stop = async () => {
    if (child.exitCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
    }
    rmSync(folder, { recursive: true, force: true })
  }
  return new Promise((resolve, reject) => {
    let said = ''
    const hear = (chunk) => {
      said += chunk
      const url = /http:\/\/(?:127\.0\.0\.1|localhost):\d+/.exec(said)?.[0]
      if (url !== undefined) resolve({ url, stop })
    }
    for (const stream of [child.stdout, child.stderr]) stream.on('data', hear)
    child.once('exit', (code) => reject(new Error(`the demo ended with ${code}: ${said}`)))
  })
}

async function startAccounts(data, accounts) {
  const filled = await filledAccounts(join(data, `work-${accounts}`), accounts)
  const folder = mkdtempSync(join(tmpdir(), 'telltale-bench-accounts-'))
  cpSync(filled, folder, { recursive: true })
  const child = startChild(join(ROOT, 'bench', 'rig', 'serve.child.mjs'), [folder, ACCOUNTS_NOW, 'work'])
  const { url } = await child.next()
  const stop = async () => {
    await child.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { url, stop }
}
