import { ROLES, type Role } from '#domain/access/roles.js';
import { MAX_APPROVAL_TIMEOUT, MAX_APPROVALS } from '#domain/execution/approval.js';
import { Flag, OneOf, Optional, Seconds, WholeNumber } from '../validation/validation.js';

export class ApprovalDto {
  @WholeNumber(1, MAX_APPROVALS)
  required: number;

  @Optional()
  @OneOf(ROLES)
  role?: Role;

  @Optional()
  @Flag()
  exclude_initiator?: boolean;

  @Optional()
  @Seconds(MAX_APPROVAL_TIMEOUT)
  timeout?: number;
}
