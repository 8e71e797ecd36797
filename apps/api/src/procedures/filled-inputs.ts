import { Injectable } from '@nestjs/common';
import type { Runbook, RunbookStep } from '#domain/runbook/runbook.js';
import { InvalidInputError } from '#engine/errors.js';
import { PlanActions } from '../plans/plan-actions.js';
import { ValidationFailedError } from '../validation/errors.js';

/**
 * A plan's author leaves places open, which the check of the plan passes over. Now that they are filled, the actions
 * are asked again whether they can work with what is there, before anything has begun.
 */
@Injectable()
export class FilledInputs {
  constructor(private readonly actions: PlanActions) {}

  /** @throws ValidationFailedError naming every input that is wrong. */
  check(runbook: Runbook): void {
    if (runbook.mode === 'simulation') return;
    const issues = runbook.steps.flatMap((step) => this.issuesOf(step));
    if (issues.length > 0) throw new ValidationFailedError('Procedure request', [], issues);
  }

  private issuesOf(step: RunbookStep): readonly string[] {
    // What an earlier step will say is not known yet; the step checks it when it runs.
    if (JSON.stringify(step.inputs).includes('{{')) return [];
    try {
      this.actions.get(step.action).parse(step.inputs);
      return [];
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      return error.issues.map((issue) => `Step ${step.id} can not be executed with these parameters: ${issue}`);
    }
  }
}
