import type { Component, PlanDocument } from '../plan/plan-document.js';

export interface OrderedProcedure {
  readonly name: string;
  readonly dependencies: readonly string[];
}

/**
 * A component's procedures in the order in which its author lists them, each behind those that it depends on: what
 * nobody has done before is done here first. The dependencies have no cycle.
 * @param done names of procedures that earlier components do.
 */
export function orderedProcedures(
  plan: PlanDocument,
  component: Component,
  done: { has(name: string): boolean },
): readonly OrderedProcedure[] {
  const ordered = new Map<string, OrderedProcedure>();
  const place = (name: string): void => {
    if (ordered.has(name)) return;
    const own = plan.recovery_procedures.find((procedure) => procedure.procedure_id === name);
    const dependencies = own?.dependencies ?? [];
    for (const id of dependencies) if (!done.has(id) || component.recovery_procedures.includes(id)) place(id);
    ordered.set(name, { name, dependencies });
  };
  component.recovery_procedures.forEach(place);
  return [...ordered.values()];
}
