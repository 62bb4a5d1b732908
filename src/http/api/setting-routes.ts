import { type SettingChanged, SettingQuery, SettingRequest } from '../../contract/settings.ts'
import { type ApiRoute, defineRoute } from './route.ts'

export const settingRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/settings',
    operation: 'listSettings',
    summary: 'What can be set over the configuration file: what the file says, what is in force, and who set it.',
    query: SettingQuery,
    answer: 'SettingList',
    handle: ({ deps, query }) => deps.listSettings(query),
  }),
  defineRoute({
    method: 'POST',
    path: '/settings',
    operation: 'setOverride',
    summary: 'Sets a threshold, a text, on or off, or the assignee over the configuration file; null takes it back.',
    scope: 'edit',
    body: SettingRequest,
    answer: 'SettingChanged',
    makes: false,
    audit: ({ answer }) => {
      const { path, before, after } = answer as SettingChanged
      return { subject: path, before, after }
    },
    handle: ({ deps, body, caller }) => deps.changeSetting(body, caller.user?.name ?? caller.who),
  }),
]
