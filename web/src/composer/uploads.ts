import type { Upload } from '@docket/api'
import { useRef, useState } from 'react'
import { ApiError, api, csrf, hooks, sentenceOf } from '../api.ts'
import { bytesInWords } from '../tickets/words.ts'

/** On its way to the server, or refused by it. */
export type Coming = { key: string; filename: string; size: number; share: number; wrong?: string; cancel: () => void }

/** As a mail it is a third larger; the server counts to the byte. */
const asMail = (bytes: number) => Math.ceil(bytes * 1.37)

/** Files of what is being written: streamed at once, and kept by the draft. */
export function useUploads(uploads: Upload[], onChange: (change: (uploads: Upload[]) => Upload[]) => void) {
  const limits = hooks.useQuery('get', '/sending/limits', {}, { staleTime: Number.POSITIVE_INFINITY }).data
  const [coming, setComing] = useState<Coming[]>([])
  const latest = useRef(onChange)
  latest.current = onChange
  const drop = (key: string) => setComing((all) => all.filter((one) => one.key !== key))
  const set = (key: string, patch: Partial<Coming>) =>
    setComing((all) => all.map((one) => (one.key === key ? { ...one, ...patch } : one)))

  const sum = [...uploads, ...coming.filter(({ wrong }) => !wrong)].reduce((total, { size }) => total + size, 0)
  const room = limits ? limits.bytes_max - asMail(sum) : Number.POSITIVE_INFINITY

  const send = async (file: File, inline: boolean): Promise<Upload | undefined> => {
    const key = crypto.randomUUID()
    const request = new XMLHttpRequest()
    const cancel = () => {
      request.abort()
      drop(key)
    }
    const one = { key, filename: file.name || 'picture.png', size: file.size, share: 0, cancel }
    if (limits && asMail(file.size) > room) {
      const most = bytesInWords(limits.bytes_max)
      setComing((all) => [...all, { ...one, wrong: `Too large: a mail may have ${most} with its files` }])
      return undefined
    }
    setComing((all) => [...all, one])
    try {
      const upload = await streamed(request, file, { ...one, inline }, (share) => set(key, { share }))
      drop(key)
      if (upload) latest.current((before) => [...before, upload])
      return upload
    } catch (error) {
      set(key, { wrong: sentenceOf(error) })
      return undefined
    }
  }
  const remove = (upload: Upload) => {
    latest.current((before) => before.filter(({ id }) => id !== upload.id))
    // What is left behind is swept by the server.
    void api.DELETE('/uploads/{id}', { params: { path: { id: upload.id } } }).catch(() => undefined)
  }
  return { coming, send, remove, drop, limits, isOver: room < 0, bytes: sum }
}

/** With a share of how much has arrived, which fetch does not tell. Undefined when it was called off. */
async function streamed(
  request: XMLHttpRequest,
  file: File,
  { filename, inline }: { filename: string; inline: boolean },
  onShare: (share: number) => void,
): Promise<Upload | undefined> {
  const token = await csrf()
  return new Promise((resolve, reject) => {
    request.open('POST', `/api/uploads?${new URLSearchParams({ filename, inline: String(inline) })}`)
    request.setRequestHeader('x-csrf-token', token)
    request.setRequestHeader('content-type', file.type || 'application/octet-stream')
    request.upload.onprogress = ({ loaded, total }) => onShare(total ? loaded / total : 0)
    request.onabort = () => resolve(undefined)
    request.onerror = () => reject(new ApiError('The server cannot be reached.', { status: 0, code: 'unreachable' }))
    request.onload = () => {
      if (request.status === 201) return resolve(JSON.parse(request.responseText) as Upload)
      const isProblem = request.getResponseHeader('content-type')?.includes('problem+json')
      const problem = isProblem ? JSON.parse(request.responseText) : {}
      const { status } = request
      reject(
        new ApiError(problem.detail || problem.title || 'The file was not taken.', { code: '', ...problem, status }),
      )
    }
    request.send(file)
  })
}
