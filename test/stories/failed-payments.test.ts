import { expect, it } from 'vitest'
import type { AccountPayments } from '../../src/contract/account-parts/account-payments.ts'
import { defineConfig, event } from '../../src/index.ts'
import { openStory } from './open-story-project.ts'

const config = defineConfig({ events: { note: event('Note Written', { kind: 'core' }) } })

it('payments that failed: when, how much, at how many attempts and whether paid since; attempts by invoice, where it is named; as of an earlier day what was known then', async () => {
  const story = await openStory({ config, start: '2026-03-01T09:00:00Z' })
  const says = (name: string, properties: object = {}) => ({
    ...{ event: name, userId: 'ana', properties },
    context: { groupId: 'acme' },
  })
  const payments = (asOf = '') => story.get<AccountPayments>(`/accounts/acme/payments${asOf}`)
  await story.send(says('Note Written'))
  await story.moveTo('2026-03-02T09:00:00Z')
  expect(await payments()).toEqual({ asOf: '2026-03-01', told: false, data: [] })
  await story.send(says('Payment Failed', { total: 49.5, currency: 'eur' }))
  await story.moveTo('2026-03-05T09:00:00Z')
  await story.send(says('Payment Failed'))
  await story.moveTo('2026-03-06T09:00:00Z')
  const march = {
    ...{ at: '2026-03-02T09:00:00.000Z', attempts: 2, paidAt: '2026-03-06T09:00:00.000Z' },
    amount: { minor: 4_950, currency: 'EUR' },
  }
  await story.send(says('Payment Recovered'))
  await story.moveTo('2026-04-02T09:00:00Z')
  await story.send(
    says('invoice.payment_failed', { invoice: 'in_1', amount_due: 9_900, currency: 'usd' }),
    says('invoice.payment_failed', { invoice: 'in_2', amount: 10 }),
    says('invoice.paid', { invoice: 'in_1' }),
  )
  const at = '2026-04-02T09:00:00.000Z'
  expect((await payments()).data).toEqual([
    { at, attempts: 1, amount: null, paidAt: null },
    { at, attempts: 1, amount: { minor: 9_900, currency: 'USD' }, paidAt: at },
    march,
  ])
  expect((await payments('?asOf=2026-03-05')).data).toEqual([{ ...march, paidAt: null }])
  expect(await story.refusalOf('/accounts/nobody/payments')).toEqual([404, 'not_found'])
})
