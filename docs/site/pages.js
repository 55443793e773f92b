// Copies the pages of docs/ into .pages, where VitePress finds them. Files and folders of the repository that they link to become pages too, so that
// every link leads somewhere on the site itself.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { apiPages } from './api.js'
import { contents } from './contents.js'

const site = path.dirname(fileURLToPath(import.meta.url))
const docs = path.dirname(site)
const root = path.dirname(docs)
const out = path.join(site, '.pages')
const languages = { '.cs': 'csharp', '.js': 'js', '.json': 'json', '.md': 'md', '.css': 'css', '.csproj': 'xml', '.sh': 'sh', '.txt': 'txt' }
const passedOver = new Set(['bin', 'obj', 'node_modules', 'wwwroot'])

/** Makes .pages anew, and returns what is wrong with the pages. */
export function makePages() {
  const problems = []
  const written = new Map() // address: text
  const images = new Set()
  const sources = new Set() // files and folders of the repository that are shown as they are

  const pages = listed(problems)
  for (const page of pages) written.set(addressOf(page), text(page))
  const api = apiPages(root)
  for (const [address, content] of api.pages) written.set(address, content)
  written.set('index.md', home())
  for (const source of sources) written.set(sourceAddress(source), shown(source))

  for (const old of fs.existsSync(out) ? fs.readdirSync(out, { recursive: true }) : []) {
    if (old.endsWith('.md') && !written.has(old)) fs.rmSync(path.join(out, old))
  }
  for (const [address, content] of written) write(address, content)
  for (const image of images) {
    fs.mkdirSync(path.dirname(path.join(out, image)), { recursive: true })
    fs.copyFileSync(path.join(docs, image), path.join(out, image))
  }
  copyTo('public', path.join(root, 'samples/Showcase/wwwroot/ember.svg'), path.join(docs, 'images/showcase-counter-light.png'), path.join(docs, 'images/showcase-counter-dark.png'))
  fs.writeFileSync(path.join(out, 'sidebar.json'), JSON.stringify({ '/': sidebar(), '/api/': [{ text: 'All types', link: '/api/' }, ...api.groups] }, null, 2))
  return problems

  /** The first page: its head, which has the README's picture, and what comes behind that. */
  function home() {
    const readme = text(path.join(root, 'README.md'))
    return fs.readFileSync(path.join(site, 'home.md'), 'utf8') + readme.slice(readme.indexOf('```'))
  }

  function text(page) {
    const content = fs.readFileSync(page, 'utf8')
    // Not in code: there brackets and parentheses are code.
    return content.split(/(```[\s\S]*?```|`[^`\n]*`)/).map((part, i) => {
      if (i % 2 === 1) return part
      return part.replaceAll(/\]\(([^)\s]+)\)/g, (link, to) => linked(page, link, to))
    }).join('')
  }

  function linked(page, link, to) {
    if (/^(https?:|mailto:|#)/.test(to)) return link
    const [target, anchor] = to.split('#')
    let file = path.resolve(path.dirname(page), target)
    if (pages.has(path.join(file, 'README.md'))) file = path.join(file, 'README.md')
    if (!fs.existsSync(file)) {
      if (path.basename(page) !== 'CONTRIBUTING.md') problems.push(`${path.relative(root, page)} links to ${to}, which does not exist.`)
      return ''
    }
    if (/\.(png|svg)$/.test(file)) {
      images.add(path.relative(docs, file))
      return `](/${path.relative(docs, file)})`
    }
    let address = pages.has(file) ? addressOf(file) : undefined
    if (file === path.join(root, 'README.md')) address = 'index.md'
    if (!address) {
      sources.add(file)
      address = sourceAddress(file)
    }
    return `](/${address}${anchor ? `#${anchor}` : ''})`
  }

  function sidebar() {
    return contents.map(group => ({
      text: group.text,
      collapsed: group.collapsed,
      items: group.items.flatMap(item => expanded(item)).filter((file, i, all) => all.indexOf(file) === i)
        .map(file => ({ text: titleOf(file), link: `/${addressOf(file).replace(/(^|\/)index\.md$|\.md$/, '$1')}` })),
    }))
  }
}

/** The files that contents.js names, which have to be all there are. */
function listed(problems) {
  const pages = new Set()
  for (const item of contents.flatMap(group => group.items)) {
    const files = expanded(item)
    if (files.length === 0) problems.push(`contents.js names ${item}, which does not exist.`)
    for (const file of files) pages.add(file)
  }
  for (const file of fs.readdirSync(docs, { recursive: true }).map(f => path.join(docs, f))) {
    if (file.endsWith('.md') && !file.startsWith(site + path.sep) && !pages.has(file)) problems.push(`contents.js does not name ${path.relative(docs, file)}.`)
  }
  return pages
}

function expanded(item) {
  const pattern = path.join(docs, item)
  if (!item.includes('*')) return fs.existsSync(pattern) ? [pattern] : []
  const [folder, rest] = pattern.split('*')
  return fs.readdirSync(folder).sort().map(name => path.join(folder, name + rest)).filter(file => file.endsWith('.md') && fs.existsSync(file))
}

function addressOf(page) {
  const inside = path.relative(docs, page)
  if (inside === 'README.md') return 'contents.md'
  if (!inside.startsWith('..')) return inside.replace(/README\.md$/, 'index.md')
  const outside = path.relative(root, page)
  if (outside.startsWith('src/')) return `packages/${outside.split('/')[1].toLowerCase()}.md`
  return `${outside.replace(/\/README\.md$/, '').replace(/\.md$/, '').toLowerCase()}.md`
}

function sourceAddress(file) {
  const name = path.relative(root, file)
  return `source/${name.replaceAll('.', '-')}.md`
}

/** A page that shows a file, or the files of a folder. */
function shown(source) {
  const name = path.relative(root, source)
  const files = fs.statSync(source).isDirectory() ? filesOf(source) : [source]
  const whole = files.length <= 60
  const parts = files.map(file => {
    if (!whole) return `- \`${path.relative(source, file)}\``
    const heading = files.length > 1 ? `## ${path.relative(source, file)}\n\n` : ''
    return `${heading}\`\`\`\`${languages[path.extname(file)] ?? 'txt'}\n${fs.readFileSync(file, 'utf8').trimEnd()}\n\`\`\`\`\n`
  })
  return `---\nsearch: false\neditLink: false\noutline: ${files.length > 1 ? 2 : false}\n---\n\n# ${name}\n\n${parts.join('\n')}`
}

function filesOf(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => a.isDirectory() - b.isDirectory() || a.name.localeCompare(b.name)).flatMap(entry => {
    if (passedOver.has(entry.name)) return []
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) return filesOf(file)
    return path.extname(entry.name) in languages ? [file] : []
  })
}

function titleOf(file) {
  return /^# (.*)$/m.exec(fs.readFileSync(file, 'utf8'))[1].replaceAll('`', '')
}

/** Files that keep their names on the site. */
function copyTo(folder, ...files) {
  fs.mkdirSync(path.join(out, folder), { recursive: true })
  for (const file of files) fs.copyFileSync(file, path.join(out, folder, path.basename(file)))
}

function write(address, content) {
  const file = path.join(out, address)
  fs.mkdirSync(path.dirname(file), { recursive: true })
  if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== content) fs.writeFileSync(file, content) // the server looks at what changes
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  fs.rmSync(path.join(root, 'artifacts/docs'), { recursive: true, force: true }) // no page of an earlier build
  const problems = makePages()
  for (const problem of problems) console.error(problem)
  process.exitCode = problems.length > 0 ? 1 : 0
}
