import { MAX_ITEMS } from '../plans/limits.js';
import {
  Flag,
  FreeText,
  Identifier,
  Instant,
  Nested,
  NestedList,
  Optional,
  Recipients,
  Text,
  TextList,
  WholeNumber,
} from '../validation/validation.js';

/** Minutes: a week. */
const MAX_DURATION = 10_080;
const MAX_SCENARIOS = 100;
const MAX_CRITERIA = 100;

export class TestEnvironmentDto {
  @Text()
  name: string;

  @Text()
  location: string;

  @Text()
  isolation: string;

  @Optional()
  @Flag()
  cleanup_after_test?: boolean | null;
}

export class TestScenarioDto {
  @Identifier()
  scenario_id: string;

  @Text()
  name: string;

  @Optional()
  @FreeText(10_000)
  description?: string | null;

  @TextList(MAX_ITEMS)
  components: string[];

  @Optional()
  @Text()
  expected_outcome?: string | null;
}

export class TestNotificationsDto {
  @Optional()
  @Flag()
  on_start?: boolean | null;

  @Optional()
  @Flag()
  on_completion?: boolean | null;

  @Optional()
  @Flag()
  on_failure?: boolean | null;

  @Optional()
  @Recipients()
  recipients?: string[] | null;
}

export class LiveSwitchoverDto {
  /** The plan's name: whoever moves it for real has it in front of them. */
  @Text()
  confirm: string;
}

/** SPEC.md's request. What is optional here has a default that the answer shows. */
export class ScheduleTestDto {
  @Text()
  test_name: string;

  @Optional()
  @FreeText(10_000)
  description?: string | null;

  @Text({ max: 100 })
  test_type: string;

  @Optional()
  @Text({ max: 100 })
  test_scope?: string | null;

  @Instant()
  scheduled_for: string;

  @Optional()
  @WholeNumber(1, MAX_DURATION)
  duration?: number | null;

  @Optional()
  @Nested(() => TestEnvironmentDto)
  test_environment?: TestEnvironmentDto | null;

  @NestedList(MAX_SCENARIOS, () => TestScenarioDto)
  test_scenarios: TestScenarioDto[];

  @Optional()
  @TextList(MAX_CRITERIA, { max: 1000 })
  success_criteria?: string[] | null;

  @Optional()
  @Nested(() => TestNotificationsDto)
  notifications?: TestNotificationsDto | null;

  @Optional()
  @Text()
  scheduled_by?: string | null;

  /** Absent: a drill, on isolated targets. */
  @Optional()
  @Nested(() => LiveSwitchoverDto)
  live_switchover?: LiveSwitchoverDto | null;
}

export class RescheduleTestDto {
  @Instant()
  scheduled_for: string;
}
