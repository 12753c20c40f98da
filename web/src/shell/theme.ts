import { useSyncExternalStore } from 'react'

export type Theme = 'system' | 'light' | 'dark'

/** Light, dark, or what the system says; remembered in this browser. */
export const useTheme = (): Theme => useSyncExternalStore(watch, () => theme)

export function nextTheme(): void {
  theme = theme === 'system' ? 'dark' : theme === 'dark' ? 'light' : 'system'
  localStorage.setItem(place, theme)
  draw()
  for (const watcher of watchers) watcher()
}

const place = 'docket.theme'
const watchers = new Set<() => void>()
let theme: Theme = read()
draw()

function read(): Theme {
  const kept = localStorage.getItem(place)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

function draw(): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}
