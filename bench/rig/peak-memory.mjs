import { readFileSync } from 'node:fs'

/** Resident bytes of a process, by the kernel's count; 0 when it is gone. */
export function residentBytes(pid = process.pid) {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return pid === process.pid ? process.memoryUsage.rss() : 0
  }
}

/** Samples the resident memory of a process twenty times a second until `stop()`, which gives the most that was seen, in bytes. */
export function watchMemory(pid = process.pid) {
  let most = residentBytes(pid)
  const timer = setInterval(() => {
    most = Math.max(most, residentBytes(pid))
  }, 50)
  timer.unref()
  return {
    most: () => most,
    stop: () => {
      clearInterval(timer)
      return Math.max(most, residentBytes(pid))
    },
  }
}
