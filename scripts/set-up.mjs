import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT, runCommand, runStep, stop } from './run-command.mjs'

const OLDEST_NODE = [20, 19]

/** Leaves a checkout whose node_modules hold exactly what package-lock.json says. Costs milliseconds when they do already. */
export async function setUp() {
  refuseOldNode(process.versions.node)
  if (lockIsInstalled(ROOT)) return
  const passed = await runStep('install the dependencies (once; needs the npm registry)', () =>
    runCommand('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { env: { npm_config_yes: 'true' } }),
  )
  if (!passed) stop('The install failed; see above. With the npm registry in reach, the same command tries again.')
}

function refuseOldNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return
  stop(`Telltale needs Node ${OLDEST_NODE.join('.')} or newer; this is ${version}.`)
}

/**
 * Compares contents, not times: a checkout that changes branches touches the lock file without changing it, and a
 * reinstall would pull the dependencies from under a running server. Packages of other platforms are in the lock
 * only, so an optional one may be absent.
 */
export function lockIsInstalled(root) {
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'))
  const wanted = readPackages(join(root, 'package-lock.json'))
  if (installed === null || wanted === null) return false
  return Object.entries(wanted).every(([path, { version, link, optional, devOptional, peer }]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true
    const there = installed[path]
    if (there === undefined) return optional === true || devOptional === true || peer === true
    return link === true || there.version === version
  })
}

function readPackages(path) {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')).packages ?? {}) : null
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await setUp()
