import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { compileKernel, KERNEL_CODE } from '../../tools/kernel.ts'

it('the compiled kernel is that of its source: npm run kernel', async () => {
  expect(readFileSync(KERNEL_CODE, 'utf8')).toBe(await compileKernel())
})
