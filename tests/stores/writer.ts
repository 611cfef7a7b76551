/**
 * A process of its own for sqlite-processes.test.ts: gives in messages `1` to `count` of one person, as a channel would, and
 * prints the number of each that it committed. Arguments: file, count, name.
 */
import { openDatabase } from '../../adapters/database/open.ts'
import { databaseStore } from '../../adapters/database/store.ts'
import { messageId } from '../../bot/ids.ts'
import { act, countingIds, person, send } from './support.ts'

const [file = '', count = '0', name = ''] = process.argv.slice(2)
const store = databaseStore(await openDatabase(`sqlite:${file}`), countingIds(name))
for (let number = 1; number <= Number(count); number += 1) {
  const seen = messageId('telegram', number)
  for (;;) {
    const result = await act(store, person('ana'), [send(String(number))], { seen })
    if (result === 'conflict') continue
    if (result === 'committed') process.stdout.write(`${number}\n`)
    break
  }
}
await store.close()
