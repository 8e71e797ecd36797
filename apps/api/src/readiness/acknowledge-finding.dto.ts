import { Instant, Optional, Text } from '../validation/validation.js';

export class AcknowledgeFindingDto {
  @Text({ max: 2000 })
  comment: string;

  /** Until when the acknowledgement counts; absent: until the finding is resolved. */
  @Optional()
  @Instant()
  until?: string | null;
}
