import type { RestoreSettings } from '#actions/backup/allowed.js';
import { newestBackup } from '#actions/backup/newest-backup.js';
import type { Component, PlanDocument } from '#domain/plan/plan-document.js';
import { assessBackup } from '#domain/readiness/assess.js';
import { finding, type Finding } from '#domain/readiness/finding.js';
import { withinLimit } from '#outbound/within-limit.js';
import { whyNot, type Look } from './look.js';

/** Milliseconds: a repository is opened by a key that is slow to derive on purpose. */
const LOOK_MS = 15_000;

export interface BackupLook extends Look {
  readonly restore: RestoreSettings;
  readonly now: () => Date;
}

/** Whether the newest backup of every component that has any is young enough. */
export async function backupFindings(plan: PlanDocument, look: BackupLook): Promise<readonly Finding[]> {
  return (await Promise.all(plan.components.map((component) => ageOf(component, look)))).flat();
}

async function ageOf(component: Component, look: BackupLook): Promise<readonly Finding[]> {
  const { backup } = component;
  if (backup === undefined) return [];
  const { restore: settings, secrets, signal } = look;
  return withinLimit(LOOK_MS, signal, async (limit) => {
    try {
      return assessBackup(component, await newestBackup(backup, { settings, secrets }, limit), look.now());
    } catch (error) {
      const why = limit.aborted && !signal.aborted ? 'there was no answer in time' : whyNot(error, signal);
      return [
        finding({
          code: 'backup_unknown',
          severity: 'warning',
          subject: component.component_id,
          message: `Nobody knows how old the newest backup of ${component.name} is (${why}): repair that, or correct its backup in the plan`,
        }),
      ];
    }
  });
}
