/** `npm run kernel`: compiles bot/understanding/kernel/learn.ts into kernel-code.ts beside it, which is committed: a start needs no compiler. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const source = new URL('../bot/understanding/kernel/learn.ts', import.meta.url)
export const KERNEL_CODE = new URL('../bot/understanding/kernel-code.ts', import.meta.url)

const BYTES_IN_LINE = 75

/** The file that holds the compiled kernel. Throws what the compiler says where the source is wrong. */
export const compileKernel = async (): Promise<string> => {
  let binary: Uint8Array | null = null
  const { error, stderr } = await asc.main(
    [
      'learn.ts',
      ...['--outFile', 'learn.wasm', '-O3', '--noAssert'],
      ...['--runtime', 'stub', '--importMemory', '--enable', 'simd,bulk-memory'],
    ],
    {
      readFile: (name) => (name === 'learn.ts' ? readFileSync(source, 'utf8') : null),
      writeFile: (_name, contents) => {
        if (typeof contents !== 'string') binary = contents
      },
      listFiles: () => [],
    },
  )
  if (error !== null || binary === null) throw new Error(`the kernel does not compile:\n${stderr}`)
  const lines: string[] = []
  for (let at = 0; at < (binary as Uint8Array).length; at += BYTES_IN_LINE)
    lines.push(Buffer.from((binary as Uint8Array).subarray(at, at + BYTES_IN_LINE)).toString('base64'))
  return [
    '/** WebAssembly from kernel/learn.ts, by `npm run kernel`. Not for editing. */',
    'export const KERNEL_CODE = [',
    ...lines.map((line) => `  '${line}',`),
    "].join('')",
    '',
  ].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(KERNEL_CODE, await compileKernel())
