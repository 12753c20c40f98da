import type { NewMail } from '@docket/api'

type Open = (draft?: NewMail) => void
let opener: Open | undefined

/** The frame opens the new mail for whoever asks; until what it returns is called. */
export function lendNewMail(open: Open): () => void {
  opener = open
  return () => {
    if (opener === open) opener = undefined
  }
}

/** With one that is not sent yet, that one goes on. */
export const openNewMail: Open = (draft) => opener?.(draft)
