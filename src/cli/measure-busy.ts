import { performance } from 'node:perf_hooks'

/** Gives, each time it is asked, the share of the time since it was last asked in which this thread had something to do: 0 to 1. */
export function measureBusy(): () => number {
  let last = performance.eventLoopUtilization()
  return () => {
    const before = last
    last = performance.eventLoopUtilization()
    return performance.eventLoopUtilization(last, before).utilization
  }
}
