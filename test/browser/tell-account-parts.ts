import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { AccountDetail } from '../../src/contract/account.ts'
import type { AccountFeatures } from '../../src/contract/account-parts/account-features.ts'
import type { AccountLimits } from '../../src/contract/account-parts/account-limits.ts'
import type { AccountOutreach } from '../../src/contract/account-parts/account-outreach.ts'
import type { AccountPayments } from '../../src/contract/account-parts/account-payments.ts'
import type { AccountPage } from '../../src/contract/accounts.ts'
import { settled } from './check-read.ts'
import { showsWhatItWasTold } from './read-told.ts'
import { accountPath, openPage, readBusiest, readJson, type Stage, sendMessages } from './stage.ts'
import { takeLooks } from './tell-looks.ts'
import { findBarriers } from './watch-page.ts'

const SENT_MS = 60_000

/** Parts of an account's page that are asked for by themselves. */
export function tellAccountParts(stage: () => Stage): void {
  test('account: what playbooks did about it, what they sent and what became of that, leads to the playbook; of a day before they did, nothing', async () => {
    const { key } = await readBusiest(stage())
    await beginPlaybook(stage(), 'limitCall', key)
    const outreach = () => readJson<AccountOutreach>(stage(), `${accountPath(key)}/outreach`)
    const states = async () => new Set((await outreach()).messages.map(({ state }) => state))
    await expect.poll(states, { timeout: SENT_MS, interval: 300 }).toEqual(new Set(['delivered']))
    const { messages } = await outreach()
    const page = await openPage(stage(), accountPath(key))
    const part = page.getByRole('region', { name: 'Playbooks and messages' })
    await part.getByText('Limit call began: asked for by Pia Holm.').waitFor()
    const whom = messages.length === 1 ? messages[0]!.to! : `${messages.length} users`
    const became = `${messages.length === 1 ? '' : `${messages.length} `}got there and nobody has seen to it.`
    await part.getByText(`“You have reached a limit of your plan” by app, to ${whom}: ${became}`).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await findBarriers(page, { onlyColours: true })).toEqual([])
    await goBackAWeek(page)
    await part.getByText('No playbook has begun for this account').waitFor()
    await page.getByRole('button', { name: 'Back to now' }).click()
    await part.getByRole('link', { name: 'Limit call' }).first().click()
    await page.getByRole('heading', { name: 'Limit call' }).waitFor()
    await page.getByText('When the signal “Limit reached” turns on').waitFor()
  }, 120_000)

  test('account: how much of each limit of its plan it uses, and what is forecast of it', async () => {
    const { key } = await readBusiest(stage())
    const page = await openPage(stage(), accountPath(key))
    const part = page.getByRole('region', { name: 'Plan limits' })
    await part.getByText('Seats', { exact: true }).waitFor()
    await showsWhatItWasTold<AccountLimits, readonly unknown[]>(page, {
      path: `${accountPath(key)}/limits`,
      shown: async () => [
        /Seats\d+ of \d+/.exec((await part.textContent())!)?.[0],
        await part.getByText('nothing to forecast').count(),
      ],
      meant: ({ data: [seats] }) => [
        `Seats${seats!.used} of ${seats!.most}`,
        seats!.noForecast === 'not rising' ? 1 : 0,
      ],
    })
  })

  test('account: each feature as it is used here and by how many similar accounts, as of an earlier day too', async () => {
    const { key } = await readBusiest(stage())
    const page = await openPage(stage(), accountPath(key))
    const part = page.getByRole('region', { name: 'Features, against similar accounts', exact: true })
    const rows = part.locator('tbody tr')
    await rows.first().waitFor({ timeout: SENT_MS })
    await showsWhatItWasTold<AccountFeatures, unknown>(page, {
      path: `${accountPath(key)}/features`,
      shown: async () => [
        await rows.evaluateAll((all) =>
          all.map((row) => [row.children[0]!.textContent, /\d+|too few/.exec(row.lastElementChild!.textContent!)?.[0]]),
        ),
        /Compared with \d+ other accounts? on the plan \S+?(?=[.,:; ])/.exec((await part.textContent())!)?.[0],
      ],
      meant: ({ data, similar, leastSimilar, plan }) => {
        expect(similar >= leastSimilar).toBe(data.every(({ similar: { rate } }) => rate !== null))
        return [
          data.map(({ feature, similar: { rate } }) => [
            feature.charAt(0).toUpperCase() + feature.slice(1),
            rate === null ? 'too few' : `${Math.round(100 * rate.estimate)}`,
          ]),
          `Compared with ${similar} other account${similar === 1 ? '' : 's'} on the plan ${plan}`,
        ]
      },
    })
    await goBackAWeek(page)
    const day = new Date(new URL(page.url()).searchParams.get('asOf')!)
    const words = day.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
    await part.getByText(`active in the 28 days up to ${words}`).waitFor()
    // What is still of the day before is pale until the rest has come.
    await settled(page)
    expect(await findBarriers(page)).toEqual([])
  }, 120_000)

  test('account: a payment that failed stands with what it was of, and once it is paid with that', async () => {
    const { data } = await readJson<AccountPage>(stage(), '/accounts?sort=mrr&limit=3')
    const { key } = data[2]!
    const write = await stage().server.writeKey()
    const says = (event: string, properties: object = {}) => ({
      ...{ type: 'track', messageId: `payment-${event}`, event, userId: 'billing', properties },
      ...{ context: { groupId: key } },
    })
    await sendMessages(stage(), write, [says('Payment Failed', { total: 120, currency: 'USD' })])
    await untilKnown(stage(), key, ({ data: all }) => all.some(({ amount }) => amount?.minor === 12_000))
    const page = await openPage(stage(), accountPath(key))
    const payments = page.getByRole('list', { name: 'Payments that failed' })
    await payments.getByText(/payment failed.*\$120/).waitFor({ timeout: SENT_MS })
    await payments.getByText('not paid since').first().waitFor()
    await sendMessages(stage(), write, [says('Payment Recovered')])
    await untilKnown(stage(), key, ({ data: all }) =>
      all.some(({ amount, paidAt }) => amount?.minor === 12_000 && paidAt !== null),
    )
    await page.reload()
    await payments.getByText(/^paid/).first().waitFor({ timeout: SENT_MS })
    await takeLooks(page, 'account-payments', { names: ['light'] })
  }, 120_000)

  test('account: what became of its MRR, which adds up to what it pays', async () => {
    const { data } = await readJson<AccountPage>(stage(), '/accounts?sort=mrr&limit=1')
    const { key, header } = await readJson<AccountDetail>(stage(), accountPath(data[0]!.key))
    const page = await openPage(stage(), accountPath(key))
    const moves = page.getByRole('list', { name: 'What became of its MRR' })
    await moves.waitFor()
    const amounts = await moves
      .locator('li')
      .evaluateAll((rows) => rows.map((row) => row.lastElementChild!.textContent!))
    const sum = amounts.reduce((total, said) => total + Number(said.replace('−', '-').replaceAll(/[^\d.-]/g, '')), 0)
    expect([amounts.length > 1, Math.round(100 * sum)]).toEqual([true, header.mrr!.minor])
  })
}

/** Until what was sent has been taken in. */
async function untilKnown(stage: Stage, key: string, is: (payments: AccountPayments) => boolean): Promise<void> {
  const known = async () => is(await readJson<AccountPayments>(stage, `${accountPath(key)}/payments`))
  await expect.poll(known, { timeout: SENT_MS }).toBe(true)
}

async function goBackAWeek(page: Page): Promise<void> {
  const slider = page.getByRole('slider', { name: 'As of which day' })
  await slider.focus()
  await page.keyboard.press('Shift+ArrowLeft')
  await page.waitForURL(/asOf=/)
}

async function beginPlaybook(stage: Stage, playbook: string, account: string): Promise<void> {
  const answer = await fetch(`${stage.server.url}/api/v1/playbooks/${playbook}/enrolments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await stage.server.adminKey()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ account, by: 'Pia Holm' }),
  })
  expect([answer.status, await answer.json()]).toEqual([200, { enrolled: true }])
}
