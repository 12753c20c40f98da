import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { meQuery } from '../auth/me.ts'
import { mailboxKeys } from '../mailboxes/queries.ts'
import { countsQuery, listsKey, ticketQuery } from '../tickets/queries.ts'

/** What the server says when a session has ended. */
const signedOut = 4401
const lostAfterMs = 2000
const retryMs = { first: 500, most: 15_000 }
const gatherMs = 250

/**
 * One socket, told only *that* something changed. Returns false when it has been gone long enough to say so.
 * After a gap everything shown is asked for again: there is no replay to get wrong.
 */
export function useLive(): boolean {
  const client = useQueryClient()
  const [alive, setAlive] = useState(true)

  useEffect(() => {
    let socket: WebSocket | undefined
    let retry = retryMs.first
    let ended = false
    let timer: ReturnType<typeof setTimeout> | undefined
    let lost: ReturnType<typeof setTimeout> | undefined
    let hadGap = false
    const changes = gather(client)

    const connect = () => {
      if (ended) return
      clearTimeout(timer)
      socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`)
      socket.onopen = () => {
        clearTimeout(lost)
        lost = undefined
        retry = retryMs.first
        setAlive(true)
        if (hadGap) void client.invalidateQueries()
        hadGap = false
      }
      socket.onmessage = ({ data }) => {
        for (const line of String(data).split('\n')) if (line) changes.hear(JSON.parse(line))
      }
      socket.onclose = ({ code }) => {
        if (ended) return
        // Shown out: asking who one is leads to the sign-in, and back here afterwards.
        if (code === signedOut) void client.invalidateQueries(meQuery)
        hadGap = true
        lost ??= setTimeout(() => setAlive(false), lostAfterMs)
        timer = setTimeout(connect, retry * (0.75 + Math.random() / 2))
        retry = Math.min(retry * 2, retryMs.most)
      }
    }
    const hurry = () => {
      if (socket?.readyState !== WebSocket.CLOSED) return
      retry = retryMs.first
      connect()
    }

    connect()
    window.addEventListener('online', hurry)
    window.addEventListener('focus', hurry)
    return () => {
      ended = true
      clearTimeout(timer)
      clearTimeout(lost)
      changes.end()
      window.removeEventListener('online', hurry)
      window.removeEventListener('focus', hurry)
      socket?.close()
    }
  }, [client])

  return alive
}

/** A burst of changes (an import, a busy minute) is one refetch. */
function gather(client: QueryClient) {
  const keys = new Map<string, QueryKey>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    timer = undefined
    for (const queryKey of keys.values()) void client.invalidateQueries({ queryKey })
    keys.clear()
  }
  const note = (key: QueryKey) => keys.set(JSON.stringify(key), key)
  return {
    hear(heard: { type: string; ticket_id?: string }) {
      if (heard.type === 'ticket.changed') {
        for (const key of [listsKey, countsQuery.queryKey]) note(key)
        for (const path of ['/outbox', '/ops/messages/collisions'])
          for (const key of [path, `${path}/{id}`]) note(['get', key])
        if (heard.ticket_id) note(ticketQuery(heard.ticket_id).queryKey)
      }
      if (heard.type === 'mailbox.changed') {
        for (const key of mailboxKeys) note(key)
        note(['get', '/tickets/{id}'])
      }
      if (heard.type === 'mail.failed') {
        note(['get', '/ops/failed-mails'])
        note(['get', '/ops/failed-mails/{id}'])
      }
      if (keys.size > 0) timer ??= setTimeout(flush, gatherMs)
    },
    end: () => clearTimeout(timer),
  }
}
