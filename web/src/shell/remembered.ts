import { useCallback, useState } from 'react'

/** A choice about the window (a width, a fold) that this browser keeps. */
export function useRemembered<T>(name: string, first: T): [T, (next: T) => void] {
  const place = `docket.${name}`
  const [value, setValue] = useState<T>(() => {
    const kept = localStorage.getItem(place)
    return kept === null ? first : (JSON.parse(kept) as T)
  })
  const keep = useCallback(
    (next: T) => {
      setValue(next)
      localStorage.setItem(place, JSON.stringify(next))
    },
    [place],
  )
  return [value, keep]
}
