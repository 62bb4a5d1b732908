import { expect, test } from 'vitest'
import type { EventPage } from '../../src/contract/events.ts'
import { checkRead } from './check-read.ts'
import { accountPath, openPage, readJson, type Stage, sendMessages } from './stage.ts'

const MARKUP = '<img src=x onerror=alert(1)>'
const SEEN_MS = 10_000

/** What people and attackers put into a name: [what, key of the account, everything else]. */
const NAMES: readonly (readonly [what: string, key: string, name: string])[] = [
  ['markup', '"><script>alert(1)</script>', MARKUP],
  ['a name of the language', '__proto__', 'constructor'],
  ['a script address', 'javascript:alert(1)', "');alert(1)//"],
  ['text from right to left', '\u202Egnp.exe', '\u202Eמאזן \u2066gnp.exe'],
  ['1,000 letters without a space', `long-${'ł'.repeat(240)}`, 'ł'.repeat(1000)],
  ['joined emoji', 'family-👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦 & <b>Söhne</b> 🏳️‍🌈'],
  ['half a letter', 'lone-surrogate', 'left \ud83d right'],
]

/** Names arrive over HTTP in every field; every page shows them as text. */
export function tellHostileNames(stage: () => Stage): void {
  let key: string | null = null
  test.each(NAMES)(
    '%s in every field is shown as text',
    async (what, account, name) => {
      key ??= await stage().server.writeKey()
      const page = await openPage(stage(), '/accounts')
      await page.locator('tbody a').first().waitFor()
      await sendMessages(stage(), key, messagesOf(what, account, name))
      const shown = name.toWellFormed().slice(0, 30)
      await page.locator('[data-live]', { hasText: shown }).waitFor({ timeout: SEEN_MS })

      await page.goto(`${stage().server.url}/accounts?q=${encodeURIComponent(account.slice(0, 200))}`)
      const row = page.locator('tbody a', { hasText: shown }).first()
      await row.waitFor()
      await row.click()
      await page.locator('h1', { hasText: shown }).waitFor()
      const events = page.locator('#events')
      await events.getByText(`Seen ${shown}`).first().waitFor()
      await events
        .locator('summary', { hasText: `Seen ${shown}` })
        .first()
        .click()
      expect(await events.locator('details[open] pre').textContent()).toContain('"plain"')

      expect(await page.locator('main img, main script, main iframe').count()).toBe(0)
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
      const { data } = await readJson<EventPage>(stage(), `${accountPath(account)}/events`)
      expect(data.map((event) => event.name).sort()).toEqual(
        ['Plan Limit Reached', `Seen ${name}`.toWellFormed().slice(0, data[1]?.name.length ?? 0)].sort(),
      )
    },
    60_000,
  )

  test('an address in which nothing can be meant shows the page as if less had been asked for', async () => {
    const parts = ['cohort', 'period', 'step', 'signUp', 'month', 'metric', 'definition', 'week', 'activatedBy']
    const cell = JSON.stringify(Object.fromEntries(parts.map((part) => [part, { of: MARKUP }])))
    const asked = new URLSearchParams({
      cell: JSON.stringify(cell),
      period: MARKUP,
      by: MARKUP,
      actor: MARKUP,
      days: MARKUP,
    })
    for (const path of ['/accounts', '/retention', '/activation', '/revenue', '/adoption']) {
      const page = await openPage(stage(), `${path}?${asked}`)
      await checkRead(page)
      expect([path, await page.getByRole('dialog').count()]).toEqual([path, 0])
    }
  }, 120_000)

  test('all of these in the address are shown as text', async () => {
    const page = await openPage(stage(), '/accounts')
    for (const [, account, name] of NAMES) {
      await page.goto(stage().server.url + accountPath(`no ${name.toWellFormed()}`))
      await page.getByText('No account has this key.').waitFor()
      expect(await page.locator('main').textContent()).toContain(name.toWellFormed().slice(0, 30))
      await page.goto(`${stage().server.url}/accounts?q=${encodeURIComponent(`no ${account}`.slice(0, 200))}`)
      await page.getByText('No account matches.').waitFor()
      expect(await page.locator('main img, main script, main iframe').count()).toBe(0)
    }
  }, 60_000)
}

function messagesOf(what: string, groupId: string, name: string): object[] {
  const userId = `hostile ${name}`.slice(0, 200)
  const context = { groupId }
  const traits = { name, plan: name, [name.slice(0, 100)]: name }
  return [
    { type: 'group', messageId: `${what}-1`, userId, groupId, traits },
    { type: 'identify', messageId: `${what}-2`, userId, traits: { name, email: `${name.slice(0, 60)}@example.com` } },
    {
      type: 'track',
      messageId: `${what}-3`,
      userId,
      context,
      event: `Seen ${name}`,
      properties: { plain: 1, [name]: name },
    },
    {
      type: 'track',
      messageId: `${what}-4`,
      userId,
      context,
      event: 'Plan Limit Reached',
      properties: { limit: name },
    },
  ]
}
