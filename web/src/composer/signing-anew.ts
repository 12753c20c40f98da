import { useQueryClient } from '@tanstack/react-query'
import type { RefObject } from 'react'
import type { EditorHandle } from '../kit/editor.tsx'
import { signatureAt, type Where } from './beginning.ts'

/** From another mailbox it is signed as there, unless the writer has put other words in the signature's place. */
export function useSigningAnew(editor: RefObject<EditorHandle | undefined>) {
  const client = useQueryClient()
  return async (before: Where, where: Where): Promise<void> => {
    const [was, now] = await Promise.all([before, where].map((each) => client.fetchQuery(signatureAt(each))))
    if (was && now) editor.current?.signAnew({ was: was.html, now: now.html })
  }
}
