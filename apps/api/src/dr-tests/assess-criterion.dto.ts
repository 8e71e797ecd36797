import { OneOf, Text } from '../validation/validation.js';

export class AssessCriterionDto {
  /** As the test names it. */
  @Text({ max: 1000 })
  criteria: string;

  @OneOf(['passed', 'failed'])
  status: 'passed' | 'failed';

  /** What the assessment rests on. */
  @Text({ max: 2000 })
  details: string;
}
