// Serves the site at http://localhost:5173, and again what is changed in docs/.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer } from 'vitepress'
import { makePages } from './pages.js'

const site = path.dirname(fileURLToPath(import.meta.url))
const make = () => makePages().forEach(problem => console.error(problem))

make()
let waiting
for (const folder of foldersIn(path.dirname(site))) {
  fs.watch(folder, (_, file) => {
    if (!file?.endsWith('.md')) return
    clearTimeout(waiting)
    waiting = setTimeout(make, 100)
  })
}

const server = await createServer(site, { port: Number(process.env.PORT ?? 5173), host: '127.0.0.1' })
await server.listen()
server.printUrls()

function foldersIn(folder) {
  const below = fs.readdirSync(folder, { withFileTypes: true }).filter(entry => entry.isDirectory()).map(entry => path.join(folder, entry.name))
  return [folder, ...below.filter(inside => inside !== site).flatMap(foldersIn)]
}
