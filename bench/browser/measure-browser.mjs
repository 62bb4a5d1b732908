import { existsSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import { scrollOn, untilShown, watchSpeed } from './watch-speed.mjs'

const FLAGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync']
const VIEWPORT = { width: 1280, height: 900 }
/** Each page opened from the side bar so often; the first time it and what it asks are not there yet. */
const ROUNDS = 2
const SCROLL = { frames: 300, pixels: 240 }

/**
 * What a person meets in Chromium at the server of an address: the first page three times with an empty cache, every page of the side bar, the list of accounts.
 * @returns {Promise<{ first: number[], scripts: number, firstVisits: number[], navigation: { page: string, ms: number }[], answered: number[], frames: number[], shift: number, asked: Record<string, number> }>}
 */
export async function measureBrowser(url) {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
  if (!existsSync(executablePath)) throw new Error('There is no Chromium: install it, or name it with CHROMIUM.')
  const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS })
  try {
    const first = []
    for (let i = 0; i < 3; i++) first.push(await openFirst(browser, url))
    const walked = await walk(browser, url)
    const listed = await readList(browser, url)
    return {
      first: first.map(({ ms }) => ms),
      scripts: first[0].scripts,
      ...walked,
      ...listed,
      shift: Math.max(walked.shift, listed.shift, ...first.map(({ shift }) => shift)),
    }
  } finally {
    await browser.close()
  }
}

async function newPage(browser) {
  const context = await browser.newContext({ viewport: VIEWPORT })
  const page = await context.newPage()
  await page.addInitScript(watchSpeed)
  return page
}

async function openFirst(browser, url) {
  const page = await newPage(browser)
  const scripts = []
  page.on('response', (answer) => {
    if (new URL(answer.url()).pathname.endsWith('.js')) scripts.push(answer.body().catch(() => Buffer.alloc(0)))
  })
  await page.goto(url, { waitUntil: 'commit' })
  const ms = await page.evaluate(untilShown, { not: '', whole: false })
  const sizes = (await Promise.all(scripts)).map((body) => gzipSync(body).length)
  await page.evaluate(untilShown, { not: '', whole: true })
  const shift = await page.evaluate(() => globalThis.__speed.shift)
  await page.context().close()
  return { ms, scripts: sizes.reduce((sum, size) => sum + size, 0), shift }
}

async function walk(browser, url) {
  const page = await newPage(browser)
  await page.goto(url)
  await page.evaluate(untilShown, { not: '', whole: true })
  const paths = await page
    .locator('ul[aria-labelledby^=group-] a:visible, ul[aria-label=More] a:visible')
    .evaluateAll((links) => [...new Set(links.map((link) => new URL(link.href).pathname))])
  const walked = { firstVisits: [], navigation: [], answered: [], shift: 0 }
  for (let round = 0; round < ROUNDS; round++)
    for (const path of paths) {
      const visit = await goTo(page, path)
      if (visit === null) continue
      walked.shift = Math.max(walked.shift, visit.shift)
      if (round === 0) walked.firstVisits.push(visit.shown)
      else walked.navigation.push({ page: path, ms: visit.shown })
      if (round > 0) walked.answered.push(visit.answered)
    }
  await page.context().close()
  return walked
}

/** Clicks a link of the side bar; null where the page is there already. */
async function goTo(page, path) {
  if (new URL(page.url()).pathname === path) return null
  const speed = () => page.evaluate(() => globalThis.__speed)
  const not = (await page.locator('h1').textContent()) ?? ''
  const before = await speed()
  await page.locator(`a[href="${path}"]:visible`).first().click()
  const shown = await page.evaluate(untilShown, { not, whole: false })
  const answered = await page.evaluate(untilShown, { not, whole: true })
  const { clicked, shift } = await speed()
  return { shown: shown - clicked, answered: answered - clicked, shift: shift - before.shift }
}

/** Scrolls through the accounts, and asks for them by another order and by a name. */
async function readList(browser, url) {
  const page = await newPage(browser)
  await page.goto(`${url}/accounts`)
  await page.evaluate(untilShown, { not: '', whole: true })
  const frames = await page.evaluate(scrollOn, SCROLL)
  await page.evaluate(() => globalThis.scrollTo(0, 0))
  const asked = {}
  const timed = async (name, act) => {
    const answer = page.waitForResponse((one) => one.url().includes('/api/v1/accounts?'))
    const started = performance.now()
    await act()
    await (await answer).finished()
    asked[name] = performance.now() - started
  }
  await timed('sorted', () => page.getByRole('button', { name: 'Tenure' }).click())
  await timed('found', () => page.getByRole('searchbox', { name: 'Find an account' }).fill('7'))
  const shift = await page.evaluate(() => globalThis.__speed.shift)
  await page.context().close()
  return { frames, asked, shift }
}
