import { Injectable } from '@nestjs/common';
import type { AdminUserRecord } from '#persistence/records.js';
import { AdminUserRepository } from '#persistence/repositories/admin-user-repository.js';
import type { Caller } from '#security/identity.js';

/** Finds who is recorded as having done something. */
@Injectable()
export class Actors {
  constructor(private readonly users: AdminUserRepository) {}

  /**
   * The row of a subject that `actorOf` has allowed.
   * Called last, when nothing can be refused any more: a refused request leaves no row behind.
   */
  record(caller: Caller, subject: string): Promise<AdminUserRecord> {
    // Roles are known of the caller alone, whose token says them.
    return this.users.ensure(subject, subject === caller.subject ? caller.roles : []);
  }
}
