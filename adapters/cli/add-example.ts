/**
 * Adds an example question to a folder of knowledge. The running program calls it, so that people are answered while all is
 * checked. In: an `exampleRequest` of adapters/examples.ts; out: a line that `exampleResult` reads. Words stand in no argument, which
 * others on the machine could see.
 */
import { text } from 'node:stream/consumers'
import { addExample } from '../../knowledge/add-example.ts'
import { exampleRequest } from '../examples.ts'

const { dir, ...example } = exampleRequest.parse(JSON.parse(await text(process.stdin)))
console.log(JSON.stringify(addExample(dir, example)))
