import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runCommand, runStep } from './run-command.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome.exe', 'msedge.exe']
const FOLDERS = [
  '/Applications/Google Chrome.app/Contents/MacOS',
  '/Applications/Chromium.app/Contents/MacOS',
  '/snap/bin',
]
const FILES = [...NAMES, 'Google Chrome', 'Chromium']

/**
 * The browser the browser tests drive: $CHROMIUM, else one that is installed, else Debian's own package when this is
 * root on a machine with apt.
 * @returns {Promise<string | null>} path of the program
 */
export async function findChromium() {
  if (process.env.CHROMIUM) return isProgram(process.env.CHROMIUM) ? process.env.CHROMIUM : null
  return installedChromium() ?? (await installChromium())
}

export const HOW_TO_GET_CHROMIUM =
  'The browser tests need Chromium or Chrome: install it (Debian: apt-get install chromium; macOS: brew install --cask chromium) ' +
  'or name one with CHROMIUM=/path/to/it. `npm run check` runs everything that needs no browser.'

function installedChromium() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...FOLDERS]
  const candidates = folders.flatMap((folder) => FILES.map((file) => join(folder, file)))
  return candidates.find(isProgram) ?? null
}

async function installChromium() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const passed = await runStep('install chromium with apt-get (once)', async () => {
    await runCommand('apt-get', ['update', '-qq'], { env })
    return runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env })
  })
  return passed ? installedChromium() : null
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
