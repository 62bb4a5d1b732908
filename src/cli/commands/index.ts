import type { CommandSpec } from '../command.ts'
import { accountsCommand } from './accounts.ts'
import { analyzeCommand } from './analyze.ts'
import { auditCommand } from './audit.ts'
import { backtestCommand } from './backtest.ts'
import { backupCommand, restoreCommand } from './backup.ts'
import { bandsCommand } from './bands.ts'
import { changesCommand } from './changes.ts'
import { channelsEnableCommand, channelsListCommand, channelsTestCommand } from './channels.ts'
import { checkCommand } from './check.ts'
import { configListCommand, configPullCommand, configSetCommand, configUnsetCommand } from './config.ts'
import {
  deliveriesConfirmCommand,
  deliveriesListCommand,
  deliveriesReplayCommand,
  deliveriesShowCommand,
} from './deliveries.ts'
import { demoCommand } from './demo.ts'
import { diffCommand } from './diff.ts'
import { digestCommand } from './digest.ts'
import { discoverCommand } from './discover.ts'
import { doctorCommand } from './doctor.ts'
import { episodesCommand } from './episodes.ts'
import { evaluateCommand } from './evaluate.ts'
import { eventsCommand } from './events.ts'
import {
  beforeAfterCommand,
  experimentEndCommand,
  experimentExposeCommand,
  experimentListCommand,
  experimentPlanCommand,
  experimentResultCommand,
} from './experiment.ts'
import { explainCommand } from './explain.ts'
import { exportPersonCommand } from './export.ts'
import { fitCommand } from './fit.ts'
import { forgetAccountCommand, forgetPersonCommand } from './forget.ts'
import { generateCommand } from './generate.ts'
import { importCommand } from './import.ts'
import { initCommand } from './init.ts'
import { keysCreateCommand, keysListCommand, keysRevokeCommand } from './keys.ts'
import { metricsCommand } from './metrics.ts'
import { mergeCommand, splitCommand } from './move.ts'
import { noticeCommand } from './notice.ts'
import { onboardingCommand } from './onboarding.ts'
import { packagingCommand } from './packaging.ts'
import {
  playbooksEnrolCommand,
  playbooksListCommand,
  playbooksPauseCommand,
  playbooksResumeCommand,
  playbooksShowCommand,
  playbooksSimulateCommand,
  playbooksTestCommand,
} from './playbooks.ts'
import { pulseClearCommand, pulseListCommand, pulseSetCommand } from './pulse.ts'
import { quarantineCommand } from './quarantine.ts'
import { rebuildCommand } from './rebuild.ts'
import { reconcileCommand } from './reconcile.ts'
import { repairCommand } from './repair.ts'
import { restatementsCommand } from './restatements.ts'
import { signalsCommand } from './signals.ts'
import { startCommand } from './start.ts'
import { stateCommand } from './state.ts'
import { suppressionsListCommand, suppressionsRemoveCommand } from './suppressions.ts'
import { syncPostgresCommand, syncStatusCommand, syncStripeCommand, syncUnmatchedCommand } from './sync.ts'
import { tasksDismissCommand, tasksDoneCommand, tasksSnoozeCommand, tasksUndoCommand } from './tasks.ts'
import { absencesAddCommand, absencesRemoveCommand, teamCommand } from './team.ts'
import { todayCommand } from './today.ts'
import { usersAddCommand, usersListCommand, usersRemoveCommand, usersResetCommand, usersRoleCommand } from './users.ts'
import { verdictsCommand } from './verdicts.ts'
import { whatIfCommand } from './what-if.ts'
import { worldCommand } from './world.ts'

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [
  startCommand,
  demoCommand,
  worldCommand,
  initCommand,
  checkCommand,
  diffCommand,
  configSetCommand,
  configUnsetCommand,
  configListCommand,
  configPullCommand,
  changesCommand,
  generateCommand,
  importCommand,
  syncPostgresCommand,
  syncStripeCommand,
  syncUnmatchedCommand,
  syncStatusCommand,
  todayCommand,
  tasksDoneCommand,
  tasksSnoozeCommand,
  tasksDismissCommand,
  tasksUndoCommand,
  bandsCommand,
  teamCommand,
  absencesAddCommand,
  absencesRemoveCommand,
  pulseSetCommand,
  pulseClearCommand,
  pulseListCommand,
  accountsCommand,
  mergeCommand,
  splitCommand,
  signalsCommand,
  episodesCommand,
  explainCommand,
  evaluateCommand,
  backtestCommand,
  whatIfCommand,
  discoverCommand,
  fitCommand,
  verdictsCommand,
  experimentPlanCommand,
  experimentListCommand,
  experimentExposeCommand,
  experimentResultCommand,
  experimentEndCommand,
  beforeAfterCommand,
  analyzeCommand,
  metricsCommand,
  restatementsCommand,
  reconcileCommand,
  digestCommand,
  onboardingCommand,
  noticeCommand,
  packagingCommand,
  eventsCommand,
  channelsListCommand,
  channelsTestCommand,
  channelsEnableCommand,
  playbooksListCommand,
  playbooksShowCommand,
  playbooksSimulateCommand,
  playbooksEnrolCommand,
  playbooksPauseCommand,
  playbooksResumeCommand,
  playbooksTestCommand,
  deliveriesListCommand,
  deliveriesShowCommand,
  deliveriesReplayCommand,
  deliveriesConfirmCommand,
  suppressionsListCommand,
  suppressionsRemoveCommand,
  stateCommand,
  quarantineCommand,
  backupCommand,
  restoreCommand,
  rebuildCommand,
  repairCommand,
  exportPersonCommand,
  forgetPersonCommand,
  forgetAccountCommand,
  doctorCommand,
  keysCreateCommand,
  keysListCommand,
  keysRevokeCommand,
  usersAddCommand,
  usersListCommand,
  usersRoleCommand,
  usersResetCommand,
  usersRemoveCommand,
  auditCommand,
]
