import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { AccountDetail } from '../../src/contract/account.ts'
import type { AccountPage, AccountRow } from '../../src/contract/accounts.ts'
import type { BandChanges } from '../../src/contract/band-changes.ts'
import type { MetricsAnswer } from '../../src/contract/metrics.ts'
import type { ScoreStanding } from '../../src/contract/scores.ts'
import { settled } from './check-read.ts'
import { enter, readCopied } from './press-keys.ts'
import { accountPath, OUTPUT, openPage, readJson, type Stage, sendMessages } from './stage.ts'
import { takeLooks } from './tell-looks.ts'
import { findBarriersInBoth } from './watch-page.ts'

const SEEN_MS = 10_000
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** How accounts stand: scores opened into their parts, steps with their days, outcomes, and the band in the list. */
export function tellStanding(stage: () => Stage): void {
  test.each([
    ['now', ''],
    ['a month ago', '?asOf=2026-05-29'],
  ])('the score as of %s stands beside the sentence, and its parts add up to it', async (_, query) => {
    const { key } = await accountInTrouble(stage())
    const health = healthOf(await readJson<AccountDetail>(stage(), `${accountPath(key)}${query}`))
    const page = await openPage(stage(), `${accountPath(key)}${query}`)
    const lead = page.locator('[data-lead]')
    await lead.waitFor()
    await settled(page)
    expect(plain(await lead.textContent())).toBe(
      `${health.value!.toFixed(1)}${health.band} since ${dayWords(health.bandSince!)}health`,
    )
    const shown = await readParts(page)
    expect(shown.map(({ name }) => name).sort()).toEqual(health.lines.map(({ name }) => name).sort())
    for (const { name, points, most } of shown) {
      const line = health.lines.find((one) => one.name === name)!
      expect([most, Math.abs(points - line.points!) < 0.1]).toEqual([line.most, true])
    }
    const falling = shown.map(({ points }) => points)
    expect(falling).toEqual([...falling].sort((a, b) => b - a))
    expect(falling.reduce((sum, points) => sum + Math.round(10 * points), 0)).toBe(Math.round(10 * health.value!))
  })

  test('why the score is another than four weeks ago: from then to now by what each part took or gave', async () => {
    const moved = await accountThatMoved(stage(), '2026-06-01')
    const { change, value } = healthOf(moved)
    const page = await openPage(stage(), `${accountPath(moved.key)}?asOf=2026-06-29`)
    const rows = page.locator('[data-waterfall] tbody tr')
    await rows.first().waitFor()
    const told = (await rows.evaluateAll((all) => all.map((row) => row.children[2]?.textContent ?? ''))).map(tenths)
    expect(told).toHaveLength(change!.parts.length + 4)
    const [start = Number.NaN, ...rest] = told
    const end = rest.pop()
    expect(end).toBe(Math.round(10 * value!))
    expect(start + rest.reduce((sum, points) => sum + points, 0)).toBe(end)
    expect(Math.abs(start - 10 * (value! - change!.total))).toBeLessThanOrEqual(1)
    const title = await page.getByRole('heading', { name: /^Why health / }).textContent()
    expect(title).toBe(
      `Why health ${change!.total < 0 ? 'fell' : 'rose'} by ${Math.abs(change!.total).toFixed(1)} in 4 weeks`,
    )
    await page
      .getByRole('group', { name: 'Compared with how long ago' })
      .getByRole('button', { name: '90 days' })
      .click()
    await page.waitForURL(/over=\S*90/)
    await page.getByRole('heading', { name: /in 90 days$|on 31 Mar|^Health is as it was/ }).waitFor()
    expect(await findBarriersInBoth(page)).toEqual([])
  })

  test('a score that is unknown shows no number, and which parts have no fresh data', async () => {
    const key = await stage().server.writeKey()
    const event = { type: 'track', messageId: 'standing-1', userId: 'new-here', event: 'Dashboard Viewed' }
    await sendMessages(stage(), key, [{ ...event, context: { groupId: 'just-here' } }])
    await expect.poll(() => isKnown(stage(), 'just-here'), { timeout: SEEN_MS, interval: 200 }).toBe(true)
    const health = healthOf(await readJson<AccountDetail>(stage(), accountPath('just-here')))
    expect([health.value, health.band, health.completeness]).toEqual([null, null, 0.35])
    const page = await openPage(stage(), accountPath('just-here'))
    await page.locator('[data-lead]').getByText('Health unknown', { exact: true }).waitFor()
    expect(plain(await page.locator('[data-lead]').textContent())).toBe(
      'Health unknownonly 35 % of its data is fresh, too little for a number',
    )
    const scores = page.getByRole('region', { name: 'Scores, part by part' })
    await scores.getByText('No fresh data: Onboarding, People and Recency.').waitFor()
    expect(await scores.locator('table').count()).toBe(0)
    await page.getByRole('region', { name: 'Steps' }).getByText('Not activated.').waitFor()
  })

  test('steps: those reached with day and date, those missing, and how onboarding stands', async () => {
    const { key } = await accountInTrouble(stage())
    const { activation } = await readJson<AccountDetail>(stage(), accountPath(key))
    const { milestones, onboarding } = activation!
    const reached = milestones.filter(({ doneAt }) => doneAt !== null).sort((a, b) => (a.doneAt! < b.doneAt! ? -1 : 1))
    const missing = milestones.filter(({ doneAt }) => doneAt === null)
    expect([reached.length > 0, missing.length > 0]).toEqual([true, true])
    const page = await openPage(stage(), accountPath(key))
    const steps = page.getByRole('region', { name: 'Steps' })
    await steps.waitFor()
    expect((await steps.locator('li').allTextContents()).map(plain)).toEqual([
      ...reached.map(({ title, days, doneAt }) => `${title}day ${Math.floor(days!)}, ${dayWords(doneAt!)}`),
      ...missing.map(
        ({ title, progress }) => `${title}${progress > 0 ? `${Math.floor(100 * progress)} % of it` : 'missing'}`,
      ),
    ])
    const said = plain(await steps.textContent())
    expect(said).toContain(`${reached.length} of ${milestones.length} done`)
    expect(said).toContain(`Onboarding ${onboarding!.status}: ${onboarding!.because}`)
    expect(said).toContain('Not activated within 30 days.')
  })

  test('an account that was activated says when and how fast; what came of one that left, when', async () => {
    const all = await readAccounts(stage())
    const activated = await firstOf(stage(), all, ({ activation }) => activation?.activatedAt != null)
    const { days, activatedAt } = activated.activation!
    const page = await openPage(stage(), accountPath(activated.key))
    await page
      .getByRole('region', { name: 'Steps' })
      .getByText(`Activated ${dayWords(activatedAt!)}, day ${Math.floor(days!)}: ${paceOf(days!)}.`)
      .waitFor()
    await page.getByRole('region', { name: 'Outcomes' }).getByText('not yet').waitFor()

    const left = await firstOf(stage(), all, ({ outcomes }) => outcomes[0]?.standing === 'happened')
    const { decided, effective } = left.outcomes[0]!.dates.at(-1)!
    await page.goto(stage().server.url + accountPath(left.key))
    const words = `${dayWords(decided)}, in effect ${dayWords(effective!)}`
    await page.getByRole('region', { name: 'Outcomes' }).getByText(words).waitFor()
  })

  test('the list shows what the score of each account comes to, its band, and since when', async () => {
    const { data } = await readJson<AccountPage>(stage(), '/accounts?sort=name&order=asc&limit=8')
    const page = await openPage(stage(), '/accounts?sort=name&order=asc')
    await page.locator('tbody a').first().waitFor()
    expect((await page.locator('thead th').allTextContents()).slice(0, 3)).toEqual(['Account', 'Health', 'Alerts'])
    for (const { name, bands } of data) {
      const { band, value, sinceDay } = bands.find(({ score }) => score === 'health')!
      const cell = page
        .locator('tbody tr', { has: page.getByRole('link', { name, exact: true }) })
        .locator('td')
        .nth(1)
      const known = () => `${value!.toFixed(1)}${band}since ${dayWords(sinceDay!)}`
      expect(plain(await cell.textContent())).toBe(band === null ? 'unknown' : known())
    }
  })

  test('who crossed on imported days stands there without being asked for; a cell of the table of bands opens into its accounts, and the address has it', async () => {
    const page = await openPage(stage(), '/bands?days=28')
    const cell = page.getByRole('region', { name: 'From which band to which' }).first().locator('td button').first()
    await cell.waitFor({ timeout: 60_000 })
    await settled(page)
    const { score, cells, sentence } = await readJson<BandChanges>(stage(), '/bands?score=health&replay=true')
    const said = plain(await page.locator('main header').textContent())
    expect([score, said.includes(sentence), said.endsWith('As of the close of 29 Jun 2026.')]).toEqual([
      'health',
      true,
      true,
    ])
    expect(await page.getByRole('button', { name: 'Work these days out again' }).count()).toBe(0)
    const counts = page.getByRole('region', { name: 'From which band to which' }).first().locator('td button')
    const shown = (await counts.allTextContents()).map(Number).sort((a, b) => a - b)
    expect(shown).toEqual(cells.map(({ accounts }) => accounts).sort((a, b) => a - b))
    await takeLooks(page, 'bands-moved')
    const n = Number(await cell.textContent())
    await cell.click()
    await page.waitForURL(/cell=/)
    const links = page.getByRole('dialog').locator('tbody a')
    await links.first().waitFor({ timeout: 60_000 })
    expect(await links.count()).toBe(n)
    expect(await findBarriersInBoth(page)).toEqual([])
  }, 150_000)

  test('a metric’s number opens into who is behind it, and its name into its definition, owner and SQL; each for every plan', async () => {
    const page = await openPage(stage(), '/catalogue')
    const number = page.getByTitle('Who is behind Activation rate').first()
    await number.click()
    const dialog = page.getByRole('dialog', { name: 'Activation rate' })
    await dialog.locator('tbody a').first().waitFor({ timeout: 60_000 })
    expect(new URL(page.url()).searchParams.get('cell')).toContain('activation_rate')
    const counted = dialog.getByRole('button', { name: /^Counted: / })
    expect(`Counted: ${await dialog.locator('tbody a').count()}`).toBe(await counted.textContent())
    await dialog.getByRole('button', { name: /^Not counted: / }).click()
    await dialog.locator('tbody a').first().waitFor()
    expect(await findBarriersInBoth(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Activation rate', exact: true }).first().focus()
    await page.getByRole('tooltip').getByText('weekly, product').waitFor()
    await page.getByRole('tooltip').getByText('No statement of its own').waitFor()
    const { metrics } = await readJson<MetricsAnswer>(stage(), '/metrics?include=sql&budget_seconds=120')
    const read = page
      .getByRole('button', { name: metrics.find(({ sql }) => sql!.length > 0)!.title, exact: true })
      .first()
    await read.focus()
    await page.getByRole('tooltip').getByText('press the name for all of it').waitFor({ timeout: 60_000 })
    await read.press('Enter')
    await page.getByRole('dialog').getByRole('region', { name: 'Statement 1', exact: true }).waitFor()
    expect(await findBarriersInBoth(page)).toEqual([])
    await enter(page, page.getByRole('dialog').getByRole('button', { name: 'Copy' }))
    expect(await readCopied(page)).toMatch(/select/i)
    await page.keyboard.press('Escape')

    await page.getByLabel('By', { exact: true }).selectOption('plan')
    const groups = page.getByRole('region', { name: 'Metrics by group' }).locator('tbody tr')
    await groups.first().waitFor({ timeout: 60_000 })
    const { metrics: told } = await readJson<MetricsAnswer>(stage(), '/metrics?by=plan&by_limit=8&budget_seconds=120')
    expect(await groups.count()).toBe(told.flatMap((metric) => metric.groups ?? []).length)
    expect(new URL(page.url()).searchParams.get('by')).toBe('plan')
    await page.screenshot({ path: join(OUTPUT, 'metrics-by-plan.png'), fullPage: true })
    expect(await findBarriersInBoth(page)).toEqual([])
  }, 120_000)

  test('an account and the list in every look', async () => {
    const { data } = await readJson<AccountPage>(stage(), '/accounts?sort=alerts&limit=1')
    const page = await openPage(stage(), accountPath(data[0]?.key ?? ''))
    await page.locator('.figure svg').first().waitFor()
    await takeLooks(page, 'standing')
    await page.goto(`${stage().server.url}/accounts`)
    await page.locator('tbody a').first().waitFor()
    await takeLooks(page, 'standing-list', { fullPage: false })
  }, 60_000)
}

/** Whoever pays most of those at risk with a step reached and a step missing. */
async function accountInTrouble(stage: Stage): Promise<AccountDetail> {
  const atRisk = (await readAccounts(stage)).filter(({ bands }) =>
    bands.some(({ score, band }) => score === 'health' && band === 'at risk'),
  )
  return firstOf(stage, atRisk, ({ activation, first }) => {
    const done = activation?.milestones.map(({ doneAt }) => doneAt !== null) ?? []
    return done.includes(true) && done.includes(false) && first !== null && first < '2026-05-01'
  })
}

/** Whoever pays most of those whose health is another than at the close of a day. */
async function accountThatMoved(stage: Stage, since: string): Promise<AccountDetail> {
  for (const { key } of await readAccounts(stage)) {
    const account = await readJson<AccountDetail>(stage, `${accountPath(key)}?asOf=2026-06-29&since=${since}`)
    if (Math.abs(healthOf(account).change?.total ?? 0) > 1) return account
  }
  throw new Error('No health moved.')
}

async function readAccounts(stage: Stage): Promise<AccountRow[]> {
  return (await readJson<AccountPage>(stage, '/accounts?sort=mrr&limit=500')).data
}

async function firstOf(
  stage: Stage,
  rows: readonly AccountRow[],
  fits: (account: AccountDetail) => boolean,
): Promise<AccountDetail> {
  for (const { key } of rows) {
    const account = await readJson<AccountDetail>(stage, accountPath(key))
    if (fits(account)) return account
  }
  throw new Error('No such account.')
}

async function isKnown({ server }: Stage, key: string): Promise<boolean> {
  return (await fetch(`${server.url}/api/v1${accountPath(key)}`)).ok
}

function healthOf({ scores }: AccountDetail): ScoreStanding {
  return scores.find(({ key }) => key === 'health')!
}

/** The rows of the opened score: "Recency … 15.0 of 15". */
async function readParts(page: Page): Promise<{ name: string; points: number; most: number }[]> {
  const rows = page.getByRole('region', { name: 'Scores, part by part' }).locator('details[open] tbody tr')
  const cells = await rows.evaluateAll((all) =>
    all.map((row) => [row.children[0]?.firstChild?.textContent ?? '', row.lastElementChild?.textContent ?? '']),
  )
  return cells.map(([name = '', said = '']) => {
    const [points = Number.NaN, most = Number.NaN] = said.split(' of ').map(Number)
    return { name: name.toLowerCase(), points, most }
  })
}

/** By whole days: up to 3 fast, up to 7 normal, up to 14 slow. */
function paceOf(days: number): string {
  return days < 4 ? 'fast' : days < 8 ? 'normal' : days < 15 ? 'slow' : 'late'
}

/** "9 Jun"; with the year where it is not that of the story. */
function dayWords(instant: string): string {
  const [year = '', month = '', day = ''] = instant.slice(0, 10).split('-')
  return `${Number(day)} ${MONTHS[Number(month) - 1]}${year === '2026' ? '' : ` ${year}`}`
}

/** "−13.9" as tenths: whole numbers add up exactly. */
function tenths(said: string): number {
  return Math.round(10 * Number(said.replace('−', '-')))
}

function plain(text: string | null): string {
  return (text ?? '').replaceAll(/[\u00a0\u202f]/g, ' ')
}
