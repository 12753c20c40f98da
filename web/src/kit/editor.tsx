import { Editor as Core, EditorContent, useEditorState } from '@tiptap/react'
import { Bold, Code, Italic, Link2, List, ListOrdered, Quote } from 'lucide-react'
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { cleaned } from '../composer/pasting.ts'
import { isBlank, type Node, textOf } from '../composer/plain-text.ts'
import { Button, IconButton } from './button.tsx'
import { cx } from './class-names.ts'
import { extensionsFor, isUnwritten, unfilledIn } from './editor-schema.ts'

export type Words = { html: string; body: string; isBlank: boolean; unfilled: string[] }

/** What can be done to the words from around the editor. */
export type EditorHandle = {
  focus(): void
  blur(): void
  insert(words: { html: string; body: string }): void
  insertPicture(picture: { cid: string; alt: string }): void
  /** Another signature in the place of the one that stood there, where nobody has changed it. */
  signAnew(signatures: { was: string; now: string }): void
}

export type EditorProps = {
  label: string
  placeholder: string
  html: string
  /** Typed before the editor was here: taken over with the place of the caret. */
  takeOver?: () => { text: string; caret: number; focused: boolean }
  readOnly?: boolean
  previewOf?: (cid: string) => string | undefined
  onWords: (words: Words) => void
  onReady?: (handle: EditorHandle) => void
  onFiles?: (files: File[], inline: boolean) => void
  /** A slash where a line begins. */
  onSlash?: () => void
  onFocus?: () => void
  /** Beside the tools. */
  children?: ReactNode
  /** Without tools, while nobody writes. */
  folded?: boolean | undefined
  className?: string
}

/** Words with their shape. It loads when it is first needed; until then a plain field stands in its place. */
export default function Editor(props: EditorProps) {
  const latest = useRef(props)
  latest.current = props
  const [core] = useState(() => coreFor(latest))

  // Before the next key: what was typed so far, the caret and the focus come over in one go.
  useLayoutEffect(() => {
    const typed = latest.current.takeOver?.()
    if (typed) takeUp(core, typed)
    latest.current.onReady?.(handleOf(core))
    return () => core.destroy()
  }, [core])
  useEffect(() => core.setEditable(!props.readOnly, false), [core, props.readOnly])

  return (
    <>
      <EditorContent editor={core} className={cx('words min-h-0 flex-1 overflow-y-auto', props.className)} />
      {props.folded ? null : <Tools core={core}>{props.children}</Tools>}
    </>
  )
}

function coreFor(latest: { current: EditorProps }): Core {
  const { html, placeholder, label } = latest.current
  const core: Core = new Core({
    content: html,
    extensions: extensionsFor(placeholder, (cid) => latest.current.previewOf?.(cid)),
    injectCSS: false,
    enablePasteRules: ['link'],
    editorProps: {
      attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': label, dir: 'auto', spellcheck: 'true' },
      // ProseMirror takes every Enter and Escape for its own: these are the page's.
      handleDOMEvents: {
        keydown: (_view, { key, metaKey, ctrlKey, isComposing }) =>
          !isComposing && (key === 'Escape' || (key === 'Enter' && (metaKey || ctrlKey))),
        // Below the words nothing stands that could be meant: one goes on writing, which is above the signature.
        mousedown: (view, event) => {
          const last = view.dom.lastElementChild?.getBoundingClientRect()
          if (event.target !== view.dom || event.button !== 0 || !last || event.clientY <= last.bottom) return false
          event.preventDefault()
          core.commands.setTextSelection(endOfWords(core))
          view.focus()
          return true
        },
      },
      transformPastedHTML: cleaned,
      clipboardTextParser: (text, _context, _plain, view) =>
        view.state.schema.nodeFromJSON({ type: 'doc', content: paragraphs(text) }).slice(0),
      handlePaste: (_view, { clipboardData }) => {
        const files = [...(clipboardData?.files ?? [])]
        // Word lays a picture of the words beside the words.
        if (files.length === 0 || clipboardData?.types.includes('text/plain') || !latest.current.onFiles) return false
        latest.current.onFiles(files, true)
        return true
      },
      handleDrop: (_view, event) => {
        const files = [...(event.dataTransfer?.files ?? [])]
        if (files.length === 0 || !latest.current.onFiles) return false
        event.preventDefault()
        latest.current.onFiles(files, false)
        return true
      },
      handleTextInput: (view, from, to, text) => {
        if (text !== '/' || from !== to || !latest.current.onSlash) return false
        if (view.state.selection.$from.parent.content.size > 0) return false
        latest.current.onSlash()
        return true
      },
    },
    onUpdate: () => latest.current.onWords(wordsOf(core)),
    onFocus: () => latest.current.onFocus?.(),
  })
  return core
}

function wordsOf(core: Core): Words {
  const doc = core.getJSON() as Node
  const body = textOf(doc)
  return { html: core.getHTML(), body, isBlank: isBlank(doc), unfilled: unfilledIn(body) }
}

/** Words typed elsewhere go on here: on the line where one would go on writing, and so do caret and focus. */
function takeUp(core: Core, { text, caret, focused }: { text: string; caret: number; focused: boolean }): void {
  const end = endOfWords(core)
  const { parent } = core.state.doc.resolve(end)
  const isLine = parent.isTextblock
  const isEmptyLine = isLine && parent.content.size === 0
  const from = isLine ? (isEmptyLine ? end - 1 : end + 1) : end
  if (text) core.commands.insertContentAt({ from, to: isEmptyLine ? end + 1 : from }, paragraphs(text))
  // A line break is one letter there, and two steps here.
  const at = text ? from + 1 + caret + (text.slice(0, caret).match(/\n/g)?.length ?? 0) : end
  core.commands.setTextSelection(at)
  if (focused) core.view.focus()
}

/** Above the signature, where one goes on writing; at the head while nothing is written. */
function endOfWords({ state: { doc } }: Core): number {
  if (doc.firstChild?.isTextblock && isUnwritten(doc)) return 1
  let end = doc.content.size
  doc.forEach((node, at) => {
    if (node.type.name === 'signature' && at < end) end = at
  })
  const before = doc.resolve(end).nodeBefore
  return before?.isTextblock ? end - 1 : end
}

/** Plain words stay plain: a line is a line, and no star makes them bold. */
const paragraphs = (text: string) =>
  text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => ({ type: 'paragraph', content: line ? [{ type: 'text', text: line }] : [] }))

function handleOf(core: Core): EditorHandle {
  return {
    // Tiptap's own do both a frame later, and a key may come before.
    focus: () => {
      if (!core.isFocused && core.state.selection.from <= 1) core.commands.setTextSelection(endOfWords(core))
      core.view.focus()
    },
    blur: () => core.view.dom.blur(),
    insert: ({ html }) => core.chain().focus().insertContent(html).run(),
    insertPicture: (attrs) => core.chain().focus().insertContent({ type: 'image', attrs }).run(),
    signAnew: (signatures) => signAnew(core, signatures),
  }
}

function signAnew(core: Core, { was, now }: { was: string; now: string }): void {
  const { doc } = core.state
  const said = new DOMParser().parseFromString(was, 'text/html').body.textContent
  let at: { from: number; to: number } | undefined
  doc.forEach((node, from) => {
    if (node.type.name === 'signature' && node.textContent === said) at = { from, to: from + node.nodeSize }
  })
  if (!at && was) return
  const signature = now ? `<div data-signature="">${now}</div>` : ''
  if (!at) core.commands.insertContentAt(doc.content.size, signature && `<div></div>${signature}`)
  else if (signature) core.commands.insertContentAt(at, signature)
  else core.commands.deleteRange(at)
}

function Tools({ core, children }: { core: Core; children: ReactNode }) {
  const [link, setLink] = useState<string>()
  const on = useEditorState({
    editor: core,
    selector: ({ editor }) => ({
      bold: editor.isActive('bold'),
      italic: editor.isActive('italic'),
      code: editor.isActive('code') || editor.isActive('codeBlock'),
      bullets: editor.isActive('bulletList'),
      numbers: editor.isActive('orderedList'),
      quote: editor.isActive('blockquote'),
      link: editor.isActive('link'),
    }),
  })
  const run = () => core.chain().focus()
  const tool = (label: string, keys: string | undefined, isOn: boolean, icon: ReactNode, deed: () => void) => (
    <IconButton
      label={label}
      keys={keys}
      aria-pressed={isOn}
      onMouseDown={(event) => event.preventDefault()}
      onClick={deed}
      className={isOn ? 'bg-selected text-accent!' : undefined}
    >
      {icon}
    </IconButton>
  )
  const close = () => {
    setLink(undefined)
    core.commands.focus()
  }
  const setHref = (href: string) => {
    setLink(undefined)
    const range = run().extendMarkRange('link')
    if (!href.trim()) range.unsetLink().run()
    else if (core.state.selection.empty && !on.link)
      run()
        .insertContent({ type: 'text', text: href, marks: [{ type: 'link', attrs: { href: absolute(href) } }] })
        .run()
    else range.setLink({ href: absolute(href) }).run()
  }
  return (
    <div className="flex shrink-0 flex-col">
      {link === undefined ? null : <LinkBar href={link} onSet={setHref} onClose={close} />}
      <div
        role="toolbar"
        aria-label="Shape of the words"
        className="flex items-center gap-0.5 overflow-x-auto px-2 py-0.5 max-[899px]:gap-0 max-[899px]:px-1"
      >
        {tool('Bold', 'mod+b', on.bold, <Bold />, () => run().toggleBold().run())}
        {tool('Italic', 'mod+i', on.italic, <Italic />, () => run().toggleItalic().run())}
        {tool('List', 'mod+shift+8', on.bullets, <List />, () => run().toggleBulletList().run())}
        {tool('Numbered list', 'mod+shift+7', on.numbers, <ListOrdered />, () => run().toggleOrderedList().run())}
        {tool('Quote', 'mod+shift+b', on.quote, <Quote />, () => run().toggleBlockquote().run())}
        {tool('Code', 'mod+e', on.code, <Code />, () =>
          (core.state.selection.empty ? run().toggleCodeBlock() : run().toggleCode()).run(),
        )}
        {tool('Link', undefined, on.link, <Link2 />, () => setLink(String(core.getAttributes('link').href ?? '')))}
        {children}
      </div>
    </div>
  )
}

const absolute = (href: string) =>
  /^[a-z][a-z0-9+.-]*:/i.test(href.trim())
    ? href.trim()
    : href.includes('@')
      ? `mailto:${href.trim()}`
      : `https://${href.trim()}`

type LinkBarProps = { href: string; onSet: (href: string) => void; onClose: () => void }

function LinkBar({ href, onSet, onClose }: LinkBarProps) {
  const [value, setValue] = useState(href)
  return (
    <form
      aria-label="Link"
      className="flex items-center gap-2 border-t px-3 py-1.5"
      onSubmit={(event) => {
        event.preventDefault()
        onSet(value)
      }}
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: the bar was asked for, and this is what one types into it.
        autoFocus
        aria-label="Where the link leads"
        placeholder="https://"
        value={value}
        onChange={(event) => setValue(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.stopPropagation()
          onClose()
        }}
        className="h-7 min-w-0 flex-1 rounded-md border border-line-strong bg-surface px-2 text-sm max-[899px]:h-9 max-[899px]:text-[16px]"
      />
      <Button type="submit">{value.trim() === '' && href ? 'Remove' : 'Link'}</Button>
    </form>
  )
}
