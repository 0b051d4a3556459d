// Puts the two browser libraries and the icon sprite where the application serves them.
// Neither is committed: package-lock.json says what they are, to the byte.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const modules = join(root, "node_modules")
const vendor = join(root, "static", "vendor")

const scripts = {
  "htmx.esm.min.js": "htmx.org/dist/htmx.esm.min.js",
  "socket.io.esm.min.js": "socket.io-client/dist/socket.io.esm.min.js",
}
const licences = ["htmx.org", "socket.io-client", "heroicons"]

await rm(vendor, { recursive: true, force: true })
await mkdir(vendor, { recursive: true })
for (const [name, source] of Object.entries(scripts)) await copyScript(name, source)
await writeFile(join(vendor, "LICENSES.txt"), await allLicences())
await writeFile(join(root, "static", "icons.svg"), await sprite(await iconNames()))

async function copyScript(name, source) {
  const text = await readFile(join(modules, source), "utf8")
  // The maps are not served; a browser's tools would ask for them in vain.
  const bare = text.replace(/^\/\/[#@] ?sourceMappingURL=.*$/gm, "").trimEnd()
  await writeFile(join(vendor, name), `${bare}\n`)
}

async function allLicences() {
  const texts = licences.map(async (name) => `${name}\n\n${(await readFile(join(modules, name, "LICENSE"), "utf8")).trim()}\n`)
  return (await Promise.all(texts)).join("\n----\n\n")
}

async function iconNames() {
  const lines = (await readFile(join(root, "static", "icons.txt"), "utf8")).split("\n").map((line) => line.trim())
  return [...new Set(lines.filter((line) => line && !line.startsWith("#")))]
}

async function sprite(names) {
  const symbols = await Promise.all(names.map(symbol))
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`
}

async function symbol(name) {
  const source = await readFile(join(modules, "heroicons", "24", "outline", `${name}.svg`), "utf8").catch(() => {
    throw new Error(`static/icons.txt names "${name}", but heroicons has no such outline icon.`)
  })
  const drawing = source.match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1].replace(/\s*\n\s*/g, "")
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.5">${drawing}</symbol>`
}
