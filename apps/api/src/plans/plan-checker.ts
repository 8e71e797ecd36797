import { Injectable } from '@nestjs/common';
import { MANUAL_ACTION } from '#domain/execution/approval.js';
import type { JsonObject } from '#domain/json.js';
import { checkPlan, type PlanFault } from '#domain/plan/check-plan.js';
import type { ActionStepDefinition, Hook, PlanDocument } from '#domain/plan/plan-document.js';
import { restoreSteps, unrestorable } from '#domain/runbook/drill/restore-steps.js';
import { dnsUpdateInputs } from '#domain/runbook/recipes/dns-switchover.js';
import { actionInputs } from '#domain/runbook/procedure-steps.js';
import { InvalidInputError } from '#engine/errors.js';
import { InvalidPlanError } from './errors.js';
import { PlanActions } from './plan-actions.js';

/** Finds everything in a well-formed plan that makes no sense, down to the inputs of its actions. */
@Injectable()
export class PlanChecker {
  constructor(private readonly actions: PlanActions) {}

  faultsOf(plan: PlanDocument): readonly PlanFault[] {
    return [
      ...checkPlan(plan, (name) => this.actions.has(name)),
      ...this.inputFaults(plan),
      ...this.dnsFaults(plan),
      ...this.hookFaults(plan),
      ...this.restoreFaults(plan),
    ];
  }

  /** @throws InvalidPlanError */
  requireSound(plan: PlanDocument): void {
    const [first, ...further] = this.faultsOf(plan);
    if (first) throw new InvalidPlanError([first, ...further]);
  }

  private inputFaults(plan: PlanDocument): readonly PlanFault[] {
    return plan.recovery_procedures.flatMap((procedure, i) =>
      procedure.steps.flatMap((step, j) =>
        typeof step === 'string' ? [] : this.stepFaults(step, `recovery_procedures[${i}].steps[${j}]`),
      ),
    );
  }

  private dnsFaults(plan: PlanDocument): readonly PlanFault[] {
    const { traffic } = plan.failover_configuration;
    return (traffic?.dns ?? []).flatMap((record, index) => {
      const inputs = dnsUpdateInputs(record, { from: 'primary', to: 'secondary' });
      return this.parseFaults('dns.update', inputs, `failover_configuration.traffic.dns[${index}]`);
    });
  }

  /** What a restore drill of each component would be refused for, down to the inputs of its steps. */
  private restoreFaults(plan: PlanDocument): readonly PlanFault[] {
    return plan.components.flatMap((component, index) => {
      if (component.targets?.restore === undefined) return [];
      const field = `components[${index}].targets.restore`;
      const why = unrestorable(component);
      if (why !== null) return [{ field, issue: why }];
      const { steps } = restoreSteps({ component, prefix: '', after: [] });
      const faults = steps.flatMap(({ action, inputs }) => this.parseFaults(action, inputs, field));
      // Several steps take the same inputs.
      return faults.filter(
        ({ issue }, at) => faults.findIndex((other) => withoutAction(other.issue) === withoutAction(issue)) === at,
      );
    });
  }

  private hookFaults(plan: PlanDocument): readonly PlanFault[] {
    return plan.components.flatMap(({ targets }, index) =>
      (['primary', 'secondary'] as const).flatMap((site) => {
        const target = targets?.[site];
        if (target?.driver !== 'postgres') return [];
        const field = `components[${index}].targets.${site}`;
        const { fence, control } = target;
        const { stop, start, rewind, base_copy } = control ?? {};
        const hooks = {
          fence,
          'control.stop': stop,
          'control.start': start,
          'control.rewind': rewind,
          'control.base_copy': base_copy,
        };
        const without = control !== undefined && rewind === undefined && base_copy === undefined;
        return [
          ...(without ? [{ field: `${field}.control`, issue: 'Needs rewind or base_copy' }] : []),
          ...Object.entries(hooks).flatMap(([name, hook]) =>
            hook === undefined ? [] : this.faultsOfHook(hook, `${field}.${name}`),
          ),
        ];
      }),
    );
  }

  private faultsOfHook({ action, with: inputs }: Hook, field: string): readonly PlanFault[] {
    if (!this.actions.has(action)) return [{ field: `${field}.action`, issue: `Unknown action: ${action}` }];
    if (action === MANUAL_ACTION) return [{ field: `${field}.action`, issue: 'A hook can not wait for a person' }];
    return this.parseFaults(action, inputs, `${field}.with`);
  }

  private stepFaults(step: ActionStepDefinition, field: string): readonly PlanFault[] {
    const inputs = actionInputs(step.with, step.probe, step.undo);
    if (!this.actions.has(step.action) || hasPlaceholders(inputs)) return [];
    return this.parseFaults(step.action, inputs, `${field}.with`);
  }

  private parseFaults(action: string, inputs: JsonObject, field: string): readonly PlanFault[] {
    try {
      this.actions.get(action).parse(inputs);
      return [];
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      return error.issues.map((issue) => ({ field, issue: `${action}: ${issue}` }));
    }
  }
}

function withoutAction(issue: string): string {
  return issue.slice(issue.indexOf(':'));
}

/** What is filled in only when the step runs can be checked only then. */
function hasPlaceholders(inputs: JsonObject): boolean {
  return JSON.stringify(inputs).includes('{{');
}
