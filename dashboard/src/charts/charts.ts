import { lazy } from 'react'

/** Charts are drawn by a library that no page waits for: its sentence and its tables stand before. */
export const LineChart = lazy(() => import('./line-chart.tsx').then((module) => ({ default: module.LineChart })))
export const StackedBars = lazy(() => import('./stacked-bars.tsx').then((module) => ({ default: module.StackedBars })))
export const Bridge = lazy(() => import('./bridge.tsx').then((module) => ({ default: module.Bridge })))
export const Scatter = lazy(() => import('./scatter.tsx').then((module) => ({ default: module.Scatter })))
