import Image from '@tiptap/extension-image'
import type { Node as Doc } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import { Extension, mergeAttributes, Node } from '@tiptap/react'
import StarterKit from '@tiptap/starter-kit'

/** What stands at the end of every mail of a person: visible, changeable, and not counted as words. */
const Signature = Node.create({
  name: 'signature',
  group: 'block',
  content: 'block+',
  defining: true,
  isolating: true,
  parseHTML: () => [{ tag: 'div[data-signature]', priority: 100 }],
  renderHTML: ({ HTMLAttributes }) => ['div', mergeAttributes({ 'data-signature': '' }, HTMLAttributes), 0],
})

/**
 * A picture among the words is a part of the mail, called by its content id; here it is seen from where it was
 * uploaded.
 */
const picture = (previewOf: (cid: string) => string | undefined) =>
  Image.extend({
    addAttributes: () => ({
      cid: {
        default: null,
        parseHTML: (element: HTMLElement) => element.getAttribute('src')?.replace(/^cid:/, '') ?? null,
        renderHTML: ({ cid }: { cid: string }) => ({ src: `cid:${cid}` }),
      },
      alt: { default: '' },
    }),
    parseHTML: () => [{ tag: 'img[src^="cid:"]' }],
    addNodeView:
      () =>
      ({ node }) => {
        const dom = document.createElement('img')
        dom.alt = String(node.attrs.alt)
        const src = previewOf(String(node.attrs.cid))
        if (src) dom.src = src
        return { dom }
      },
  })

const variable = /\{\{[^{}]*\}\}/g

/** Variables that stand for nothing are seen before a customer reads them. */
const Unfilled = Extension.create({
  name: 'unfilled',
  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        decorations({ doc }) {
          const marks: Decoration[] = []
          doc.descendants((node, at) => {
            for (const found of node.text?.matchAll(variable) ?? [])
              marks.push(Decoration.inline(at + found.index, at + found.index + found[0].length, { class: 'unfilled' }))
          })
          return DecorationSet.create(doc, marks)
        },
      },
    }),
  ],
})

/** Only empty lines, and perhaps a signature. */
export const isUnwritten = (doc: Doc): boolean =>
  doc.children.every((child) => child.type.name === 'signature' || (child.isTextblock && child.content.size === 0))

const Unwritten = Extension.create<{ placeholder: string }>({
  name: 'unwritten',
  addOptions: () => ({ placeholder: '' }),
  addProseMirrorPlugins() {
    const { placeholder } = this.options
    return [
      new Plugin({
        props: {
          decorations: ({ doc }) =>
            isUnwritten(doc) && doc.firstChild?.isTextblock
              ? DecorationSet.create(doc, [
                  Decoration.node(0, doc.firstChild.nodeSize, { class: 'unwritten', 'data-placeholder': placeholder }),
                ])
              : null,
        },
      }),
    ]
  },
})

export const unfilledIn = (text: string): string[] => [...new Set(text.match(variable) ?? [])]

export const extensionsFor = (placeholder: string, previewOf: (cid: string) => string | undefined) => [
  StarterKit.configure({
    heading: false,
    underline: false,
    trailingNode: false,
    link: {
      openOnClick: false,
      defaultProtocol: 'https',
      protocols: ['mailto', 'tel'],
      HTMLAttributes: { target: null, rel: null },
    },
    hardBreak: false,
    paragraph: false,
  }),
  Line,
  Break,
  Signature,
  picture(previewOf).configure({ inline: true }),
  Unwritten.configure({ placeholder }),
  Unfilled,
]

/** A line is a line, as in every mail program: what stands apart has an empty line between. */
const Line = Node.create({
  name: 'paragraph',
  priority: 1000,
  group: 'block',
  content: 'inline*',
  parseHTML: () => [
    { tag: 'p' },
    // Only one that is a line, not one that is made of lines.
    { tag: 'div', getAttrs: (element) => (element.querySelector(blocks) ? false : null) },
  ],
  renderHTML: ({ HTMLAttributes }) => ['div', mergeAttributes({ dir: 'auto' }, HTMLAttributes), 0],
})

const blocks = 'div, p, ul, ol, blockquote, pre, table, hr, h1, h2, h3, h4, h5, h6'

/** Without ⌘↵, which sends. */
const Break = Node.create({
  name: 'hardBreak',
  inline: true,
  group: 'inline',
  selectable: false,
  linebreakReplacement: true,
  parseHTML: () => [{ tag: 'br' }],
  renderHTML: () => ['br'],
  renderText: () => '\n',
  addKeyboardShortcuts() {
    return { 'Shift-Enter': () => this.editor.commands.insertContent({ type: this.name }) }
  },
})
