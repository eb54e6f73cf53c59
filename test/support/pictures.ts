import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'

/** Shades of grey that a baseline has: enough to see a line move, few enough for a small file. */
const shades = 16

/** A picture in shades of grey, one byte a pixel, from 0 to 15. */
export interface Picture {
  width: number
  height: number
  pixels: Uint8Array
}

export function readPicture(png: Buffer): Picture {
  const { width, height, data } = PNG.sync.read(png)
  const pixels = Uint8Array.from({ length: width * height }, (_, at) => {
    const [red, green, blue] = [data[4 * at] ?? 0, data[4 * at + 1] ?? 0, data[4 * at + 2] ?? 0]
    return Math.round(((0.299 * red + 0.587 * green + 0.114 * blue) / 255) * (shades - 1))
  })
  return { width, height, pixels }
}

/** The share of pixels that differ, from 0 to 1; 1 where the sizes do. Edges that are only smoothed otherwise count as equal. */
export function difference(one: Picture, other: Picture): number {
  const { width, height } = one
  if (width !== other.width || height !== other.height) return 1
  const differing = pixelmatch(colours(one), colours(other), undefined, width, height, { threshold: 0.2 })
  return differing / (width * height)
}

export async function readBaseline(path: string): Promise<Picture | undefined> {
  return existsSync(path) ? readPicture(await readFile(path)) : undefined
}

/** Writes four bits a pixel, which pngjs cannot: a page takes a fifth of the room. */
export function writeBaseline(path: string, { width, height, pixels }: Picture): void {
  const stride = Math.ceil(width / 2)
  const rows = Buffer.alloc(height * (stride + 1))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * (stride + 1) + 1 + (x >> 1)
      const shade = pixels[y * width + x] ?? 0
      rows[at] = (rows[at] ?? 0) | (x % 2 === 0 ? shade << 4 : shade)
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // Four bits, greyscale; the rest is the only kind there is.
  header.set([4, 0, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(
    path,
    Buffer.concat([
      signature,
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(rows, { level: 9 })),
      chunk('IEND', Buffer.alloc(0))
    ])
  )
}

function colours({ pixels }: Picture): Uint8Array {
  const data = new Uint8Array(pixels.length * 4)
  for (const [at, shade] of pixels.entries()) {
    const value = Math.round((shade / (shades - 1)) * 255)
    data.set([value, value, value, 255], 4 * at)
  }
  return data
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(content.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}
