/** Something in a plan that makes no sense, and where. */
export interface PlanFault {
  /** Path of the field, such as `components[1].dependencies`. */
  readonly field: string;
  readonly issue: string;
}
