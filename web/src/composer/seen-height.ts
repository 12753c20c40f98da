import { type CSSProperties, useEffect, useState } from 'react'

/** How much of the window is seen above a keyboard on the screen, so that Send stays above it. */
export function useSeenHeight(active: boolean): CSSProperties {
  const [seen, setSeen] = useState({ height: '100dvh', top: '0px' })
  useEffect(() => {
    const view = window.visualViewport
    if (!active || !view) return
    const look = () => setSeen({ height: `${view.height}px`, top: `${view.offsetTop}px` })
    look()
    view.addEventListener('resize', look)
    view.addEventListener('scroll', look)
    return () => {
      view.removeEventListener('resize', look)
      view.removeEventListener('scroll', look)
    }
  }, [active])
  return { '--seen': seen.height, '--seen-top': seen.top } as CSSProperties
}
