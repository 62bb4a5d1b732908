import { PLANS } from '../../dist/worlds/vocabulary.js'

const DAY_MS = 86_400_000

/**
 * What a world says about its accounts and people beside their events, as the applier would have kept it: who belongs where, what is known about
 * them, what they pay, which devices are theirs; each list in the order in which it became known.
 */
export function listTimelines(world) {
  const lists = { links: [], memberships: [], traits: [], subscriptions: [] }
  for (const plan of world.accounts) {
    for (const member of plan.members) addMember(lists, plan, member)
    for (const happening of plan.happenings) addHappening(lists, { plan, happening, end: world.frame.end })
  }
  for (const list of Object.values(lists)) list.sort((a, b) => a.knownAt - b.knownAt)
  const total = Object.values(lists).reduce((sum, list) => sum + list.length, 0)
  return { ...lists, total }
}

function addMember({ memberships }, { account }, { person, role, from, to }) {
  const row = {
    account: account.id,
    person: person.userId,
    from: from * DAY_MS,
    to: null,
    role,
    knownAt: from * DAY_MS,
  }
  memberships.push(row)
  if (to !== null) memberships.push({ ...row, to: to * DAY_MS, knownAt: to * DAY_MS })
}

function addHappening({ links, traits, subscriptions }, { plan, happening, end }) {
  const knownAt = happening.knownAt ?? happening.at
  if (knownAt > end) return
  switch (happening.kind) {
    case 'identify': {
      const { userId, name, email, title } = happening.member.person
      if (happening.device !== null) links.push({ device: happening.device, person: userId, knownAt })
      for (const [key, value] of Object.entries({ name, email, title })) {
        traits.push({ account: null, person: userId, key, value, from: happening.at, knownAt })
      }
      break
    }
    case 'group': {
      const account = happening.accountId ?? plan.account.id
      for (const [key, value] of Object.entries(happening.traits)) {
        traits.push({ account, person: null, key, value, from: happening.at, knownAt })
      }
      break
    }
    case 'subscription':
      subscriptions.push(toSubscription(plan, happening, knownAt))
  }
}

function toSubscription({ account }, { at, terms, closing }, knownAt) {
  return {
    account: account.id,
    subscriptionId: terms.subscriptionId,
    plan: PLANS[terms.planIndex].name,
    mrrMinor: terms.mrrMinor,
    currency: account.country.currency,
    from: terms.from * DAY_MS,
    to: closing && terms.to !== null ? terms.to * DAY_MS : null,
    cancelDecidedAt: closing && terms.cancelDecidedOn !== null ? at : null,
    knownAt,
  }
}
