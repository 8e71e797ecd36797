/** One move of a model. */
export interface Move<S> {
  readonly label: string;
  readonly to: S;
  /** A move that is sure to happen some time if it stays possible: not a crash, not a loss, and nothing that a person does. */
  readonly fair: boolean;
}

export interface Model<S> {
  readonly initial: S;
  /** Every move that is possible. @throws Violation when one of them breaks an invariant. */
  moves(state: S): readonly Move<S>[];
  /** Two states with the same key behave alike. */
  key(state: S): string;
  /** The whole is over, or waits for a person. @throws Violation when it rests where it must not. */
  isAtRest(state: S): boolean;
}

/** An invariant does not hold. */
export class Violation extends Error {
  constructor(
    readonly invariant: string,
    detail: string,
    /** The move that broke it, when it was a move. */
    readonly move: string | null = null,
  ) {
    super(`${invariant}: ${detail}`);
    this.name = 'Violation';
  }
}

export interface Verdict {
  readonly states: number;
  readonly transitions: number;
  /** Moves of the longest shortest way to a state. */
  readonly depth: number;
  readonly counterExample: {
    readonly invariant: string;
    readonly message: string;
    readonly trace: readonly string[];
  } | null;
}

export const CAN_COME_TO_REST = 'from every state the end, or a person, can be reached by fair moves alone';

/** Goes breadth-first through every state that a model can reach, so that a counter-example is a shortest one. */
export function explore<S>(model: Model<S>, mostStates = 20_000_000): Verdict {
  const ids = new Map<string, number>([[model.key(model.initial), 0]]);
  const cameFrom: number[] = [-1];
  const cameBy: string[] = [''];
  const fairEdges: number[] = [];
  const atRest: boolean[] = [];
  let frontier: [number, S][] = [[0, model.initial]];
  let transitions = 0;
  let depth = 0;

  const traceTo = (id: number, last: string | null): readonly string[] => {
    const trace: string[] = last === null ? [] : [last];
    for (let at = id; cameFrom[at]! >= 0; at = cameFrom[at]!) trace.unshift(cameBy[at]!);
    return trace;
  };
  const verdict = (counterExample: Verdict['counterExample']): Verdict => ({
    states: ids.size,
    transitions,
    depth,
    counterExample,
  });

  while (frontier.length > 0) {
    const next: [number, S][] = [];
    for (const [id, state] of frontier) {
      try {
        atRest[id] = model.isAtRest(state);
        for (const { label, to, fair } of model.moves(state)) {
          transitions++;
          const key = model.key(to);
          let target = ids.get(key);
          if (target === undefined) {
            target = ids.size;
            ids.set(key, target);
            cameFrom[target] = id;
            cameBy[target] = label;
            next.push([target, to]);
          }
          if (fair && target !== id) fairEdges.push(id, target);
        }
      } catch (error) {
        if (!(error instanceof Violation)) throw error;
        return verdict({ invariant: error.invariant, message: error.message, trace: traceTo(id, error.move) });
      }
    }
    if (ids.size > mostStates) throw new Error(`more than ${mostStates} states`);
    frontier = next;
    if (next.length > 0) depth++;
  }
  const stuck = firstThatCanNotRest(ids.size, fairEdges, atRest);
  if (stuck === null) return verdict(null);
  return verdict({
    invariant: CAN_COME_TO_REST,
    message: `${CAN_COME_TO_REST}: not from here`,
    trace: traceTo(stuck, null),
  });
}

/** Walks back from the states at rest; what is not met can never get there. */
function firstThatCanNotRest(states: number, edges: readonly number[], atRest: readonly boolean[]): number | null {
  const start = new Int32Array(states + 1);
  for (let i = 1; i < edges.length; i += 2) start[edges[i]! + 1]!++;
  for (let id = 0; id < states; id++) start[id + 1]! += start[id]!;
  const before = new Int32Array(edges.length / 2);
  const filled = start.slice();
  for (let i = 0; i < edges.length; i += 2) before[filled[edges[i + 1]!]!++] = edges[i]!;
  const met = new Uint8Array(states);
  const stack: number[] = [];
  for (let id = 0; id < states; id++) {
    if (!atRest[id]) continue;
    met[id] = 1;
    stack.push(id);
  }
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    for (let i = start[id]!; i < start[id + 1]!; i++) {
      const from = before[i]!;
      if (met[from]) continue;
      met[from] = 1;
      stack.push(from);
    }
  }
  const stuck = met.indexOf(0);
  return stuck < 0 ? null : stuck;
}
