import { PRIORITIES, type Priority } from '#domain/plan/plan-document.js';
import { Identifier, Nested, OneOf, Optional, Text, TextList, WholeNumber } from '../validation/validation.js';
import { MAX_ITEMS, MAX_MINUTES } from './limits.js';
import { backupClass, type BackupDto } from './backup.dto.js';
import { TargetsDto } from './target.dto.js';

export class ComponentDto {
  @Identifier()
  component_id: string;

  @Text()
  name: string;

  @Text()
  type: string;

  @OneOf(PRIORITIES)
  priority: Priority;

  @WholeNumber(1, MAX_MINUTES)
  rto: number;

  @WholeNumber(0, MAX_MINUTES)
  rpo: number;

  @Optional()
  @TextList(MAX_ITEMS)
  dependencies?: string[];

  @Optional()
  @TextList(MAX_ITEMS)
  recovery_procedures?: string[];

  @Optional()
  @Nested(() => TargetsDto)
  targets?: TargetsDto;

  @Optional()
  @Nested(backupClass)
  backup?: BackupDto;
}
