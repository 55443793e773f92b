// Reads the public types and their documentation out of src/ and writes a page for each folder of each package: a folder is a concept.
// Nothing is built for it. It relies on the layout that the repository's formatter keeps: types stand at the margin, members four blanks further in.
import fs from 'node:fs'
import path from 'node:path'

const packages = [
  'Zhar', 'Zhar.Data', 'Zhar.Data.Sqlite', 'Zhar.Data.Postgres', 'Zhar.Data.MySql', 'Zhar.Web', 'Zhar.Live', 'Zhar.Mail', 'Zhar.Dashboard', 'Zhar.Testing', 'Zhar.Data.Testing',
  'Zhar.Web.Testing', 'Zhar.Live.Testing',
]
const typeKeyword = /\b(class|record|struct|interface|enum|delegate)\b/

/** Pages by address, and the groups of the sidebar. */
export function apiPages(root) {
  const pages = new Map()
  const groups = []
  for (const name of packages) {
    const items = []
    for (const [concept, types] of conceptsOf(path.join(root, 'src', name))) {
      const address = `api/${name}/${concept || name.split('.').at(-1)}`.toLowerCase()
      pages.set(`${address}.md`, page(name, concept, types))
      items.push({ text: concept || 'The package', link: `/${address}` })
    }
    if (items.length > 0) groups.push({ text: name, collapsed: true, items })
  }
  pages.set('api/index.md', index(groups, pages))
  return { pages, groups }
}

function conceptsOf(folder) {
  const concepts = new Map()
  for (const file of fs.readdirSync(folder, { recursive: true }).sort()) {
    if (!file.endsWith('.cs') || /(^|\/)(bin|obj)\//.test(file)) continue
    const concept = path.dirname(file) === '.' ? '' : file.split('/')[0]
    const types = concepts.get(concept) ?? new Map()
    for (const type of typesOf(fs.readFileSync(path.join(folder, file), 'utf8'))) {
      const known = types.get(type.key)
      if (known === undefined) types.set(type.key, type)
      else {
        known.doc ||= type.doc
        known.members.push(...type.members)
      }
    }
    if (types.size > 0) concepts.set(concept, types)
  }
  return [...concepts].map(([concept, types]) => [concept, [...types.values()].filter(type => type.doc || type.members.length > 0).sort((a, b) => a.key.localeCompare(b.key))])
    .filter(([, types]) => types.length > 0)
}

/** The public types of a file, with the members that say what they are for. */
function typesOf(source) {
  const types = []
  const open = [] // what we are in, by indentation
  let doc = []
  let hidden = false
  const lines = source.split('\n')
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]
    const text = line.trim()
    if (text.startsWith('///')) {
      doc.push(text.replace(/^\/\/\/ ?/, ''))
      continue
    }
    if (text.startsWith('[')) {
      hidden ||= /EditorBrowsableState\.Never/.test(text)
      continue
    }
    if (text === '' || text.startsWith('//') || text.startsWith('#')) continue

    const indent = line.length - line.trimStart().length
    while (open.length > 0 && open.at(-1).indent >= indent && text !== '{' && text !== '}') open.pop()
    const container = open.at(-1)
    if (indent > (container?.indent ?? -4) + 4) continue // inside a body

    const isOpen = /^(public|protected)\b/.test(text) && !/^protected private|^private protected/.test(text)
    const isPart = container?.isListed && (container.kind === 'enum' ? /^\w+( = [^,]+)?,?$/.test(text) : container.kind === 'interface' && /^[\w<]/.test(text))
    const extension = /^extension(<[^>]*>)?\(([^)]*)\)/.exec(text)
    if (extension) {
      open.push({ indent, kind: 'extension', receiver: extension[2], isListed: container?.isListed, type: container?.type })
    } else if (isOpen && typeKeyword.test(text.split('(')[0]) && (container === undefined || container.isListed)) {
      let head = text
      for (let j = i; j < lines.length && /[(,]$/.test(head) && !/[;{]/.test(head); j++) head += ' ' + lines[j + 1].trim()
      const kind = typeKeyword.exec(head)[1]
      const key = (container?.type ? container.type.key + '.' : '') + (kind === 'delegate' ? /(\w+)(<[^>]*>)?\(/ : /\b(?:class|record(?: struct)?|struct|interface|enum) (\w+)(<[^>]*>)?/).exec(head)?.slice(1, 3).join('')
      const type = { key, head: head.replace(/\s*[{;]?$/, '').replace(/\s*=>.*$/, '').replace(/\(\$?"+.*$/, ''), doc: documentation(doc), members: [] }
      if (!hidden) types.push(type)
      if (!text.endsWith(';')) open.push({ indent, kind, isListed: !hidden, type })
    } else if (container?.isListed && (isOpen || isPart)) {
      if (doc.length > 0 && !hidden && !doc[0].startsWith('<inheritdoc')) {
        let head = text
        for (let j = i; j + 1 < lines.length && !/[;{]|=>/.test(head) && !(container.kind === 'enum') && lines[j + 1].trim() !== '{'; j++) head += ' ' + lines[j + 1].trim()
        container.type.members.push({ head: signature(head), on: container.receiver?.replace(/\[[^\]]*\] ?/g, '').split(' ')[0], doc: documentation(doc) })
      }
    } else if (typeKeyword.test(text.split('(')[0]) && !/[;=]/.test(text) && /^(internal|private|file|sealed|static|readonly|abstract|partial|ref|private protected|protected private)\b/.test(text)) {
      open.push({ indent, kind: 'other', isListed: false })
    }
    doc = []
    hidden = false
  }
  return types
}

/** A declaration without what a caller need not know. */
function signature(head) {
  let short = head.replace(/\s*=>.*$/, '').replace(/\s*\{.*$/, '').replace(/\s*where \w+ :.*$/, '').replace(/[;,]$/, '').replace(/^(public|protected internal|protected|internal)\s+/, '').replace(/\b(async|virtual|override|sealed|partial|new|extern|required|readonly|unsafe) /g, '')
    .replace(/\[[A-Z][\w.]*(\([^\]]*\))?(, [A-Z]\w*(\([^\]]*\))?)*\] ?(?=[\w(])/g, '').replace(/\s+/g, ' ').trim()
  if (!short.includes('(') || short.indexOf(' = ') < short.indexOf('(')) short = short.replace(/ = .*$/, '')
  return short
}

function documentation(lines) {
  const xml = lines.join('\n')
  const part = name => new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml)?.[1] ?? ''
  const each = name => [...xml.matchAll(new RegExp(`<${name} (?:name|cref)="([^"]*)">([\\s\\S]*?)</${name}>`, 'g'))].map(m => ({ name: m[1], text: m[2] }))
  const summary = part('summary')
  if (summary === '') return undefined
  return { summary, value: part('value'), returns: part('returns'), remarks: part('remarks'), example: part('example'), parameters: each('param'), exceptions: each('exception') }
}

// ---- pages -----------------------------------------------------------------------------------------------------------

function page(name, concept, types) {
  const title = concept ? `${name}: ${concept}` : name
  return `---\noutline: 2\neditLink: false\n---\n\n# ${title}\n\n${types.map(typeText).join('\n\n')}\n`
}

function typeText({ key, head, doc, members }) {
  const parts = [`## ${plain(key)} {#${anchor(key)}}`, '```csharp\n' + head.replace(/\[[A-Z][^\]]*\] ?(?=[\w])/g, '') + '\n```']
  if (doc) {
    parts.push(prose(doc.summary))
    for (const parameter of doc.parameters) parts.push(`- \`${parameter.name}\`: ${oneLine(parameter.text)}`)
    if (doc.example) parts.push(prose(doc.example))
    if (doc.remarks) parts.push(prose(doc.remarks))
  }
  if (members.length > 0) {
    parts.push(['| member | what it is |', '|---|---|', ...members.map(({ head: member, on, doc: of }) => `| \`${cell(member)}\`${on ? `<br>of \`${cell(on)}\`` : ''} | ${of ? memberText(of) : ''} |`)].join('\n'))
  }
  return parts.join('\n\n')
}

function memberText({ summary, value, returns, remarks, parameters, exceptions }) {
  const sentences = [oneLine(summary)]
  if (value) sentences.push(oneLine(value))
  for (const parameter of parameters) sentences.push(`<br>\`${parameter.name}\`: ${oneLine(parameter.text)}`)
  if (returns) sentences.push(`<br>Returns: ${oneLine(returns)}`)
  for (const exception of exceptions) sentences.push(`<br>\`${reference(exception.name)}\`: ${oneLine(exception.text)}`)
  if (remarks && !/<code>/.test(remarks)) sentences.push(`<br>${oneLine(remarks)}`)
  return sentences.join(' ').replaceAll('|', '\\|')
}

function index(groups, pages) {
  const rows = groups.flatMap(group => group.items.map(item => {
    const types = [...pages.get(item.link.slice(1) + '.md').matchAll(/^## (.*) \{#(.*)\}$/gm)].map(m => `[${m[1]}](${item.link}.md#${m[2]})`)
    return `| ${group.text} | [${item.text}](${item.link}.md) | ${types.join(', ')} |`
  }))
  return `---\nsearch: false\noutline: false\neditLink: false\n---\n\n# Types\n\nAll public types, by package and concept.\n\n| package | concept | types |\n|---|---|---|\n${rows.join('\n')}\n`
}

// ---- XML to Markdown -------------------------------------------------------------------------------------------------

function prose(xml) {
  return xml.split(/(<code>[\s\S]*?<\/code>)/).map(part => {
    const code = /^<code>([\s\S]*?)<\/code>$/.exec(part)?.[1]
    if (code !== undefined) return `\n\n\`\`\`csharp\n${decoded(code).replace(/^\n|\n$/g, '')}\n\`\`\`\n\n`
    return inline(part.replace(/<\/?para>/g, '\n\n').replace(/^[ \t]+/gm, ''))
  }).join('').trim()
}

function oneLine(xml) {
  return inline(xml.replace(/<\/?para>/g, ' ').replace(/<\/?code>/g, '')).replace(/\s+/g, ' ').trim()
}

function inline(xml) {
  return xml.replace(/<(?:see|seealso) cref="([^"]*)"\s*\/>/g, (_, to) => `\`${reference(to)}\``)
    .replace(/<see cref="[^"]*">([\s\S]*?)<\/see>/g, '$1')
    .replace(/<see langword="([^"]*)"\s*\/>/g, '`$1`')
    .replace(/<see href="([^"]*)">([\s\S]*?)<\/see>/g, '[$2]($1)')
    .replace(/<(?:paramref|typeparamref) name="([^"]*)"\s*\/>/g, '`$1`')
    .replace(/<c>([\s\S]*?)<\/c>/g, (_, code) => '`' + decoded(code).replace(/\s+/g, ' ') + '`')
    .replace(/<inheritdoc[^>]*\/>/g, '')
    .replace(/<\/?(list|item|term|description|b|i|em|br)[^>]*>/g, ' ')
    .split(/(`[^`]*`)/).map((part, i) => i % 2 === 1 ? part : part.replaceAll('{{', '&#123;&#123;').replace(/<(?!br>)/g, '&lt;').replace(/([*_])/g, '\\$1')).join('')
}

function reference(cref) {
  return cref.replace(/^\w:/, '').replaceAll('{', '<').replaceAll('}', '>')
}

function decoded(text) {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}

function plain(text) {
  return text.replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('`', '')
}

function anchor(key) {
  return key.toLowerCase().replace(/[^\w.]+/g, '-').replace(/^-|-$/g, '')
}
