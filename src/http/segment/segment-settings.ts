/** What `@segment/analytics-next` asks for before it sends: where this source's events go. */
export function segmentSettings(writeKey: string, host: string, protocol: string): object {
  return {
    integrations: { 'Segment.io': { apiKey: writeKey, apiHost: `${host}/v1`, protocol } },
    plan: { track: {}, identify: {}, group: {} },
    edgeFunction: {},
    analyticsNextEnabled: true,
    enabledMiddleware: {},
    metrics: { sampleRate: 0 },
    remotePlugins: [],
  }
}
