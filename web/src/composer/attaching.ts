import type { Upload } from '@docket/api'
import { type RefObject, useRef } from 'react'
import type { EditorHandle } from '../kit/editor.tsx'
import { useUploads } from './uploads.ts'

type Asked = {
  uploads: Upload[]
  onChange: (change: (uploads: Upload[]) => Upload[]) => void
  /** Where pictures are put among the words. */
  editor: RefObject<EditorHandle | undefined>
}

/** Files that go along with what is being written: beside the words, or as pictures among them. */
export function useAttaching({ uploads, onChange, editor }: Asked) {
  const files = useUploads(uploads, onChange)
  const latest = useRef(uploads)
  latest.current = uploads

  const attach = async (all: readonly File[], among: boolean) => {
    for (const file of all) {
      const isPicture = among && file.type.startsWith('image/')
      const upload = await files.send(file, isPicture)
      if (upload?.content_id && isPicture)
        editor.current?.insertPicture({ cid: upload.content_id, alt: upload.filename })
    }
  }
  return {
    files,
    attach: (all: readonly File[], among: boolean) => void attach(all, among),
    /** Where a picture among the words is seen from before it is sent. */
    previewOf(cid: string): string | undefined {
      const upload = latest.current.find(({ content_id }) => content_id === cid)
      return upload && `/api/uploads/${upload.id}`
    },
  }
}
