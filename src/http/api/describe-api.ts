import { z } from 'zod'
import { AuditPage, AuditRow } from '../../contract/access/audit.ts'
import { reaches } from '../../contract/access/roles.ts'
import {
  InvitationRow,
  LinkAnswer,
  LinkMade,
  RoleChanged,
  SessionAnswer,
  SignedInUser,
  TokenList,
  UserList,
  UserRow,
} from '../../contract/access/sign-in.ts'
import { ACCOUNT_COMPONENTS } from '../../contract/account-parts/account-components.ts'
import { AccountPage, AccountRow } from '../../contract/accounts.ts'
import { ANALYSES } from '../../contract/analyze/analyses.ts'
import { Filter } from '../../contract/analyze/filter.ts'
import { BacktestAnswer, BacktestProgress } from '../../contract/backtest.ts'
import { BandChanges } from '../../contract/band-changes.ts'
import { ChangeLog, ConfigChange, DefinitionChange, SettingChange } from '../../contract/changes.ts'
import {
  ChannelList,
  ChannelRow,
  Confirmed,
  DeliveryAttempt,
  DeliveryDetail,
  DeliveryPage,
  DeliveryRow,
  SuppressionList,
  SuppressionRow,
} from '../../contract/deliveries.ts'
import { EventCluster, EventDictionary, EventName } from '../../contract/dictionary.ts'
import { Digest, DigestLine } from '../../contract/digest.ts'
import { DiscoveryAnswer, DiscoveryFind } from '../../contract/discovery.ts'
import { EpisodeNotice, EpisodePage, EpisodeRow } from '../../contract/episodes.ts'
import { EventPage, EventRecord, QuarantinePage, QuarantineRow } from '../../contract/events.ts'
import { CohortsAnswer, ExperimentList, ExperimentRow, Exposure, UpliftAnswer } from '../../contract/experiments.ts'
import { Comparison, EpisodeChange, Explanation } from '../../contract/explanation.ts'
import { FitAnswer } from '../../contract/fit.ts'
import { Forgetting } from '../../contract/forget.ts'
import { Incident, IncidentList } from '../../contract/incidents.ts'
import { KEPT_COMPONENTS } from '../../contract/kept/kept-components.ts'
import { KeyList, KeyRow, NewKeyAnswer } from '../../contract/keys.ts'
import { ProductMessage } from '../../contract/messages.ts'
import { MetricAlert, MetricAlerts } from '../../contract/metric-alerts.ts'
import { MetricWho } from '../../contract/metric-who.ts'
import { FirstMonth, MetricNames, MetricRow, MetricsAnswer, MetricTree } from '../../contract/metrics.ts'
import { MovedAccounts } from '../../contract/moved-accounts.ts'
import { NamesAnswer } from '../../contract/names.ts'
import { MemberPage, MemberRow, PersonDetail, PersonPage, PersonRow } from '../../contract/people.ts'
import {
  Enrolled,
  EnrolmentList,
  EnrolmentRow,
  PlaybookList,
  PlaybookResult,
  PlaybookRow,
  SimulatedRow,
  Simulation,
  TestSent,
} from '../../contract/playbooks/playbooks.ts'
import { PresetComparison } from '../../contract/preset-comparison.ts'
import { Problem } from '../../contract/problem.ts'
import { Pulse, PulseAnswer, PulseList } from '../../contract/pulse.ts'
import { Restatement, RestatementList } from '../../contract/restatements.ts'
import { SettingChanged, SettingList, SettingRow } from '../../contract/settings.ts'
import { OpenSignal, SignalList, SignalRow } from '../../contract/signals.ts'
import {
  SourceList,
  SourceRow,
  SyncAnswer,
  SyncPreview,
  SyncTarget,
  UnmatchedCustomer,
  UnmatchedList,
} from '../../contract/sources.ts'
import { Standing, StandingDiscovery, StandingSignals, StandingWarnings } from '../../contract/standing.ts'
import { ProductState, StateMilestone } from '../../contract/state.ts'
import { ServerStatus } from '../../contract/status.ts'
import { StorageAnswer } from '../../contract/storage.ts'
import { AbsenceRow, Team, Untouched, WorkloadRow } from '../../contract/team.ts'
import { EntityReference, Money, TraitEntry } from '../../contract/values.ts'
import { VerdictList } from '../../contract/verdicts.ts'
import { WhatIfAnswer } from '../../contract/what-if.ts'
import { RenewalRow, TaskAct, TaskReason, TaskRow, TasksAbout, Worklist } from '../../contract/worklist.ts'
import type { ApiRoute } from './route.ts'

/** Schemas that the document names; whatever contains one of them refers to it. */
export const components: Readonly<Record<string, z.ZodType>> = {
  AbsenceRow,
  ...ACCOUNT_COMPONENTS,
  AccountPage,
  AccountRow,
  AnalysisFilter: Filter,
  AuditPage,
  AuditRow,
  InvitationRow,
  LinkAnswer,
  LinkMade,
  RoleChanged,
  SessionAnswer,
  SettingChanged,
  SettingList,
  SettingRow,
  SignedInUser,
  TokenList,
  UserList,
  UserRow,
  BacktestAnswer,
  ...{ Standing, StandingSignals, StandingDiscovery, StandingWarnings },
  BacktestProgress,
  DiscoveryAnswer,
  DiscoveryFind,
  FitAnswer,
  VerdictList,
  WhatIfAnswer,
  ExperimentRow,
  ExperimentList,
  Exposure,
  UpliftAnswer,
  CohortsAnswer,
  BandChanges,
  Comparison,
  CsvFile: z.string(),
  ProductMessage,
  ProductState,
  StateMilestone,
  SourceList,
  SourceRow,
  SyncAnswer,
  SyncPreview,
  SyncTarget,
  UnmatchedCustomer,
  UnmatchedList,
  EntityReference,
  EpisodeChange,
  EpisodeNotice,
  EpisodePage,
  EpisodeRow,
  MovedAccounts,
  Forgetting,
  EventCluster,
  EventDictionary,
  EventName,
  EventPage,
  EventRecord,
  Explanation,
  Incident,
  IncidentList,
  ...KEPT_COMPONENTS,
  KeyList,
  KeyRow,
  MemberPage,
  MemberRow,
  ChangeLog,
  ConfigChange,
  DefinitionChange,
  SettingChange,
  ChannelList,
  ChannelRow,
  Confirmed,
  DeliveryAttempt,
  DeliveryDetail,
  Enrolled,
  EnrolmentList,
  EnrolmentRow,
  PlaybookList,
  PlaybookResult,
  PlaybookRow,
  SimulatedRow,
  Simulation,
  TestSent,
  DeliveryPage,
  DeliveryRow,
  SuppressionList,
  SuppressionRow,
  Digest,
  DigestLine,
  MetricAlert,
  MetricAlerts,
  ...{ MetricNames, MetricRow, MetricsAnswer, MetricTree },
  MetricWho,
  FirstMonth,
  Money,
  NamesAnswer,
  NewKey: NewKeyAnswer,
  OpenSignal,
  PersonDetail,
  PersonPage,
  PersonRow,
  PresetComparison,
  Problem,
  Pulse,
  PulseAnswer,
  PulseList,
  QuarantinePage,
  QuarantineRow,
  Restatement,
  RestatementList,
  ServerStatus,
  StorageAnswer,
  SignalList,
  SignalRow,
  Team,
  ...{ Untouched, WorkloadRow },
  TaskAct,
  TaskReason,
  ...{ TaskRow, TasksAbout },
  TraitEntry,
  Worklist,
  RenewalRow,
  ...Object.fromEntries(Object.values(ANALYSES).map(({ answerName, answer }) => [answerName, answer])),
}
type Json = Record<string, unknown>

/** The OpenAPI 3.1 document of the routes, from the schemas that validate them. */
export function describeApi(routes: readonly ApiRoute[], version: string): Json {
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    const path = `/api/v1${route.path.replaceAll(/:(\w+)/g, '{$1}')}`
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeOperation(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Telltale', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    security: [{ key: [] }, { session: [] }, {}],
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'ttr_… reads, tte_… edits too, tta_… administers.' },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-telltale', description: 'Of who is signed in.' },
      },
      schemas: describeComponents(),
    },
  }
}

function describeOperation(route: ApiRoute): Json {
  const body = route.method === 'POST' ? { requestBody: describeBody(route.body) } : {}
  return {
    operationId: route.operation,
    summary: route.summary,
    ...(reaches(route.scope, 'edit') ? { security: [{ key: [route.scope] }, { session: [] }] } : {}),
    parameters: [...describeParameters(route.params, 'path'), ...describeParameters(route.query, 'query')],
    ...body,
    responses: { ...describeAnswer(route), default: problemAnswer },
  }
}

const problemAnswer = {
  description: 'A problem, with a stable code.',
  content: { 'application/problem+json': { schema: reference('Problem') } },
}

function describeAnswer(route: ApiRoute): Json {
  if (route.answer === null) return { 204: { description: 'Done.' } }
  const content = { [route.media]: { schema: reference(route.answer) } }
  return { [route.method === 'POST' && route.makes ? 201 : 200]: { description: 'The answer.', content } }
}

function describeBody(schema: z.ZodType): Json {
  return { required: true, content: { 'application/json': { schema: jsonSchemaOf(schema, 'input') } } }
}

function describeParameters(schema: z.ZodType, where: 'path' | 'query'): Json[] {
  const object = jsonSchemaOf(schema, 'input')
  const required = (object.required ?? []) as string[]
  return Object.entries((object.properties ?? {}) as Record<string, Json>).map(([name, property]) => {
    const { description, ...rest } = property
    return {
      name,
      in: where,
      required: where === 'path' || required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    }
  })
}

function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, $defs: __, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json
  // What has a name of its own is a component.
  return JSON.parse(JSON.stringify(rest).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json
}

function describeComponents(): Record<string, Json> {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(components)) registry.add(schema, { id })
  const uri = (id: string) => `#/components/schemas/${id}`
  const { schemas } = z.toJSONSchema(registry, { uri, unrepresentable: 'any' }) as { schemas: Record<string, Json> }
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _, $id: __, id: ___, ...schema }]) => [id, schema]),
  )
}

function reference(name: string): Json {
  return { $ref: `#/components/schemas/${name}` }
}
