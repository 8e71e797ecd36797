import { Injectable } from '@nestjs/common';
import type { JsonObject } from '#domain/json.js';
import { checkPlan, type PlanFault } from '#domain/plan/check-plan.js';
import type { ActionStepDefinition, PlanDocument } from '#domain/plan/plan-document.js';
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
    return [...checkPlan(plan, (name) => this.actions.has(name)), ...this.inputFaults(plan), ...this.dnsFaults(plan)];
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

/** What is filled in only when the step runs can be checked only then. */
function hasPlaceholders(inputs: JsonObject): boolean {
  return JSON.stringify(inputs).includes('{{');
}
