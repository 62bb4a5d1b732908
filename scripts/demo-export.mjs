import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { build } from './build.mjs'
import { findChromium, HOW_TO_GET_CHROMIUM } from './find-chromium.mjs'
import { ROOT, stop } from './run-command.mjs'
import { setUp } from './set-up.mjs'

const PAGES =
  'today team accounts bands activation engagement adoption retention revenue signals discover playbooks changes questions catalogue data settings'
const DASHBOARD = join(ROOT, 'dist', 'dashboard')
const ACCOUNTS = 12
const SIGNALS = 2
const READ_MS = 600_000
const SETTLE_MS = 400
const POLICY =
  "default-src 'self'; script-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'"
const HELP = `npm run demo:export -- [--out FOLDER] [--url ADDRESS] [--pages NAMES] [--accounts N]

Writes the demo's pages with their data into a folder (default: demo-export) that any file server can serve: a snapshot, for people who look
before they install. Starts a demo of its own, or reads the one at --url; --pages names pages by commas, --accounts says how many accounts
have their page (default: ${ACCOUNTS}).

  npm run demo:export -- --out /tmp/telltale-demo && npx http-server /tmp/telltale-demo`

/** `npm run demo:export`: opens every page of a running demo, keeps what the server answers, and writes pages that read that from files. */
async function exportDemo() {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: 'demo-export' },
      url: { type: 'string' },
      pages: { type: 'string', default: PAGES.replaceAll(' ', ',') },
      accounts: { type: 'string', default: String(ACCOUNTS) },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return console.log(HELP)
  const accounts = Number(values.accounts)
  if (!Number.isInteger(accounts) || accounts < 0) stop(`--accounts ${values.accounts} is no count.`)
  const executablePath = await findChromium()
  if (executablePath === null) stop(HOW_TO_GET_CHROMIUM)
  const folder = resolve(values.out)
  if (existsSync(folder) && readdirSync(folder).length > 0 && !existsSync(join(folder, 'answers')))
    stop(`${folder} holds something else: name a folder that is empty or new.`)
  await ensureBuilt(values.url !== undefined)
  const server = values.url === undefined ? await startDemo() : { url: values.url.replace(/\/$/, ''), stop: () => {} }
  try {
    const asked = { url: server.url, pages: values.pages.split(','), accounts, executablePath }
    const { answers, day } = await record(asked)
    writePages(folder, { answers, day })
    console.log(`${answers.size} answers of ${day} are in ${folder}: serve it with any file server.`)
  } finally {
    server.stop()
  }
}

/** Builds what is out of date; where a server is asked that runs, what it was built with is taken. */
async function ensureBuilt(isRunning) {
  if (isRunning && existsSync(join(DASHBOARD, 'index.html'))) return
  await setUp()
  if (!(await build())) stop('The build failed; see above.')
}

/** A demo over a folder of its own. */
async function startDemo() {
  const data = mkdtempSync(join(tmpdir(), 'telltale-export-'))
  const args = [join(ROOT, 'bin', 'telltale.cjs'), 'demo', '--data', data, '--port', '0']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await new Promise((done, failed) => {
    child.stdout.on('data', (chunk) => {
      process.stdout.write(chunk)
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(String(chunk))
      if (address !== null) done(address[0])
    })
    child.once('exit', (code) => failed(new Error(`The demo ended with ${code}.`)))
  })
  return {
    url,
    stop: () => {
      child.once('exit', () => rmSync(data, { recursive: true, force: true }))
      child.kill('SIGTERM')
    },
  }
}

/** Opens the pages one after the other; what the server answered, by method, address and body. */
async function record({ url, pages, accounts, executablePath }) {
  const read = async (path) => (await fetch(`${url}/api/v1${path}`)).json()
  const { asOf } = await read('/status')
  const { data } = await read(`/accounts?sort=alerts&limit=${Math.max(1, accounts)}`)
  const { data: all } = await read('/signals')
  // Each page of a signal judges all of the past again: those that most accounts have now.
  const signals = [...all].sort((a, b) => b.openCount - a.openCount).slice(0, SIGNALS)
  const paths = [
    ...pages,
    ...data.slice(0, accounts).map(({ key }) => `accounts/${encodeURIComponent(key)}`),
    ...(pages.includes('signals') ? signals.map(({ key }) => `signals/${key}`) : []),
  ]
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    const { answers, asking } = keepAnswers(page, url)
    for (const path of paths) {
      process.stdout.write(`reading /${path}\n`)
      await page.goto(`${url}/${path}`)
      await page.locator('h1').first().waitFor({ timeout: READ_MS })
      await untilRead(page, asking)
    }
    await readPointedAt(page, await read('/metrics/names'))
    await untilRead(page, asking)
    return { answers, day: asOf }
  } finally {
    await browser.close()
  }
}

/** What is asked only when somebody looks for a metric or points at one: what they are called, and what each means. */
async function readPointedAt(page, { data }) {
  const means = data.map(({ id }) => `/metrics?metrics=${id}&include=sql&budget_seconds=120`)
  await page.evaluate(
    async (addresses) => {
      for (const address of addresses) await (await fetch(`/api/v1${address}`)).text()
    },
    ['/metrics/names', ...means],
  )
}

/** Until nothing of the page is asked for any more: one part may ask for the next. */
async function untilRead(page, asking) {
  const busy = page.locator('main [aria-busy=true]')
  const deadline = Date.now() + READ_MS
  do {
    await busy.first().waitFor({ state: 'detached', timeout: READ_MS })
    await page.waitForTimeout(SETTLE_MS)
  } while (((await busy.count()) > 0 || asking.size > 0) && Date.now() < deadline)
}

/** The answers as they come, by what was asked, and what is still asked for. */
function keepAnswers(page, url) {
  const answers = new Map()
  const asking = new Set()
  const isKept = (request) =>
    request.url().startsWith(`${url}/api/v1/`) && !/\/stream|\/backtest\/progress/.test(request.url())
  page.on('request', (request) => isKept(request) && asking.add(request))
  page.on('requestfailed', (request) => asking.delete(request))
  page.on('requestfinished', async (request) => {
    if (!isKept(request)) return
    const response = await request.response()
    const body = response?.status() === 200 ? await response.body().catch(() => null) : null
    const key = `${request.method()} ${request.url().slice(url.length)} ${withoutRun(request.postData() ?? '')}`
    if (body !== null) answers.set(key, body)
    asking.delete(request)
  })
  return { answers, asking }
}

/** A long question has a name by which it is asked how far it is, another one on each page. */
function withoutRun(body) {
  return body.replace(/,?"run":"[^"]*"/, '')
}

/** The dashboard with addresses that are relative, the answers, and a head that says what it is. */
function writePages(folder, { answers, day }) {
  rmSync(folder, { recursive: true, force: true })
  cpSync(DASHBOARD, folder, { recursive: true })
  mkdirSync(join(folder, 'answers'), { recursive: true })
  const index = {}
  for (const [key, body] of answers) {
    const place = `answers/${Object.keys(index).length + 1}.json`
    index[key] = place
    writeFileSync(join(folder, place), body)
  }
  writeFileSync(join(folder, 'answers', 'index.json'), JSON.stringify(index))
  const head = [
    `<meta http-equiv="content-security-policy" content="${POLICY}" />`,
    `<meta name="telltale-snapshot" content="${day}" />`,
  ]
  const file = join(folder, 'index.html')
  const page = readFileSync(file, 'utf8').replaceAll(/(src|href)="\//g, '$1="./')
  writeFileSync(file, page.replace('<title>', `${head.join('\n    ')}\n    <title>`))
}

await exportDemo()
