/** Nodes that wait for other nodes, in the order in which they were declared. */
export interface DependencyNode {
  readonly id: string;
  readonly dependsOn: readonly string[];
}

/**
 * Orders nodes so that each stands after all it depends on; among the nodes that are free at once the
 * declared order is kept, so the same plan always yields the same runbook. O(n + edges).
 * Dependencies on ids that are not among the nodes are ignored.
 * @returns the order, or the ids that lie on or behind a cycle.
 */
export function topologicalOrder<T extends DependencyNode>(
  nodes: readonly T[],
): { readonly order: readonly T[]; readonly blocked: readonly string[] } {
  const known = new Set(nodes.map((node) => node.id));
  const waitingFor = new Map<string, number>();
  const dependents = new Map<string, number[]>();
  nodes.forEach((node, index) => {
    const dependencies = new Set(node.dependsOn.filter((id) => known.has(id)));
    waitingFor.set(node.id, dependencies.size);
    for (const id of dependencies) {
      const list = dependents.get(id);
      if (list) list.push(index);
      else dependents.set(id, [index]);
    }
  });
  const order: T[] = [];
  let free = nodes.map((_, index) => index).filter((index) => waitingFor.get(nodes[index]!.id) === 0);
  while (free.length > 0) {
    const released: number[] = [];
    for (const index of free) {
      const node = nodes[index]!;
      order.push(node);
      for (const dependent of dependents.get(node.id) ?? []) {
        const left = waitingFor.get(nodes[dependent]!.id)! - 1;
        waitingFor.set(nodes[dependent]!.id, left);
        if (left === 0) released.push(dependent);
      }
    }
    free = released.sort((a, b) => a - b);
  }
  const placed = new Set(order.map((node) => node.id));
  return { order, blocked: nodes.filter((node) => !placed.has(node.id)).map((node) => node.id) };
}

/**
 * Names one cycle among the nodes, as the path that leads from a node back to itself.
 * @returns null when there is none.
 */
export function findCycle(nodes: readonly DependencyNode[]): readonly string[] | null {
  const { blocked } = topologicalOrder(nodes);
  if (blocked.length === 0) return null;
  const stuck = new Map(nodes.filter((node) => blocked.includes(node.id)).map((node) => [node.id, node]));
  // Every stuck node depends on another stuck one, so following dependencies must come back to where it has been.
  const path: string[] = [];
  let at = blocked[0]!;
  while (!path.includes(at)) {
    path.push(at);
    at = stuck.get(at)!.dependsOn.find((id) => stuck.has(id))!;
  }
  return [...path.slice(path.indexOf(at)), at];
}
