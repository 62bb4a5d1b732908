import type { CommandSpec } from '../command.ts'

type Loader = () => Promise<readonly CommandSpec[]>

/**
 * The commands by their first word, in the order of the help. Each is loaded when it is asked for: few need the engine,
 * Stripe's client or the server, and to load all of it takes longer than most commands run.
 */
const COMMANDS: Readonly<Record<string, Loader>> = {
  start: () => import('./start.ts').then((file) => [file.startCommand]),
  demo: () => import('./demo.ts').then((file) => [file.demoCommand]),
  world: () => import('./world.ts').then((file) => [file.worldCommand]),
  init: () => import('./init.ts').then((file) => [file.initCommand]),
  check: () => import('./check.ts').then((file) => [file.checkCommand]),
  diff: () => import('./diff.ts').then((file) => [file.diffCommand]),
  config: () =>
    import('./config.ts').then((file) => [
      file.configSetCommand,
      file.configUnsetCommand,
      file.configListCommand,
      file.configPullCommand,
    ]),
  changes: () => import('./changes.ts').then((file) => [file.changesCommand]),
  generate: () => import('./generate.ts').then((file) => [file.generateCommand]),
  import: () => import('./import.ts').then((file) => [file.importCommand]),
  sync: () =>
    import('./sync.ts').then((file) => [
      file.syncPostgresCommand,
      file.syncStripeCommand,
      file.syncUnmatchedCommand,
      file.syncStatusCommand,
    ]),
  today: () => import('./today.ts').then((file) => [file.todayCommand]),
  tasks: () =>
    import('./tasks.ts').then((file) => [
      file.tasksDoneCommand,
      file.tasksSnoozeCommand,
      file.tasksDismissCommand,
      file.tasksUndoCommand,
    ]),
  bands: () => import('./bands.ts').then((file) => [file.bandsCommand]),
  team: () => import('./team.ts').then((file) => [file.teamCommand]),
  absences: () => import('./team.ts').then((file) => [file.absencesAddCommand, file.absencesRemoveCommand]),
  pulse: () =>
    import('./pulse.ts').then((file) => [file.pulseSetCommand, file.pulseClearCommand, file.pulseListCommand]),
  accounts: () => import('./accounts.ts').then((file) => [file.accountsCommand]),
  merge: () => import('./move.ts').then((file) => [file.mergeCommand]),
  split: () => import('./move.ts').then((file) => [file.splitCommand]),
  signals: () => import('./signals.ts').then((file) => [file.signalsCommand]),
  episodes: () => import('./episodes.ts').then((file) => [file.episodesCommand]),
  explain: () => import('./explain.ts').then((file) => [file.explainCommand]),
  evaluate: () => import('./evaluate.ts').then((file) => [file.evaluateCommand]),
  backtest: () => import('./backtest.ts').then((file) => [file.backtestCommand]),
  'what-if': () => import('./what-if.ts').then((file) => [file.whatIfCommand]),
  discover: () => import('./discover.ts').then((file) => [file.discoverCommand]),
  fit: () => import('./fit.ts').then((file) => [file.fitCommand]),
  verdicts: () => import('./verdicts.ts').then((file) => [file.verdictsCommand]),
  experiment: () =>
    import('./experiment.ts').then((file) => [
      file.experimentPlanCommand,
      file.experimentListCommand,
      file.experimentExposeCommand,
      file.experimentResultCommand,
      file.experimentEndCommand,
    ]),
  'before-after': () => import('./experiment.ts').then((file) => [file.beforeAfterCommand]),
  analyze: () => import('./analyze.ts').then((file) => [file.analyzeCommand]),
  metrics: () => import('./metrics.ts').then((file) => [file.metricsCommand]),
  release: () =>
    import('./release.ts').then((file) => [file.releaseAddCommand, file.releaseListCommand, file.releaseRemoveCommand]),
  notes: () =>
    import('./notes.ts').then((file) => [file.notesAddCommand, file.notesListCommand, file.notesRemoveCommand]),
  restatements: () => import('./restatements.ts').then((file) => [file.restatementsCommand]),
  reconcile: () => import('./reconcile.ts').then((file) => [file.reconcileCommand]),
  digest: () => import('./digest.ts').then((file) => [file.digestCommand]),
  onboarding: () => import('./onboarding.ts').then((file) => [file.onboardingCommand]),
  notice: () => import('./notice.ts').then((file) => [file.noticeCommand]),
  packaging: () => import('./packaging.ts').then((file) => [file.packagingCommand]),
  events: () => import('./events.ts').then((file) => [file.eventsCommand]),
  channels: () =>
    import('./channels.ts').then((file) => [
      file.channelsListCommand,
      file.channelsTestCommand,
      file.channelsEnableCommand,
    ]),
  playbooks: () =>
    import('./playbooks.ts').then((file) => [
      file.playbooksListCommand,
      file.playbooksShowCommand,
      file.playbooksSimulateCommand,
      file.playbooksResultCommand,
      file.playbooksEnrolCommand,
      file.playbooksPauseCommand,
      file.playbooksResumeCommand,
      file.playbooksTestCommand,
    ]),
  deliveries: () =>
    import('./deliveries.ts').then((file) => [
      file.deliveriesListCommand,
      file.deliveriesShowCommand,
      file.deliveriesReplayCommand,
      file.deliveriesConfirmCommand,
    ]),
  suppressions: () =>
    import('./suppressions.ts').then((file) => [file.suppressionsListCommand, file.suppressionsRemoveCommand]),
  state: () => import('./state.ts').then((file) => [file.stateCommand]),
  storage: () => import('./storage.ts').then((file) => [file.storageCommand]),
  quarantine: () => import('./quarantine.ts').then((file) => [file.quarantineCommand]),
  backup: () => import('./backup.ts').then((file) => [file.backupCommand]),
  restore: () => import('./backup.ts').then((file) => [file.restoreCommand]),
  rebuild: () => import('./rebuild.ts').then((file) => [file.rebuildCommand]),
  repair: () => import('./repair.ts').then((file) => [file.repairCommand]),
  export: () => import('./export.ts').then((file) => [file.exportPersonCommand]),
  forget: () => import('./forget.ts').then((file) => [file.forgetPersonCommand, file.forgetAccountCommand]),
  doctor: () => import('./doctor.ts').then((file) => [file.doctorCommand]),
  keys: () =>
    import('./keys.ts').then((file) => [file.keysCreateCommand, file.keysListCommand, file.keysRevokeCommand]),
  users: () =>
    import('./users.ts').then((file) => [
      file.usersAddCommand,
      file.usersListCommand,
      file.usersRoleCommand,
      file.usersResetCommand,
      file.usersRemoveCommand,
    ]),
  audit: () => import('./audit.ts').then((file) => [file.auditCommand]),
}

/**
 * The commands that begin with this word; none where no command does.
 * @param word `config` of `config set`
 */
export async function loadCommands(word: string): Promise<readonly CommandSpec[]> {
  return Object.hasOwn(COMMANDS, word) ? ((await COMMANDS[word]?.()) ?? []) : []
}

/** Every command, in the order of the help. */
export async function loadEveryCommand(): Promise<readonly CommandSpec[]> {
  return (await Promise.all(Object.values(COMMANDS).map((load) => load()))).flat()
}
