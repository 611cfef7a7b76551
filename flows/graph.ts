import { type Flow, type Node, targetsOf } from '../bot/flow.ts'

/** The nodes that a node leads to and that exist. */
export const nextOf = (flow: Flow, name: string): readonly string[] => {
  const node = flow.nodes[name]
  return node === undefined ? [] : targetsOf(node).filter((to) => flow.nodes[to] !== undefined)
}

/** Every node that can be reached from those, these included. */
export const reachableFrom = (from: readonly string[], next: (name: string) => readonly string[]): Set<string> => {
  const seen = new Set<string>()
  const waiting = [...from]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    waiting.push(...next(name))
  }
  return seen
}

/** A flow may stop here: at its end, with a person, or after an act that nothing follows. */
export const isEnd = (node: Node): boolean => targetsOf(node).length === 0 && node.kind !== 'ask'

/** The flow goes on by itself here, without waiting for the person. */
export const isSilent = (node: Node): boolean => node.kind === 'branch' || node.kind === 'answer' || node.kind === 'act'

/** The nodes from which the flow can come to an end. */
export const ending = (flow: Flow): Set<string> => {
  const names = Object.keys(flow.nodes)
  const ends = Object.entries(flow.nodes).flatMap(([name, node]) => (isEnd(node) ? [name] : []))
  return reachableFrom(ends, (name) => names.filter((before) => nextOf(flow, before).includes(name)))
}

/** The nodes of a circle that never waits for the person, in order from the given node; null where it is in none. */
export const silentCircle = (flow: Flow, from: string): readonly string[] | null => {
  const silent = (name: string) => nextOf(flow, name).filter((to) => isSilentName(flow, to))
  if (!isSilentName(flow, from)) return null
  const search = (path: readonly string[], seen: Set<string>): readonly string[] | null => {
    for (const to of silent(path.at(-1) ?? from)) {
      if (to === from) return path
      if (seen.has(to)) continue
      seen.add(to)
      const found = search([...path, to], seen)
      if (found !== null) return found
    }
    return null
  }
  return search([from], new Set([from]))
}

const isSilentName = (flow: Flow, name: string): boolean => {
  const node = flow.nodes[name]
  return node !== undefined && isSilent(node)
}
