import * as t from '../../dist/index.js'

const events = Object.fromEntries(
  Array.from({ length: 20 }, (_, i) => [
    `e${i}`,
    t.event(`e${i}`, { kind: i < 8 ? 'core' : i < 12 ? 'depth' : i < 16 ? 'team' : 'intent', feature: `f${i % 6}` }),
  ]),
)
const use = { team: 'success', action: 'Call' }

/** Twenty signals over counts, distinct days and users, ratios and changes. */
const signals = Object.fromEntries(
  Array.from({ length: 20 }, (_, i) => {
    const key = `e${i}`
    const when = [
      () => t.count(key, t.days(7 + i)).atLeast(2 + (i % 4)),
      () => t.all(t.distinctDays(key, t.days(28)).under(2), t.tenure('days').over(30)),
      () => t.change(t.count([key, 'e0'], t.days(28))).atMost(-0.4),
      () => t.any(t.daysSinceLast(key).over(21), t.distinctUsers(key, t.days(14)).over(2)),
      () => t.all(t.activeShare(t.days(28)).under(0.3), t.count('e1', t.days(28)).over(i % 5)),
    ][i % 5]()
    return [
      `s${i}`,
      t
        .signal('risk')
        .when(when)
        .minimum(1 + (i % 3))
        .cooldown(7)
        .suggest(use),
    ]
  }),
)

const scores = Object.fromEntries(
  Array.from({ length: 6 }, (_, i) => [
    `score${i}`,
    t
      .score({
        recency: t.part(20, t.daysSinceLast(), t.falling(1, 14 + i)),
        frequency: t.part(20, t.activeDays(t.days(28)), t.rising(0, 12 + i)),
        depth: t.part(20, t.distinctFeatures(t.days(28)), t.rising(0, 6)),
        breadth: t.part(20, t.activeShare(t.days(28)), t.rising(0, 1)),
        volume: t.part(20, t.count(`e${i}`, t.days(28)), t.rising(0, 10)),
      })
      .bands({ fine: 70, watch: 40, poor: 0 }),
  ]),
)

const activation = {
  milestones: {
    first: t.milestone('core').when(t.count('e0').atLeast(2)),
    more: t.milestone('core').when(t.distinctDays('e1').atLeast(3)),
    team: t.milestone('team').when(t.distinctUsers('e0').atLeast(2)),
    depth: t.milestone('depth').when(t.count('e8').atLeast(3)),
    rare: t.milestone('depth').when(t.count('e11', t.days(7)).atLeast(9)),
  },
}

const detectors = {
  drops: t.signal('risk').detects(t.fastDrop()).suggest(use),
  fades: t.signal('risk').detects(t.slowDrop()).suggest(use),
  grows: t.signal('expansion').detects(t.rise()).suggest(use),
  silent: t.signal('risk').detects(t.silence()).suggest(use),
}

/** What is measured: signals and scores, the same with onboarding, detectors alone, and scores alone. */
export const definitions = {
  day: t.defineConfig({ events, signals, scores }),
  onboarding: t.defineConfig({ events, signals, scores, activation }),
  detectors: t.defineConfig({ events, signals: detectors }),
  scores: t.defineConfig({ events, scores }),
}
