import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findCycle, topologicalOrder, type DependencyNode } from './dependency-graph.js';

/** Any graph: with cycles, self-references, repeated edges and edges to nowhere. */
const anyGraph: fc.Arbitrary<readonly DependencyNode[]> = fc
  .array(fc.array(fc.nat(11), { maxLength: 3 }), { maxLength: 10 })
  .map((edges) => edges.map((to, index) => ({ id: `n${index}`, dependsOn: to.map((target) => `n${target}`) })));

/** Ids that a walk along dependencies can come to. */
function reachableFrom(id: string, nodes: readonly DependencyNode[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const walk = (at: string): void => {
    for (const next of nodes.find((node) => node.id === at)?.dependsOn ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      walk(next);
    }
  };
  walk(id);
  return seen;
}

const idsOf = (nodes: readonly DependencyNode[]): readonly string[] => nodes.map((node) => node.id);

describe('topological order', () => {
  it('places every node once or names it as blocked', () => {
    fc.assert(
      fc.property(anyGraph, (nodes) => {
        const { order, blocked } = topologicalOrder(nodes);
        expect([...idsOf(order), ...blocked].sort()).toEqual([...idsOf(nodes)].sort());
      }),
    );
  });

  it('places each node after everything it depends on', () => {
    fc.assert(
      fc.property(anyGraph, (nodes) => {
        const ids = idsOf(topologicalOrder(nodes).order);
        for (const { id, dependsOn } of nodes.filter((node) => ids.includes(node.id))) {
          for (const dependency of dependsOn.filter((each) => idsOf(nodes).includes(each))) {
            expect(ids.indexOf(dependency)).toBeLessThan(ids.indexOf(id));
            expect(ids).toContain(dependency);
          }
        }
      }),
    );
  });

  it('blocks exactly the nodes on a cycle or behind one', () => {
    fc.assert(
      fc.property(anyGraph, (nodes) => {
        const onCycle = new Set(idsOf(nodes).filter((id) => reachableFrom(id, nodes).has(id)));
        const stuck = idsOf(nodes).filter(
          (id) => onCycle.has(id) || [...reachableFrom(id, nodes)].some((at) => onCycle.has(at)),
        );
        expect(topologicalOrder(nodes).blocked).toEqual(stuck);
      }),
    );
  });

  it('keeps the declared order where nothing speaks against it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), (ids) => {
        const nodes = ids.map((id) => ({ id, dependsOn: [] }));
        expect(topologicalOrder(nodes).order).toEqual(nodes);
      }),
    );
    const nodes = [
      { id: 'c', dependsOn: ['a'] },
      { id: 'b', dependsOn: ['a'] },
      { id: 'a', dependsOn: [] },
    ];
    expect(idsOf(topologicalOrder(nodes).order)).toEqual(['a', 'c', 'b']);
  });
});

describe('finding a cycle', () => {
  it('names a real path from a node back to itself, exactly when there is one', () => {
    fc.assert(
      fc.property(anyGraph, (nodes) => {
        const cycle = findCycle(nodes);
        expect(cycle !== null).toBe(topologicalOrder(nodes).blocked.length > 0);
        if (cycle === null) return;
        expect(cycle.length).toBeGreaterThan(1);
        expect(cycle[0]).toBe(cycle.at(-1));
        expect(new Set(cycle.slice(1)).size).toBe(cycle.length - 1);
        cycle.slice(1).forEach((id, index) => {
          expect(nodes.find((node) => node.id === cycle[index])!.dependsOn).toContain(id);
        });
      }),
    );
  });

  it('copes with ids that are there twice, which is a fault of its own', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ id: fc.constantFrom('a', 'b', 'c'), dependsOn: fc.array(fc.constantFrom('a', 'b', 'c')) }),
        ),
        (nodes) => {
          findCycle(nodes);
        },
      ),
    );
  });
});
