import { Body, Controller, Get, HttpCode, HttpStatus, Param, Patch, Post, Query } from '@nestjs/common';
import { TestNotFoundError } from '#persistence/dr-tests/errors.js';
import { PlanNotFoundError } from '#persistence/errors.js';
import { CurrentCaller, RequiresPermission } from '#security/access.js';
import type { Caller } from '#security/identity.js';
import { CommentDto } from '../executions/intervention.dto.js';
import { RateLimited } from '../limits/rate-limited.js';
import { DocumentPipe } from '../validation/document.pipe.js';
import { PathIdPipe } from '../validation/path-id.pipe.js';
import { AssessCriterionDto } from './assess-criterion.dto.js';
import { DrTestService } from './dr-test.service.js';
import { testResultsView, testView } from './dr-test.view.js';
import { cursorOf, ListTestsDto, toPage } from './list-tests.dto.js';
import { RescheduleTestDto, ScheduleTestDto } from './schedule-test.dto.js';

const PLAN_ID = new PathIdPipe((id) => new PlanNotFoundError(id));
const TEST_ID = new PathIdPipe((id) => new TestNotFoundError(id));
const WHAT = 'DR test';

@Controller('disaster-recovery')
export class DrTestsController {
  constructor(private readonly tests: DrTestService) {}

  @Post('plans/:plan_id/tests')
  @RateLimited('tests')
  @RequiresPermission('test.schedule')
  async schedule(
    @Param('plan_id', PLAN_ID) planId: string,
    @Body(new DocumentPipe(ScheduleTestDto, WHAT)) request: ScheduleTestDto,
    @CurrentCaller() caller: Caller,
  ) {
    return testView(await this.tests.schedule(planId, request, caller));
  }

  @Get('tests')
  @RequiresPermission('execution.read')
  async list(@Query(new DocumentPipe(ListTestsDto, 'Query')) query: ListTestsDto) {
    const { tests, hasMore } = await this.tests.list(toPage(query));
    const last = tests.at(-1);
    return { tests: tests.map(testView), next_cursor: hasMore && last ? cursorOf(last.testId) : null };
  }

  @Get('tests/:test_id')
  @RequiresPermission('execution.read')
  async get(@Param('test_id', TEST_ID) testId: string) {
    return testView(await this.tests.get(testId));
  }

  @Patch('tests/:test_id')
  @RequiresPermission('test.schedule')
  async reschedule(
    @Param('test_id', TEST_ID) testId: string,
    @Body(new DocumentPipe(RescheduleTestDto, WHAT)) { scheduled_for }: RescheduleTestDto,
    @CurrentCaller() caller: Caller,
  ) {
    return testView(await this.tests.reschedule(testId, new Date(scheduled_for), caller));
  }

  @Post('tests/:test_id/cancel')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresPermission('test.schedule')
  async cancel(
    @Param('test_id', TEST_ID) testId: string,
    @Body(new DocumentPipe(CommentDto, 'Request', { mayBeAbsent: true })) { comment }: CommentDto,
    @CurrentCaller() caller: Caller,
  ) {
    return testView(await this.tests.cancel(testId, comment ?? '', caller));
  }

  @Get('tests/:test_id/results')
  @RequiresPermission('execution.read')
  async results(@Param('test_id', TEST_ID) testId: string) {
    return testResultsView(await this.tests.results(testId));
  }

  @Post('tests/:test_id/criteria/assess')
  @HttpCode(HttpStatus.OK)
  @RequiresPermission('test.assess')
  async assess(
    @Param('test_id', TEST_ID) testId: string,
    @Body(new DocumentPipe(AssessCriterionDto, 'Assessment')) assessment: AssessCriterionDto,
    @CurrentCaller() caller: Caller,
  ) {
    await this.tests.assess(testId, assessment, caller);
    return testResultsView(await this.tests.results(testId));
  }
}
