// Written by scripts/openapi.mjs from docs/openapi.json.
export interface paths {
    "/disaster-recovery/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List plans
         * @description Needs the permission `plan.read`.
         */
        get: operations["listPlans"];
        put?: never;
        /**
         * Create a plan
         * @description Needs the permission `plan.write`.
         */
        post: operations["createPlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check a plan without saving it
         * @description Always 200 for what is JSON: that a plan is faulty is the answer, and no error. Needs the permission `plan.read`.
         */
        post: operations["validatePlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a plan
         * @description Needs the permission `plan.read`.
         */
        get: operations["getPlan"];
        /**
         * Change a plan
         * @description Needs the permission `plan.write`.
         */
        put: operations["updatePlan"];
        post?: never;
        /**
         * Archive a plan
         * @description Needs the permission `plan.write`.
         */
        delete: operations["archivePlan"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a plan out of the archive
         * @description Needs the permission `plan.write`.
         */
        post: operations["restorePlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check a change of a plan without saving it
         * @description Without a body the plan is checked as it is stored. Needs the permission `plan.read`.
         */
        post: operations["validatePlanChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/lag": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far the standbys are behind
         * @description Needs the permission `plan.read`.
         */
        get: operations["getPlanLag"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/authority": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which site serves now
         * @description Asked anew of the database each time; never to be cached. Needs the permission `plan.read`.
         */
        get: operations["getPlanAuthority"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/estimate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a failover would take
         * @description Of all components with default options, from what its steps took before; null where they never ran. Needs the permission `plan.read`.
         */
        get: operations["getPlanEstimate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/components": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Components of a plan
         * @description Needs the permission `plan.read`.
         */
        get: operations["listComponents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/components/{component_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A component of a plan
         * @description Needs the permission `plan.read`.
         */
        get: operations["getComponent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/procedures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recovery procedures of a plan
         * @description Needs the permission `plan.read`.
         */
        get: operations["listProcedures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/procedures/{procedure_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A recovery procedure of a plan
         * @description Needs the permission `plan.read`.
         */
        get: operations["getProcedure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of a plan
         * @description Needs the permission `plan.read`.
         */
        get: operations["listPlanVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a version of a plan
         * @description Needs the permission `plan.read`.
         */
        get: operations["getPlanVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/versions/{from}/diff/{to}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare two versions of a plan
         * @description Needs the permission `plan.read`.
         */
        get: operations["comparePlanVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/readiness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How ready a plan is
         * @description Needs the permission `plan.read`.
         */
        get: operations["getPlanReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/readiness-check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Evaluate a plan now
         * @description Needs the permission `execution.intervene`.
         */
        post: operations["checkPlanReadiness"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/readiness/findings/{finding_id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that somebody knows of a finding
         * @description An acknowledged warning does not count against the status; an error always does. Needs the permission `execution.intervene`.
         */
        post: operations["acknowledgeFinding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/failover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a failover
         * @description Needs the permission `failover.execute`.
         */
        post: operations["initiateFailover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/failovers/{failover_id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How a failover goes
         * @description Needs the permission `execution.read`.
         */
        get: operations["getFailoverStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/runbook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a failover would do
         * @description Needs the permission `plan.read`.
         */
        get: operations["previewRunbook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/protection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the plan has a standby
         * @description What the worker has seen of the databases of the site that is not active, and did about them. Needs the permission `plan.read`.
         */
        get: operations["getProtection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/reprotect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make the other site a standby again
         * @description What the servers there have and the active ones have not is lost. Needs the permission `failover.execute`.
         */
        post: operations["reprotectPlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/failback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move the plan back to its primary site
         * @description A planned failover; refused with reasons unless every database there is a standby in step. Needs the permission `failover.execute`.
         */
        post: operations["failBack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/trigger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pull a trigger of a plan
         * @description An unplanned failover is started when no guard of automatic failovers forbids it; else reasons say why not. Needs the permission `failover.execute`.
         */
        post: operations["triggerFailover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/triggers/alertmanager": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Receive alerts of an Alertmanager
         * @description A firing is decided once, however often it is sent, and again for as long as it fires and is blocked. Needs the permission `trigger.send`.
         */
        post: operations["receiveAlertmanagerNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/trigger-decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why there was an automatic failover, or none
         * @description Needs the permission `execution.read`.
         */
        get: operations["listTriggerDecisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/cooldown/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the cool-down after the newest failover
         * @description Needs the permission `failover.execute`.
         */
        post: operations["acknowledgeCooldown"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/automation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether failovers of a plan start by themselves
         * @description Needs the permission `plan.read`.
         */
        get: operations["getPlanAutomation"];
        /**
         * Pause automatic failovers of a plan, or go on with them
         * @description Needs the permission `failover.execute`.
         */
        put: operations["switchPlanAutomation"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/automation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether failovers start by themselves at all
         * @description Needs the permission `plan.read`.
         */
        get: operations["getAutomation"];
        /**
         * Switch automatic failovers of all plans off or on
         * @description Needs the permission `automation.switch`.
         */
        put: operations["switchAutomation"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/executions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List executions
         * @description Needs the permission `execution.read`.
         */
        get: operations["listExecutions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/executions/{execution_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The whole state of an execution
         * @description Needs the permission `execution.read`.
         */
        get: operations["getExecution"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/executions/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow all executions
         * @description From now on, or from Last-Event-ID on. Server-sent events: `event` is the type of a journal entry, `data` JSON with execution_id, seq, at, epoch and
         *     entry, and status and progress as they were after it (docs/live.md). Needs the permission `execution.read`.
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/executions/{execution_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow an execution
         * @description From its first entry on, or from Last-Event-ID on; the last event is `end`. Server-sent events: `event` is the type of a journal entry, `data` JSON with execution_id, seq, at, epoch and
         *     entry, and status and progress as they were after it (docs/live.md). Needs the permission `execution.read`.
         */
        get: operations["streamExecutionEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/executions/{execution_id}/estimate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What an execution still takes
         * @description From what its steps took in the last runs of the plan; null where there are none. Needs the permission `execution.read`.
         */
        get: operations["getExecutionEstimate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/executions/{execution_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel an execution
         * @description Needs the permission `execution.intervene`.
         */
        post: operations["cancelExecution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/executions/{execution_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause an execution
         * @description No further step begins; what runs is finished. Also past the point of no return. Needs the permission `execution.intervene`.
         */
        post: operations["pauseExecution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/executions/{execution_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a paused execution go on
         * @description Lifts an operator's pause; what else it waits for stays. Needs the permission `execution.intervene`.
         */
        post: operations["resumeExecution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/executions/{execution_id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take back what was done
         * @description Until the point of no return; ends rolled_back. Needs the permission `execution.intervene`.
         */
        post: operations["rollBackExecution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/executions/{execution_id}/switch-to-ungraceful": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a paused planned failover go on as an unplanned one
         * @description The old site is no longer needed, and data may be lost: how much is measured. Needs the permission `execution.intervene`.
         */
        post: operations["switchToUngraceful"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/executions/{execution_id}/steps/{step_id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm what a person has done
         * @description Needs the permission `execution.intervene`.
         */
        post: operations["confirmStep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/executions/{execution_id}/steps/{step_id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a step
         * @description Each person counts once; with as many as it needs it is done. Needs the permission `execution.approve`.
         */
        post: operations["approveStep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/executions/{execution_id}/steps/{step_id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decline a step
         * @description It fails with approval_declined, and its policy says what then. Needs the permission `execution.approve`.
         */
        post: operations["declineStep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/executions/{execution_id}/steps/{step_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a failed step again
         * @description Needs the permission `execution.intervene`.
         */
        post: operations["retryStep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/executions/{execution_id}/steps/{step_id}/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go on without a step
         * @description Needs the permission `execution.intervene`.
         */
        post: operations["skipStep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/executions/{execution_id}/steps/{step_id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say what became of a step in doubt
         * @description Needs the permission `execution.intervene`.
         */
        post: operations["resolveStep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/procedures/{procedure_id}/execute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Execute a recovery procedure
         * @description Needs the permission `failover.execute`.
         */
        post: operations["executeProcedure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/procedures/{procedure_id}/executions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the executions of a procedure
         * @description Needs the permission `execution.read`.
         */
        get: operations["listProcedureExecutions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/tests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Schedule a DR test
         * @description Needs the permission `test.schedule`.
         */
        post: operations["scheduleTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/tests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List DR tests
         * @description Needs the permission `execution.read`.
         */
        get: operations["listTests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/tests/{test_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a DR test
         * @description Needs the permission `execution.read`.
         */
        get: operations["getTest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Move a DR test to another time
         * @description Needs the permission `test.schedule`.
         */
        patch: operations["rescheduleTest"];
        trace?: never;
    };
    "/disaster-recovery/tests/{test_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a DR test
         * @description Needs the permission `test.schedule`.
         */
        post: operations["cancelTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/tests/{test_id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Results of a DR test
         * @description Needs the permission `execution.read`.
         */
        get: operations["getTestResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/tests/{test_id}/criteria/assess": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Judge a criterion that nothing measured
         * @description Needs the permission `test.assess`.
         */
        post: operations["assessCriterion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/analytics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tests and failovers over time
         * @description Needs the permission `execution.read`.
         */
        get: operations["getAnalytics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/dashboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The state of things now
         * @description Needs the permission `execution.read`.
         */
        get: operations["getDashboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List alerts
         * @description Needs the permission `execution.read`.
         */
        get: operations["listAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/alerts/{alert_id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that somebody looks after an alert
         * @description Needs the permission `execution.intervene`.
         */
        post: operations["acknowledgeAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List notifications
         * @description Needs the permission `execution.read`.
         */
        get: operations["listNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/notifications/{notification_id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver a notification again
         * @description Needs the permission `execution.intervene`.
         */
        post: operations["redeliverNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/secrets/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Write a secret
         * @description Needs the permission `secret.write`.
         */
        put: operations["putSecret"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/plans/{plan_id}/bundle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Export a signed bundle of a plan
         * @description Secret values leave only sealed under the passphrase. Nothing is kept of the request. Needs the permission `plan.export`.
         */
        post: operations["exportPlanBundle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/bundle-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The key that verifies bundles
         * @description Needs the permission `plan.read`.
         */
        get: operations["getBundleKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disaster-recovery/executions/ingest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take in an execution that drctl has run
         * @description Only one that has ended, with the signed bundle that it was run with. The same one again has the same answer. Needs the permission `execution.ingest`.
         */
        post: operations["ingestExecution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether this process answers
         * @description Needs no token.
         */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether this process can do its work
         * @description Needs no token.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document
         * @description Needs no token.
         */
        get: operations["getOpenApiDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document for people
         * @description Needs no token.
         */
        get: operations["getDocumentation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @enum {string} */
        Priority: "critical" | "high" | "medium" | "low";
        /** @enum {string} */
        Site: "primary" | "secondary";
        /**
         * @description simulation: nothing in the plan is bound; it is walked through, and nothing is done.
         * @enum {string}
         */
        ExecutionMode: "live" | "simulation";
        /** @enum {string} */
        ExecutionStatus: "running" | "paused" | "rolling_back" | "completed" | "completed_with_exceptions" | "failed" | "cancelled" | "rolled_back";
        /**
         * @description What a paused execution waits for.
         * @enum {string}
         */
        PauseReason: "approval" | "failed_step" | "in_doubt" | "operator";
        /** @description Ask with it for the next page; null on the last. */
        NextCursor: string | null;
        Failure: {
            code: string;
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        Change: {
            /** @description Such as components[comp_1].rto */
            path: string;
            /** @enum {string} */
            kind: "added" | "removed" | "changed" | "reordered";
            /** @description Null when it was added. */
            before: unknown;
            /** @description Null when it was removed. */
            after: unknown;
        };
        /** @description Items on a page, 1 to 200; 50 when absent. */
        Limit: string;
        /** @description The next_cursor of the page before. */
        Cursor: string;
        PlanRequest: {
            plan_name: string;
            scope: string;
            priority: components["schemas"]["Priority"];
            /** @description Recovery time objective, minutes. */
            rto: number;
            /** @description Recovery point objective, minutes. */
            rpo: number;
            recovery_tier: string;
            /** @description At least one. */
            components: components["schemas"]["ComponentRequest"][];
            failover_configuration: components["schemas"]["FailoverConfigurationRequest"];
            description?: string | null;
            recovery_procedures?: components["schemas"]["ProcedureRequest"][] | null;
            testing_schedule?: components["schemas"]["TestingScheduleRequest"] | null;
            notifications?: components["schemas"]["NotificationPreferencesRequest"] | null;
            /** @description The caller, or somebody for whom the caller may act. */
            created_by?: string | null;
        };
        Plan: {
            plan_id: string;
            plan_name: string;
            scope: string;
            priority: components["schemas"]["Priority"];
            /** @description Recovery time objective, minutes. */
            rto: number;
            /** @description Recovery point objective, minutes. */
            rpo: number;
            recovery_tier: string;
            description: string;
            components: components["schemas"]["Component"][];
            failover_configuration: components["schemas"]["FailoverConfiguration"];
            recovery_procedures: components["schemas"]["Procedure"][];
            testing_schedule: components["schemas"]["TestingSchedule"] | null;
            notifications: components["schemas"]["NotificationPreferences"] | null;
            /** @enum {string} */
            status: "active" | "archived";
            /** Format: date-time */
            created_at: string;
            created_by: string;
            /** Format: date-time */
            last_tested: string | null;
            /** Format: date-time */
            next_test: string | null;
            version: number;
            execution_mode: components["schemas"]["ExecutionMode"];
            active_site: components["schemas"]["Site"];
            /** @description Of live plans, when they are read. */
            readiness?: components["schemas"]["ReadinessSummary"];
            /** @description Of live plans, when they are read. */
            protection?: components["schemas"]["ProtectionSummary"];
        };
        PlanDocument: {
            plan_name: string;
            scope: string;
            priority: components["schemas"]["Priority"];
            /** @description Recovery time objective, minutes. */
            rto: number;
            /** @description Recovery point objective, minutes. */
            rpo: number;
            recovery_tier: string;
            description: string;
            components: components["schemas"]["Component"][];
            failover_configuration: components["schemas"]["FailoverConfiguration"];
            recovery_procedures: components["schemas"]["Procedure"][];
            testing_schedule: components["schemas"]["TestingSchedule"] | null;
            notifications: components["schemas"]["NotificationPreferences"] | null;
        };
        PlanSummary: {
            plan_id: string;
            plan_name: string;
            scope: string;
            priority: components["schemas"]["Priority"];
            /** @description Recovery time objective, minutes. */
            rto: number;
            /** @description Recovery point objective, minutes. */
            rpo: number;
            recovery_tier: string;
            description: string;
            component_count: number;
            procedure_count: number;
            /** @enum {string} */
            status: "active" | "archived";
            /** Format: date-time */
            created_at: string;
            created_by: string;
            /** Format: date-time */
            last_tested: string | null;
            /** Format: date-time */
            next_test: string | null;
            version: number;
            execution_mode: components["schemas"]["ExecutionMode"];
            active_site: components["schemas"]["Site"];
            protection: components["schemas"]["ProtectionSummary"];
        };
        PlanPage: {
            items: components["schemas"]["PlanSummary"][];
            next_cursor: components["schemas"]["NextCursor"];
            total?: number;
        };
        PlanValidation: {
            valid: boolean;
            issues: {
                field: string;
                issue: string;
            }[];
            changes?: components["schemas"]["Change"][];
        };
        PlanLag: {
            plan_id: string;
            components: {
                component_id: string;
                /** Format: date-time */
                last_canary_at: string | null;
                lsn: string | null;
                /** Format: date-time */
                failing_since: string | null;
            }[];
            /** @description The worst of each step; null unless from, to, step or component_id was given. */
            series: {
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                to: string;
                /** @description Seconds. */
                step: number;
                components: {
                    component_id: string;
                    points: components["schemas"]["LagPoint"][];
                }[];
            } | null;
        };
        /** @description WAL that was not replayed, the age of the newest replayed transaction, and the heartbeats that would be lost. Null: not measured. */
        LagPoint: {
            /** Format: date-time */
            at: string;
            bytes: number | null;
            replay_ms: number | null;
            canary_ms: number | null;
        };
        PlanAuthority: {
            plan_id: string;
            active_site: components["schemas"]["Site"];
            site_name: string;
            /** @description The highest that was given out; what carries a lower one is stale. */
            epoch: number;
            /** Format: date-time */
            changed_at: string;
            /** @description The failover that made this site the active one. */
            changed_by_execution: string | null;
            /** @description The execution that is being driven at this moment. */
            under_execution: string | null;
            protection: components["schemas"]["ProtectionSummary"];
        };
        PlanComponents: {
            plan_id: string;
            version: number;
            items: components["schemas"]["Component"][];
        };
        PlanProcedures: {
            plan_id: string;
            version: number;
            items: components["schemas"]["Procedure"][];
        };
        PlanVersionSummary: {
            version: number;
            /** Format: date-time */
            created_at: string;
            created_by: string;
        };
        PlanVersionPage: {
            plan_id: string;
            items: components["schemas"]["PlanVersionSummary"][];
            next_cursor: components["schemas"]["NextCursor"];
        };
        PlanVersion: {
            plan_id: string;
            version: number;
            /** Format: date-time */
            created_at: string;
            created_by: string;
            document: components["schemas"]["PlanDocument"];
        };
        PlanDiff: {
            plan_id: string;
            from: number;
            to: number;
            changes: components["schemas"]["Change"][];
        };
        ComponentRequest: {
            component_id: string;
            name: string;
            type: string;
            priority: components["schemas"]["Priority"];
            /** @description Recovery time objective, minutes. */
            rto: number;
            /** @description Recovery point objective, minutes. */
            rpo: number;
            /** @description Ids of components that must be over first. */
            dependencies?: string[] | null;
            /** @description Names of built-in procedures, or ids of the plan's own recovery_procedures. */
            recovery_procedures?: string[] | null;
            targets?: components["schemas"]["TargetsRequest"] | null;
            backup?: components["schemas"]["BackupRequest"] | null;
        };
        Component: {
            component_id: string;
            name: string;
            type: string;
            priority: components["schemas"]["Priority"];
            /** @description Recovery time objective, minutes. */
            rto: number;
            /** @description Recovery point objective, minutes. */
            rpo: number;
            /** @description Ids of components that must be over first. */
            dependencies: string[];
            /** @description Names of built-in procedures, or ids of the plan's own recovery_procedures. */
            recovery_procedures: string[];
            /** @description Absent: the component can only be walked through. */
            targets?: components["schemas"]["Targets"];
            /** @description Where its backups are; absent: nothing is known of any. */
            backup?: components["schemas"]["Backup"];
        };
        ProcedureRequest: {
            procedure_id: string;
            name: string;
            /** @description A text is a task for a person; an object is an action. */
            steps: (string | components["schemas"]["ActionStepRequest"])[];
            /** @description Minutes. */
            estimated_duration: number;
            /** @enum {string} */
            automation_level: "manual" | "semi_automated" | "automated" | "fully_automated";
            description?: string | null;
            dependencies?: string[] | null;
            approval?: components["schemas"]["ApprovalRequirementRequest"] | null;
        };
        Procedure: {
            procedure_id: string;
            name: string;
            /** @description A text is a task for a person; an object is an action. */
            steps: (string | components["schemas"]["ActionStep"])[];
            /** @description Minutes. */
            estimated_duration: number;
            /** @enum {string} */
            automation_level: "manual" | "semi_automated" | "automated" | "fully_automated";
            description: string;
            dependencies: string[];
            /** @description Whose approval its actions need; absent: anybody who may intervene confirms them. */
            approval?: components["schemas"]["ApprovalRequirement"];
        };
        TestingScheduleRequest: {
            frequency: string;
            /** Format: date-time */
            next_test?: string | null;
            /** @description Minutes. */
            test_duration?: number | null;
            test_scope?: string | null;
            /** @description E-mail addresses, webhooks (https://…, http://…, secret://name) or chat webhooks (slack+https://…). */
            notifications?: string[] | null;
            /** @description IANA name of the zone whose clocks the schedule follows; UTC when absent. */
            timezone?: string | null;
        };
        TestingSchedule: {
            frequency: string;
            /** Format: date-time */
            next_test?: string;
            /** @description Minutes. */
            test_duration?: number;
            test_scope?: string;
            /** @description E-mail addresses, webhooks (https://…, http://…, secret://name) or chat webhooks (slack+https://…). */
            notifications?: string[];
            /** @description IANA name of the zone whose clocks the schedule follows; UTC when absent. */
            timezone?: string;
        };
        NotificationPreferencesRequest: {
            on_failover?: boolean | null;
            on_recovery?: boolean | null;
            on_test?: boolean | null;
            /** @description E-mail addresses, webhooks (https://…, http://…, secret://name) or chat webhooks (slack+https://…). */
            recipients?: string[] | null;
        };
        NotificationPreferences: {
            on_failover?: boolean;
            on_recovery?: boolean;
            on_test?: boolean;
            /** @description E-mail addresses, webhooks (https://…, http://…, secret://name) or chat webhooks (slack+https://…). */
            recipients?: string[];
        };
        ApprovalRequirementRequest: {
            /** @description How many people. */
            required: number;
            /**
             * @description Absent: anybody who may approve.
             * @enum {string|null}
             */
            role?: "viewer" | "operator" | "approver" | "monitor" | "admin" | null;
            /** @description Whoever has asked for the execution does not count. */
            exclude_initiator?: boolean | null;
            /** @description Seconds; absent: for as long as it takes. */
            timeout?: number | null;
        };
        ApprovalRequirement: {
            /** @description How many people. */
            required: number;
            /**
             * @description Absent: anybody who may approve.
             * @enum {string}
             */
            role?: "viewer" | "operator" | "approver" | "monitor" | "admin";
            /** @description Whoever has asked for the execution does not count. */
            exclude_initiator?: boolean;
            /** @description Seconds; absent: for as long as it takes. */
            timeout?: number;
        };
        DetectionRequest: {
            quorum?: (number | "majority") | null;
            /** @description Milliseconds above which an answer is too slow; absent: latency triggers nothing. */
            max_latency_ms?: number | null;
            /** @description Seconds in which all answers were too slow; 60 when absent. */
            window?: number | null;
            /** @description Seconds that a site must have been healthy before it can trigger again; 60 when absent. */
            rearm?: number | null;
        };
        Detection: {
            /** @description Vantage points that have to agree; majority when absent. */
            quorum?: number | "majority";
            /** @description Milliseconds above which an answer is too slow; absent: latency triggers nothing. */
            max_latency_ms?: number;
            /** @description Seconds in which all answers were too slow; 60 when absent. */
            window?: number;
            /** @description Seconds that a site must have been healthy before it can trigger again; 60 when absent. */
            rearm?: number;
        };
        ActionStepRequest: {
            name: string;
            /** @description Key of the action catalogue, such as http.request. */
            action: string;
            /** @description Seconds. */
            timeout?: number | null;
            retries?: number | null;
            /** @enum {string|null} */
            on_failure?: "pause" | "continue" | "rollback" | "abort" | null;
            /** @description The action's inputs. */
            with?: {
                [key: string]: unknown;
            } | null;
            /** @description How to see whether it is done already. */
            probe?: {
                [key: string]: unknown;
            } | null;
            /** @description How to take it back. */
            undo?: {
                [key: string]: unknown;
            } | null;
            idempotent?: boolean | null;
        };
        ActionStep: {
            name: string;
            /** @description Key of the action catalogue, such as http.request. */
            action: string;
            /** @description Seconds. */
            timeout?: number;
            retries?: number;
            /** @enum {string} */
            on_failure?: "pause" | "continue" | "rollback" | "abort";
            /** @description The action's inputs. */
            with?: {
                [key: string]: unknown;
            };
            /** @description How to see whether it is done already. */
            probe?: {
                [key: string]: unknown;
            };
            /** @description How to take it back. */
            undo?: {
                [key: string]: unknown;
            };
            idempotent?: boolean;
        };
        HookRequest: {
            /** @description Key of the action catalogue, such as command, ssh or http. */
            action: string;
            /** @description The action's inputs. */
            with?: {
                [key: string]: unknown;
            } | null;
        };
        Hook: {
            /** @description Key of the action catalogue, such as command, ssh or http. */
            action: string;
            /** @description The action's inputs. */
            with: {
                [key: string]: unknown;
            };
        };
        ServerControlRequest: {
            /** @description The replication slot, kept at the other site, by which this server streams. */
            slot: string;
            /** @description Stops the server; must succeed when it is stopped already. */
            stop: components["schemas"]["HookRequest"];
            /** @description Starts the server. */
            start: components["schemas"]["HookRequest"];
            rewind?: components["schemas"]["HookRequest"] | null;
            base_copy?: components["schemas"]["HookRequest"] | null;
            /** @description Seconds that all of it may take. */
            timeout?: number | null;
        };
        ServerControl: {
            /** @description The replication slot, kept at the other site, by which this server streams. */
            slot: string;
            /** @description Stops the server; must succeed when it is stopped already. */
            stop: components["schemas"]["Hook"];
            /** @description Starts the server. */
            start: components["schemas"]["Hook"];
            /** @description Makes the stopped server a standby without copying all, as pg_rewind does. */
            rewind?: components["schemas"]["Hook"];
            /** @description Makes it a standby by a new copy, as pg_basebackup does. */
            base_copy?: components["schemas"]["Hook"];
            /** @description Seconds that all of it may take. */
            timeout?: number;
        };
        TargetRequest: {
            /** @constant */
            driver: "postgres";
            /** @description postgres:// without a password, or secret://name. */
            url: string;
            fence?: components["schemas"]["HookRequest"] | null;
            control?: components["schemas"]["ServerControlRequest"] | null;
        } | {
            /** @constant */
            driver: "http";
            /** @description http(s)://, or secret://name. */
            url: string;
        };
        Target: {
            /** @constant */
            driver: "postgres";
            /** @description postgres:// without a password, or secret://name. */
            url: string;
            /** @description Takes the server away when it can not be fenced by itself. */
            fence?: components["schemas"]["Hook"];
            /** @description How it is made a standby again; absent: by hand only. */
            control?: components["schemas"]["ServerControl"];
        } | {
            /** @constant */
            driver: "http";
            /** @description http(s)://, or secret://name. */
            url: string;
        };
        DrillTargetRequest: {
            /** @constant */
            driver: "postgres";
            /** @description postgres:// without a password, or secret://name. */
            url: string;
            reset?: string | null;
        } | {
            /** @constant */
            driver: "http";
            /** @description http(s)://, or secret://name. */
            url: string;
            reset?: string | null;
        };
        DrillTarget: {
            /** @constant */
            driver: "postgres";
            /** @description postgres:// without a password, or secret://name. */
            url: string;
            reset?: string;
        } | {
            /** @constant */
            driver: "http";
            /** @description http(s)://, or secret://name. */
            url: string;
            reset?: string;
        };
        BackupRequest: {
            /** @constant */
            driver: "restic";
            /** @description As restic takes it, or secret://name of it. */
            repository: string;
            /** @description secret://name. */
            password: string;
            /** @description The data directory, as it is called in the backup. */
            path: string;
            host?: string | null;
            tag?: string | null;
            /** @description Credentials by the names of the program's own variables; secret://name becomes the secret. */
            env?: {
                [key: string]: string;
            } | null;
            /** @description Minutes that the newest backup may be old; the component's RPO when absent. */
            max_age?: number | null;
        } | {
            /** @constant */
            driver: "pgbackrest";
            stanza: string;
            /** @description pgBackRest's configuration on the workers; its default when absent. */
            config?: string | null;
            /** @description Credentials by the names of the program's own variables; secret://name becomes the secret. */
            env?: {
                [key: string]: string;
            } | null;
            /** @description Minutes that the newest backup may be old; the component's RPO when absent. */
            max_age?: number | null;
        } | {
            /** @constant */
            driver: "service";
            /** @description http(s)://, or secret://name. */
            url: string;
            /** @description What the Backup Service calls the thing that is backed up. */
            resource: string;
            /** @description secret://name. */
            token?: string | null;
            /** @description Minutes that the newest backup may be old; the component's RPO when absent. */
            max_age?: number | null;
        };
        Backup: {
            /** @constant */
            driver: "restic";
            /** @description As restic takes it, or secret://name of it. */
            repository: string;
            /** @description secret://name. */
            password: string;
            /** @description The data directory, as it is called in the backup. */
            path: string;
            host?: string;
            tag?: string;
            /** @description Credentials by the names of the program's own variables; secret://name becomes the secret. */
            env?: {
                [key: string]: string;
            };
            /** @description Minutes that the newest backup may be old; the component's RPO when absent. */
            max_age?: number;
        } | {
            /** @constant */
            driver: "pgbackrest";
            stanza: string;
            /** @description pgBackRest's configuration on the workers; its default when absent. */
            config?: string;
            /** @description Credentials by the names of the program's own variables; secret://name becomes the secret. */
            env?: {
                [key: string]: string;
            };
            /** @description Minutes that the newest backup may be old; the component's RPO when absent. */
            max_age?: number;
        } | {
            /** @constant */
            driver: "service";
            /** @description http(s)://, or secret://name. */
            url: string;
            /** @description What the Backup Service calls the thing that is backed up. */
            resource: string;
            /** @description secret://name. */
            token?: string;
            /** @description Minutes that the newest backup may be old; the component's RPO when absent. */
            max_age?: number;
        };
        ExpectedTableRequest: {
            /** @description schema.table */
            table: string;
            database?: string | null;
            /** @description Exactly so many. */
            rows?: number | null;
            min_rows?: number | null;
            /** @description As the statement of docs/drills.md gives it. */
            checksum?: string | null;
        };
        ExpectedTable: {
            /** @description schema.table */
            table: string;
            database?: string;
            /** @description Exactly so many. */
            rows?: number;
            min_rows?: number;
            /** @description As the statement of docs/drills.md gives it. */
            checksum?: string;
        };
        RestoreTargetRequest: {
            /** @description On the workers, below one of RESTORE_DIRECTORIES. */
            directory: string;
            /** @description Directory of PostgreSQL's programs of the cluster's version, on the workers. */
            bin: string;
            /**
             * @description How far the archive is replayed; to its end when absent.
             * @enum {string|null}
             */
            recover_to?: "default" | "immediate" | null;
            /** @description A superuser of the cluster; postgres when absent. */
            user?: string | null;
            /** @description The one with the canaries; postgres when absent. */
            database?: string | null;
            /** @description Such as 128MB, which is the default. */
            shared_buffers?: string | null;
            /** @description Libraries without which some data can not be read. */
            preload_libraries?: string[] | null;
            tables?: components["schemas"]["ExpectedTableRequest"][] | null;
            /** @description A file in the data directory that says what the tables should be. */
            manifest?: string | null;
            /** @description Seconds that each step may take; an hour when absent. */
            timeout?: number | null;
        };
        RestoreTarget: {
            /** @description On the workers, below one of RESTORE_DIRECTORIES. */
            directory: string;
            /** @description Directory of PostgreSQL's programs of the cluster's version, on the workers. */
            bin: string;
            /**
             * @description How far the archive is replayed; to its end when absent.
             * @enum {string}
             */
            recover_to?: "default" | "immediate";
            /** @description A superuser of the cluster; postgres when absent. */
            user?: string;
            /** @description The one with the canaries; postgres when absent. */
            database?: string;
            /** @description Such as 128MB, which is the default. */
            shared_buffers?: string;
            /** @description Libraries without which some data can not be read. */
            preload_libraries?: string[];
            tables?: components["schemas"]["ExpectedTable"][];
            /** @description A file in the data directory that says what the tables should be. */
            manifest?: string;
            /** @description Seconds that each step may take; an hour when absent. */
            timeout?: number;
        };
        TargetsRequest: {
            primary?: components["schemas"]["TargetRequest"] | null;
            secondary?: components["schemas"]["TargetRequest"] | null;
            drill?: components["schemas"]["DrillTargetRequest"] | null;
            restore?: components["schemas"]["RestoreTargetRequest"] | null;
        };
        Targets: {
            primary?: components["schemas"]["Target"];
            secondary?: components["schemas"]["Target"];
            drill?: components["schemas"]["DrillTarget"];
            /** @description Where a test of type restore restores the backup to. */
            restore?: components["schemas"]["RestoreTarget"];
        };
        HealthCheckRequest: {
            /** @constant */
            type: "http";
            /** @description http(s)://, or secret://name. */
            url: string;
            /** @description Seconds. */
            timeout?: number | null;
            /** @description Seconds. */
            interval?: number | null;
            failures?: number | null;
        } | {
            /** @constant */
            type: "tcp";
            host: string;
            port: number;
            /** @description Seconds. */
            timeout?: number | null;
            /** @description Seconds. */
            interval?: number | null;
            failures?: number | null;
        } | {
            /** @constant */
            type: "postgres";
            /** @description postgres:// without a password, or secret://name. */
            url: string;
            /** @description Seconds. */
            timeout?: number | null;
            /** @description Seconds. */
            interval?: number | null;
            failures?: number | null;
        };
        HealthCheck: {
            /** @constant */
            type: "http";
            /** @description http(s)://, or secret://name. */
            url: string;
            /** @description Seconds. */
            timeout?: number;
            /** @description Seconds. */
            interval?: number;
            failures?: number;
        } | {
            /** @constant */
            type: "tcp";
            host: string;
            port: number;
            /** @description Seconds. */
            timeout?: number;
            /** @description Seconds. */
            interval?: number;
            failures?: number;
        } | {
            /** @constant */
            type: "postgres";
            /** @description postgres:// without a password, or secret://name. */
            url: string;
            /** @description Seconds. */
            timeout?: number;
            /** @description Seconds. */
            interval?: number;
            failures?: number;
        };
        SiteConfigurationRequest: {
            name: string;
            location: string;
            status: string;
            /** @description Percent. */
            capacity: number;
            /** @description Percent. */
            utilization: number;
            health_checks?: components["schemas"]["HealthCheckRequest"][] | null;
        };
        SiteConfiguration: {
            name: string;
            location: string;
            status: string;
            /** @description Percent. */
            capacity: number;
            /** @description Percent. */
            utilization: number;
            health_checks?: components["schemas"]["HealthCheck"][];
        };
        LoadBalancerRequest: {
            /** @constant */
            driver: "haproxy";
            /** @description tcp://host:port or unix:///path of the stats socket. */
            address: string;
            backend: string;
            servers: {
                primary: string;
                secondary: string;
            };
            /** @description http(s):// through the balancer; must answer 2xx after the switch. */
            verify_url?: string | null;
        };
        LoadBalancer: {
            /** @constant */
            driver: "haproxy";
            /** @description tcp://host:port or unix:///path of the stats socket. */
            address: string;
            backend: string;
            servers: {
                primary: string;
                secondary: string;
            };
            /** @description http(s):// through the balancer; must answer 2xx after the switch. */
            verify_url?: string;
        };
        DnsRecordRequest: {
            /** @constant */
            driver: "rfc2136";
            /** @description host or host:port of the server that takes updates of the zone. */
            server: string;
            /** @description Domain name. */
            zone: string;
            /** @description Within the zone, or as a whole. */
            name: string;
            /** @enum {string} */
            type: "A" | "AAAA" | "CNAME";
            /** @description Seconds. */
            ttl: number;
            values: {
                primary: string;
                secondary: string;
            };
            /** @description secret://name of a key of the form hmac-sha256:name:base64. */
            tsig?: string | null;
            /** @description Addresses (with port, if it is not 53) of resolvers that have to give the new answer before the step is done. */
            resolvers?: string[] | null;
            /** @description Also wait until the old TTL has run out everywhere. */
            wait_ttl?: boolean | null;
        };
        DnsRecord: {
            /** @constant */
            driver: "rfc2136";
            /** @description host or host:port of the server that takes updates of the zone. */
            server: string;
            /** @description Domain name. */
            zone: string;
            /** @description Within the zone, or as a whole. */
            name: string;
            /** @enum {string} */
            type: "A" | "AAAA" | "CNAME";
            /** @description Seconds. */
            ttl: number;
            values: {
                primary: string;
                secondary: string;
            };
            /** @description secret://name of a key of the form hmac-sha256:name:base64. */
            tsig?: string;
            /** @description Addresses (with port, if it is not 53) of resolvers that have to give the new answer before the step is done. */
            resolvers?: string[];
            /** @description Also wait until the old TTL has run out everywhere. */
            wait_ttl?: boolean;
        };
        FailoverConfigurationRequest: {
            primary_site: components["schemas"]["SiteConfigurationRequest"];
            secondary_site: components["schemas"]["SiteConfigurationRequest"];
            failover_triggers: ("site_unavailable" | "performance_degradation" | "manual_trigger")[];
            failover_automation: boolean;
            /** @description Seconds. */
            failover_timeout: number;
            traffic?: {
                load_balancers?: components["schemas"]["LoadBalancerRequest"][] | null;
                dns?: components["schemas"]["DnsRecordRequest"][] | null;
            } | null;
            /**
             * @description Of unplanned failovers: whether nothing is promoted until the old primary is proven to take no writes. Absent: require for automatic ones, best_effort for those that a person starts.
             * @enum {string|null}
             */
            fencing?: "require" | "best_effort" | null;
            /** @description Whether commits wait for the standby whenever there is one. */
            synchronous?: boolean | null;
            approval?: components["schemas"]["ApprovalRequirementRequest"] | null;
            detection?: components["schemas"]["DetectionRequest"] | null;
            /** @description Seconds after a failover in which none is started automatically; 3600 when absent. */
            cooldown?: number | null;
        };
        FailoverConfiguration: {
            primary_site: components["schemas"]["SiteConfiguration"];
            secondary_site: components["schemas"]["SiteConfiguration"];
            failover_triggers: ("site_unavailable" | "performance_degradation" | "manual_trigger")[];
            failover_automation: boolean;
            /** @description Seconds. */
            failover_timeout: number;
            traffic?: {
                load_balancers?: components["schemas"]["LoadBalancer"][];
                dns?: components["schemas"]["DnsRecord"][];
            };
            /**
             * @description Of unplanned failovers: whether nothing is promoted until the old primary is proven to take no writes. Absent: require for automatic ones, best_effort for those that a person starts.
             * @enum {string}
             */
            fencing?: "require" | "best_effort";
            /** @description Whether commits wait for the standby whenever there is one. */
            synchronous?: boolean;
            approval?: components["schemas"]["ApprovalRequirement"];
            detection?: components["schemas"]["Detection"];
            /** @description Seconds after a failover in which none is started automatically; 3600 when absent. */
            cooldown?: number;
        };
        /** @enum {string} */
        ReadinessStatus: "ready" | "at_risk" | "not_ready" | "unknown" | "not_applicable";
        ReadinessSummary: {
            /** @description Falls with findings and with the age of what was seen; null: not known. */
            score: number | null;
            status: components["schemas"]["ReadinessStatus"];
        };
        Readiness: {
            plan_id: string;
            /** @description Falls with findings and with the age of what was seen; null: not known. */
            score: number | null;
            status: components["schemas"]["ReadinessStatus"];
            /** @description Why there is nothing to evaluate. */
            why: string | null;
            /** Format: date-time */
            evaluated_at: string | null;
            evaluated_version: number | null;
            /** Format: date-time */
            next_evaluation: string | null;
            /** Format: date-time */
            requested_at: string | null;
            /** @description Those that are not over, the worst first. */
            findings: components["schemas"]["Finding"][];
            /** @description Those that were resolved within a day. */
            resolved: components["schemas"]["Finding"][];
        };
        Finding: {
            finding_id: string;
            code: string;
            /** @enum {string} */
            severity: "error" | "warning" | "info";
            /** @description What of the plan it is about. */
            subject: string;
            /** @description What is wrong, and what to do next. */
            message: string;
            measured: string | null;
            threshold: string | null;
            /** Format: date-time */
            raised_at: string;
            /** Format: date-time */
            last_seen_at: string;
            /** Format: date-time */
            acknowledged_at: string | null;
            acknowledged_by: string | null;
            /** Format: date-time */
            acknowledged_until: string | null;
            comment: string | null;
            /** Format: date-time */
            resolved_at: string | null;
        };
        ReadinessCheck: {
            plan_id: string;
            /** Format: date-time */
            requested_at: string;
            /** @description Where to look. */
            readiness: string;
        };
        AcknowledgeFindingRequest: {
            comment: string;
            /**
             * Format: date-time
             * @description Until when it counts; absent: until the finding is resolved.
             */
            until?: string | null;
        };
        FailoverRequest: {
            /** @enum {string} */
            failover_type: "planned" | "unplanned";
            reason: string;
            /** @description Ids of components; all of the plan's when absent. */
            components?: string[] | null;
            failover_options?: components["schemas"]["FailoverOptionsRequest"] | null;
            execution_options?: components["schemas"]["ExecutionOptionsRequest"] | null;
            /**
             * Format: date-time
             * @description When the outage began, from where its RTO is measured.
             */
            outage_started_at?: string | null;
            initiated_by?: string | null;
            /** @description Start a planned failover although the plan is not ready; kept in the journal. */
            override_readiness?: {
                comment: string;
            } | null;
        };
        FailoverOptionsRequest: {
            verify_before_failover?: boolean | null;
            verify_after_failover?: boolean | null;
            notify_stakeholders?: boolean | null;
            update_dns?: boolean | null;
            update_load_balancer?: boolean | null;
        };
        FailoverOptions: {
            verify_before_failover: boolean;
            verify_after_failover: boolean;
            notify_stakeholders: boolean;
            update_dns: boolean;
            update_load_balancer: boolean;
        };
        ExecutionOptionsRequest: {
            priority?: components["schemas"]["Priority"] | null;
            /** @description Seconds. */
            timeout?: number | null;
            retry_attempts?: number | null;
            parallel_execution?: boolean | null;
        };
        ExecutionOptions: {
            priority: components["schemas"]["Priority"];
            /** @description Seconds. */
            timeout: number;
            retry_attempts: number;
            parallel_execution: boolean;
        };
        Failover: {
            failover_id: string;
            plan_id: string;
            /** @enum {string} */
            failover_type: "planned" | "unplanned";
            reason: string;
            components: string[];
            failover_options: components["schemas"]["FailoverOptions"];
            execution_options: components["schemas"]["ExecutionOptions"];
            /** @constant */
            status: "running";
            /** @constant */
            progress: 0;
            /** Format: date-time */
            started_at: string;
            /** Format: date-time */
            estimated_completion: string;
            initiated_by: string;
            execution_mode: components["schemas"]["ExecutionMode"];
        };
        FailoverResult: {
            components_failed_over: number;
            dns_updated: boolean;
            load_balancer_updated: boolean;
            health_checks_passed: boolean;
            data_synchronization_completed: boolean;
        };
        FailoverEvidence: {
            rto_ms: number | null;
            rpo_ms: number | null;
            /** Format: date-time */
            outage_started_at: string | null;
            /** Format: date-time */
            recovered_at: string | null;
            components: {
                component_id: string;
                rto_ms: number | null;
                rpo_ms: number | null;
                rto_split?: components["schemas"]["RtoSplit"] | null;
            }[];
            rto_split?: components["schemas"]["RtoSplit"] | null;
        };
        /** @description Where the recovery time went; the parts add up to rto_ms. */
        RtoSplit: {
            detect_ms: number;
            decide_ms: number;
            human_wait_ms: number;
            machine_ms: number;
            converge_ms: number;
        };
        FailoverStatus: {
            failover_id: string;
            plan_id: string;
            status: components["schemas"]["ExecutionStatus"];
            /** @description Percent. */
            progress: number;
            /** Format: date-time */
            started_at: string;
            /** Format: date-time */
            completed_at: string | null;
            /** @description Seconds, with decimals. */
            duration: number | null;
            result: components["schemas"]["FailoverResult"] | null;
            verification: {
                /** @enum {string} */
                status: "passed" | "failed" | "not_performed";
                connectivity_verified: boolean;
                performance_verified: boolean;
                data_integrity_verified: boolean;
                /** Format: date-time */
                verified_at: string | null;
            } | null;
            error: components["schemas"]["Failure"] | null;
            next_steps: string[];
            execution_mode: components["schemas"]["ExecutionMode"];
            pause_reason: components["schemas"]["PauseReason"] | null;
            /** @description Which site serves the plan now, whatever this failover did. */
            active_site: components["schemas"]["Site"];
            /** @description Of the plan, now. */
            protection: components["schemas"]["ProtectionSummary"];
            measurements: {
                rto_ms: number | null;
                rpo_ms: number | null;
                /** Format: date-time */
                outage_started_at: string | null;
                /** Format: date-time */
                recovered_at: string | null;
                rto_split: components["schemas"]["RtoSplit"] | null;
                rto_target_minutes: number;
                rpo_target_minutes: number;
                components: {
                    component_id: string;
                    rto_ms: number | null;
                    rpo_ms: number | null;
                    rto_split: components["schemas"]["RtoSplit"] | null;
                    rto_target_minutes: number | null;
                    rpo_target_minutes: number | null;
                }[];
            } | null;
        };
        Runbook: {
            plan_id: string;
            plan_version: number;
            execution_mode: components["schemas"]["ExecutionMode"];
            /** @enum {string|null} */
            failover_type: "planned" | "unplanned" | null;
            direction: {
                from: components["schemas"]["Site"];
                to: components["schemas"]["Site"];
            } | null;
            parallel_execution: boolean;
            /** @description Seconds. */
            timeout: number;
            steps: {
                step_id: string;
                name: string;
                /** @enum {string} */
                phase: "precheck" | "fence" | "synchronize" | "promote" | "route" | "verify" | "procedure" | "notify" | "cleanup";
                component_id: string | null;
                action: string;
                inputs: {
                    [key: string]: unknown;
                };
                depends_on: string[];
                /** @description Seconds, for each attempt. */
                timeout: number;
                retries: number;
                /** @enum {string} */
                on_failure: "pause" | "continue" | "rollback" | "abort";
                idempotent: boolean;
                undoable: boolean;
                point_of_no_return: boolean;
            }[];
        };
        TriggerRequest: {
            /** @enum {string} */
            trigger: "site_unavailable" | "performance_degradation" | "manual_trigger";
            reason: string;
        };
        TriggerReason: {
            /** @enum {string} */
            code: "plan_not_active" | "plan_not_live" | "trigger_not_listed" | "automation_not_configured" | "failover_in_progress" | "automation_off_globally" | "automation_paused" | "cooldown" | "not_rearmed" | "never_seen_healthy" | "vantage_point_suspect" | "quorum_not_met" | "target_site_not_healthy" | "not_ready";
            message: string;
        };
        TriggerAnswer: {
            decision_id: string;
            /** @enum {string} */
            decision: "started" | "blocked" | "ignored";
            /** @description Every reason that holds; none when it was started. */
            reasons: components["schemas"]["TriggerReason"][];
            /** @description What was started. */
            failover_id: string | null;
        };
        TriggerDecision: {
            decision_id: string;
            /** @enum {string} */
            trigger: "site_unavailable" | "performance_degradation" | "manual_trigger";
            /** @enum {string} */
            source: "monitor" | "api" | "alertmanager";
            /** @description The active one at that time. */
            site: components["schemas"]["Site"];
            /** @enum {string} */
            decision: "started" | "blocked" | "ignored";
            /** @description Every reason that holds; none when it was started. */
            reasons: components["schemas"]["TriggerReason"][];
            /** @description What each vantage point saw, and who said what. */
            evidence: {
                [key: string]: unknown;
            };
            /** @description What was started. */
            failover_id: string | null;
            /** @description How often the same was decided in a row. */
            count: number;
            /** Format: date-time */
            first_at: string;
            /** Format: date-time */
            last_at: string;
        };
        TriggerDecisionPage: {
            plan_id: string;
            items: components["schemas"]["TriggerDecision"][];
            next_cursor: components["schemas"]["NextCursor"];
        };
        AutomationRequest: {
            enabled: boolean;
            comment: string;
        };
        Automation: {
            enabled: boolean;
            /** Format: date-time */
            changed_at: string | null;
            changed_by: string | null;
            comment: string | null;
        };
        PlanAutomation: {
            plan_id: string;
            enabled: boolean;
            /** Format: date-time */
            changed_at: string | null;
            changed_by: string | null;
            comment: string | null;
            /** @description What the plan itself says. */
            failover_automation: boolean;
            globally_enabled: boolean;
            /** Format: date-time */
            cooldown_until: string | null;
            /** @description Whether a trigger could start a failover now, as far as these say. */
            automatic: boolean;
        };
        /** @description Alertmanager's webhook, version 4; fields that are not named here are passed over. */
        AlertmanagerWebhook: {
            /** @constant */
            version: "4";
            groupKey: string;
            alerts: ({
                /** @enum {string} */
                status: "firing" | "resolved";
                /** @description dr_plan names the plan, dr_trigger the trigger (site_unavailable when absent). */
                labels: {
                    [key: string]: string;
                };
                annotations?: {
                    [key: string]: string;
                };
                startsAt: string;
                fingerprint: string;
            } & {
                [key: string]: unknown;
            })[];
        } & {
            [key: string]: unknown;
        };
        AlertmanagerAnswer: {
            alerts: {
                plan_id: string;
                /** @enum {string} */
                trigger: "site_unavailable" | "performance_degradation" | "manual_trigger";
                /** @enum {string} */
                outcome: "decided" | "known" | "resolved" | "plan_not_found";
                decision: components["schemas"]["TriggerAnswer"] | null;
            }[];
            /** @description Alerts without the label dr_plan. */
            without_plan: number;
        };
        /** @enum {string} */
        ExecutionKind: "failover" | "procedure" | "test";
        Execution: {
            execution_id: string;
            /** @enum {string} */
            kind: "failover" | "procedure" | "test";
            plan_id: string;
            plan_version: number;
            status: components["schemas"]["ExecutionStatus"];
            pause_reason: components["schemas"]["PauseReason"] | null;
            /** @description Percent. */
            progress: number;
            execution_mode: components["schemas"]["ExecutionMode"];
            /** Format: date-time */
            requested_at: string;
            /** Format: date-time */
            started_at: string | null;
            /** Format: date-time */
            completed_at: string | null;
            /** @description Milliseconds. */
            duration_ms: number | null;
            initiated_by: string;
            error: components["schemas"]["Failure"] | null;
            /** @description It was run without this service, and taken in afterwards. */
            ingested: boolean;
            /** @enum {string} */
            executed_by: "service" | "drctl";
            /** @description An operator has paused it: nothing goes on until somebody resumes it, whatever else it waits for. */
            pause_requested: components["schemas"]["Word"] | null;
            /** @description Since when a planned failover goes on as an unplanned one would. */
            switched_to_ungraceful: components["schemas"]["Word"] | null;
            /** @description What may be asked of the execution now: the last part of the address. */
            allowed_actions: ("pause" | "resume" | "cancel" | "rollback" | "switch-to-ungraceful")[];
            /** @description What was asked for. */
            request: {
                [key: string]: unknown;
            };
            steps: components["schemas"]["Step"][];
            /** @description Null until it has ended. */
            result: components["schemas"]["FailoverResult"] | components["schemas"]["ProcedureResult"] | null;
            measurements: components["schemas"]["FailoverEvidence"] | null;
            fault: components["schemas"]["ExecutionFault"] | null;
        };
        ExecutionFault: {
            code: string;
            message: string;
            details: {
                [key: string]: unknown;
            };
            /** @description How many workers in a row could not drive it. */
            count: number;
            /** Format: date-time */
            retry_at: string | null;
        };
        ExecutionSummary: {
            execution_id: string;
            /** @enum {string} */
            kind: "failover" | "procedure" | "test";
            plan_id: string;
            plan_version: number;
            status: components["schemas"]["ExecutionStatus"];
            pause_reason: components["schemas"]["PauseReason"] | null;
            /** @description Percent. */
            progress: number;
            execution_mode: components["schemas"]["ExecutionMode"];
            /** Format: date-time */
            requested_at: string;
            /** Format: date-time */
            started_at: string | null;
            /** Format: date-time */
            completed_at: string | null;
            /** @description Milliseconds. */
            duration_ms: number | null;
            initiated_by: string;
            error: components["schemas"]["Failure"] | null;
            procedure_id: string | null;
        };
        ExecutionPage: {
            items: components["schemas"]["ExecutionSummary"][];
            next_cursor: components["schemas"]["NextCursor"];
        };
        Step: {
            step_id: string;
            name: string;
            /** @enum {string} */
            phase: "precheck" | "fence" | "synchronize" | "promote" | "route" | "verify" | "procedure" | "notify" | "cleanup";
            component_id: string | null;
            action: string;
            depends_on: string[];
            /** @enum {string} */
            status: "pending" | "running" | "waiting" | "succeeded" | "failed" | "skipped" | "in_doubt" | "undone";
            attempts: number;
            /** Format: date-time */
            started_at: string | null;
            /** Format: date-time */
            completed_at: string | null;
            /** @description Milliseconds. */
            duration_ms: number | null;
            output: {
                [key: string]: unknown;
            } | null;
            error: components["schemas"]["Failure"] | null;
            approvals: components["schemas"]["Approvals"] | null;
            /** @description What may be asked of the step now: the last part of the address. */
            allowed_actions: ("confirm" | "approve" | "decline" | "retry" | "skip" | "resolve")[];
        };
        /** @description What a person has said, and when. */
        Word: {
            by: string;
            /** Format: date-time */
            at: string;
            comment: string;
        };
        /** @description Null where none are needed. expires_at: until when they are waited for; null while they are not. */
        Approvals: {
            required: number;
            /** @enum {string|null} */
            role: "viewer" | "operator" | "approver" | "monitor" | "admin" | null;
            exclude_initiator: boolean;
            given: components["schemas"]["Word"][];
            /** Format: date-time */
            expires_at: string | null;
        };
        ProcedureResult: {
            steps_total: number;
            steps_succeeded: number;
            steps_simulated: number;
            steps_failed: number;
            steps_skipped: number;
            steps_undone: number;
            steps_in_doubt: number;
            steps_not_done: number;
            /** @description Milliseconds. */
            duration_ms: number | null;
        };
        Remaining: {
            /** @description Milliseconds. */
            p50_ms: number;
            /** @description Milliseconds. */
            p90_ms: number;
            /** @description Milliseconds. */
            human_p50_ms: number;
            /** @description Milliseconds. */
            human_p90_ms: number;
        };
        ExecutionEstimate: {
            execution_id: string;
            status: components["schemas"]["ExecutionStatus"];
            /** @description Milliseconds. */
            elapsed_ms: number;
            /** @description The fewest runs that any of the numbers rests on. */
            based_on_runs: number;
            steps_without_history: string[];
            /** @description Ids of steps. */
            critical_path: string[] | null;
            remaining: components["schemas"]["Remaining"] | null;
            expected_completion: {
                /** Format: date-time */
                p50: string;
                /** Format: date-time */
                p90: string;
            } | null;
            rto: {
                /** @description Milliseconds. */
                rto_ms: number;
                /** @description Milliseconds. */
                predicted_ms: number | null;
                breach: boolean;
                /**
                 * Format: date-time
                 * @description When a breach was first predicted.
                 */
                since: string | null;
            } | null;
        };
        PlanEstimate: {
            plan_id: string;
            plan_version: number;
            /** @enum {string} */
            type: "planned" | "unplanned";
            execution_mode: components["schemas"]["ExecutionMode"];
            /** @description The fewest runs that any of the numbers rests on. */
            based_on_runs: number;
            steps_without_history: string[];
            /** @description Ids of steps. */
            critical_path: string[] | null;
            remaining: components["schemas"]["Remaining"] | null;
        };
        CommentRequest: {
            comment?: string | null;
        };
        ReasonRequest: {
            comment: string;
        };
        ResolveRequest: {
            /**
             * @description done: its effect is there; redo: ask the world, then do it; skip: go on without it.
             * @enum {string}
             */
            resolution: "done" | "redo" | "skip";
            comment: string;
        };
        ProcedureExecutionRequest: {
            /** @enum {string} */
            execution_type: "manual" | "automated" | "test";
            /** @description Fill the {{parameters.…}} of the steps. */
            parameters?: {
                [key: string]: unknown;
            } | null;
            execution_options?: components["schemas"]["ExecutionOptionsRequest"] | null;
            /** @description Which plan means, when several have a procedure of this id. */
            plan_id?: string | null;
            executed_by?: string | null;
        };
        ProcedureExecution: {
            execution_id: string;
            procedure_id: string;
            /** @enum {string} */
            execution_type: "manual" | "automated" | "test";
            parameters: {
                [key: string]: unknown;
            };
            execution_options: components["schemas"]["ExecutionOptions"];
            /** @constant */
            status: "running";
            /** @constant */
            progress: 0;
            /** Format: date-time */
            started_at: string;
            /** Format: date-time */
            estimated_completion: string;
            executed_by: string;
            execution_mode: components["schemas"]["ExecutionMode"];
            plan_id: string;
        };
        ProtectionSummary: {
            /**
             * @description Null: no component has a database at both sites.
             * @enum {string|null}
             */
            state: "protected" | "unprotected" | "reprotecting" | "split_brain_risk" | "unknown" | null;
            /** Format: date-time */
            since: string | null;
            /** @description Bytes of WAL that are not replayed. */
            lag_bytes: number | null;
            /** @description Milliseconds. */
            replay_lag_ms: number | null;
            reprotecting_execution: string | null;
        };
        ProtectionOverview: {
            /**
             * @description The worst of the plans; null: none has anything to protect.
             * @enum {string|null}
             */
            state: "protected" | "unprotected" | "reprotecting" | "split_brain_risk" | "unknown" | null;
            /** @description Plans that each site serves. */
            active_sites: {
                primary: number;
                secondary: number;
            };
            /** @description Live plans with a database at both sites, by their state. */
            plans: {
                protected: number;
                unprotected: number;
                reprotecting: number;
                split_brain_risk: number;
                unknown: number;
            };
            /** @description The worst first, 20 at most. */
            not_protected: {
                plan_id: string;
                plan_name: string;
                /** @enum {string} */
                active_site: "primary" | "secondary";
                /**
                 * @description Null: no component has a database at both sites.
                 * @enum {string|null}
                 */
                state: "protected" | "unprotected" | "reprotecting" | "split_brain_risk" | "unknown" | null;
                /** Format: date-time */
                since: string | null;
                /** @description Bytes of WAL that are not replayed. */
                lag_bytes: number | null;
                /** @description Milliseconds. */
                replay_lag_ms: number | null;
                reprotecting_execution: string | null;
            }[];
        };
        Protection: {
            plan_id: string;
            /** @enum {string} */
            active_site: "primary" | "secondary";
            /**
             * @description Null: no component has a database at both sites.
             * @enum {string|null}
             */
            state: "protected" | "unprotected" | "reprotecting" | "split_brain_risk" | "unknown" | null;
            /** Format: date-time */
            since: string | null;
            /** @description Bytes of WAL that are not replayed. */
            lag_bytes: number | null;
            /** @description Milliseconds. */
            replay_lag_ms: number | null;
            reprotecting_execution: string | null;
            components: components["schemas"]["ComponentProtection"][];
            /** @description The newest first, 50 at most. */
            events: components["schemas"]["ReturnEvent"][];
        };
        ComponentProtection: {
            component_id: string;
            /**
             * @description The site that is not active.
             * @enum {string}
             */
            site: "primary" | "secondary";
            /** @enum {string} */
            state: "protected" | "unprotected" | "reprotecting" | "split_brain_risk" | "unknown";
            /** Format: date-time */
            since: string | null;
            /** Format: date-time */
            seen_at: string | null;
            detail: string;
            /** @enum {string|null} */
            role: "primary" | "standby" | "unreachable" | null;
            fenced: boolean | null;
            streaming: boolean | null;
            timeline: number | null;
            /** @description Bytes of WAL that are not replayed. */
            lag_bytes: number | null;
            /** @description Milliseconds. */
            replay_lag_ms: number | null;
        };
        ReturnEvent: {
            component_id: string;
            /** @enum {string} */
            site: "primary" | "secondary";
            /** @enum {string} */
            kind: "returned_writable" | "both_writable" | "fenced" | "fence_failed" | "protected";
            detail: string;
            epoch: number;
            /** Format: date-time */
            at: string;
        };
        ReprotectRequest: {
            reason?: string | null;
            initiated_by?: string | null;
        };
        Reprotect: {
            execution_id: string;
            plan_id: string;
            /** @constant */
            status: "running";
            /** @constant */
            progress: 0;
            steps: {
                step_id: string;
                name: string;
            }[];
            /** Format: date-time */
            started_at: string;
            initiated_by: string;
        };
        FailbackRequest: {
            reason: string;
            failover_options?: components["schemas"]["FailoverOptionsRequest"] | null;
            execution_options?: components["schemas"]["ExecutionOptionsRequest"] | null;
            initiated_by?: string | null;
        };
        TestRequest: {
            test_name: string;
            /** @description Any text; restore restores backups to targets.restore, everything else fails over to targets.drill. */
            test_type: string;
            /** Format: date-time */
            scheduled_for: string;
            test_scenarios: components["schemas"]["TestScenarioRequest"][];
            description?: string | null;
            test_scope?: string | null;
            /** @description Minutes after which the test is stopped. */
            duration?: number | null;
            test_environment?: components["schemas"]["TestEnvironmentRequest"] | null;
            success_criteria?: string[] | null;
            notifications?: components["schemas"]["TestNotificationsRequest"] | null;
            scheduled_by?: string | null;
            /** @description Moves the plan itself to its other site and back; needs failover.execute as well. Absent: a drill. */
            live_switchover?: {
                /** @description The plan's name. */
                confirm: string;
            } | null;
        };
        Test: {
            test_id: string;
            plan_id: string;
            test_name: string;
            /** @description Any text; restore restores backups to targets.restore, everything else fails over to targets.drill. */
            test_type: string;
            /** Format: date-time */
            scheduled_for: string;
            test_scenarios: components["schemas"]["TestScenario"][];
            description: string;
            test_scope: string;
            /** @description Minutes after which the test is stopped. */
            duration: number;
            test_environment: components["schemas"]["TestEnvironment"];
            success_criteria: string[];
            notifications: components["schemas"]["TestNotifications"];
            scheduled_by: string;
            /** @enum {string} */
            status: "scheduled" | "running" | "completed" | "failed" | "cancelled";
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            started_at: string | null;
            /** Format: date-time */
            completed_at: string | null;
            execution_mode: components["schemas"]["ExecutionMode"];
            /** @enum {string} */
            exercise: "drill" | "live_switchover";
            /** @enum {string} */
            source: "request" | "schedule";
            execution_id: string | null;
            pause_reason: components["schemas"]["PauseReason"] | null;
        };
        TestPage: {
            tests: components["schemas"]["Test"][];
            next_cursor: components["schemas"]["NextCursor"];
        };
        TestEnvironmentRequest: {
            name: string;
            location: string;
            isolation: string;
            cleanup_after_test?: boolean | null;
        };
        TestEnvironment: {
            name: string;
            location: string;
            isolation: string;
            cleanup_after_test: boolean;
        };
        TestScenarioRequest: {
            scenario_id: string;
            name: string;
            components: string[];
            description?: string | null;
            expected_outcome?: string | null;
        };
        TestScenario: {
            scenario_id: string;
            name: string;
            components: string[];
            description: string;
            expected_outcome: string;
        };
        TestNotificationsRequest: {
            on_start?: boolean | null;
            on_completion?: boolean | null;
            on_failure?: boolean | null;
            recipients?: string[] | null;
        };
        TestNotifications: {
            on_start: boolean;
            on_completion: boolean;
            on_failure: boolean;
            recipients: string[];
        };
        RescheduleRequest: {
            /** Format: date-time */
            scheduled_for: string;
        };
        AssessmentRequest: {
            /** @description As the test names it. */
            criteria: string;
            /** @enum {string} */
            status: "passed" | "failed";
            /** @description What the assessment rests on. */
            details: string;
        };
        TestResults: {
            test_id: string;
            plan_id: string;
            test_name: string;
            /** @enum {string} */
            status: "scheduled" | "running" | "completed" | "failed" | "cancelled";
            /** Format: date-time */
            started_at: string | null;
            /** Format: date-time */
            completed_at: string | null;
            /** @description Minutes, with decimals. */
            duration: number | null;
            /** @enum {string|null} */
            overall_result: "passed" | "failed" | "inconclusive" | null;
            success_rate: number | null;
            scenario_results: {
                scenario_id: string;
                name: string;
                /** @enum {string} */
                status: "passed" | "failed" | "simulated" | "not_run" | "inconclusive";
                /** @description Minutes, with decimals. */
                duration: number | null;
                rto_achieved: boolean;
                rpo_achieved: boolean;
                data_integrity_verified: boolean;
                performance_acceptable: boolean;
                issues: string[];
            }[];
            success_criteria_results: {
                criteria: string;
                /** @enum {string} */
                status: "passed" | "failed" | "not_evaluated";
                details: string;
                assessed_by?: string;
                /** Format: date-time */
                assessed_at?: string;
            }[];
            recommendations: string[];
            /** Format: date-time */
            next_test: string | null;
            execution_mode: components["schemas"]["ExecutionMode"];
            /** @enum {string} */
            exercise: "drill" | "live_switchover";
            /** @enum {string} */
            source: "request" | "schedule";
            execution_id: string | null;
            pause_reason: components["schemas"]["PauseReason"] | null;
            measurements: {
                rto_ms: number | null;
                rpo_ms: number | null;
            };
            cleanup: {
                step_id: string;
                name: string;
                /** @enum {string} */
                status: "pending" | "running" | "waiting" | "succeeded" | "failed" | "skipped" | "in_doubt" | "undone";
                error: components["schemas"]["Failure"] | null;
            }[];
            /** @description What a live switchover test has started, in order. */
            executions?: {
                /** @enum {string} */
                leg: "there" | "reprotect_there" | "back" | "reprotect_back";
                execution_id: string;
                /** @enum {string} */
                status: "pending" | "running" | "paused" | "rolling_back" | "completed" | "completed_with_exceptions" | "failed" | "cancelled" | "rolled_back";
            }[];
        };
        Analytics: {
            overview: {
                total_plans: number;
                active_plans: number;
                total_tests: number;
                successful_tests: number;
                failed_tests: number;
                total_failovers: number;
                successful_failovers: number;
                failed_failovers: number;
                /** @description Minutes; null where nothing was measured. */
                average_rto: number | null;
                /** @description Minutes; null where nothing was measured. */
                average_rpo: number | null;
            };
            plan_breakdown: {
                plan_id: string;
                plan_name: string;
                tests: number;
                success_rate: number | null;
                /** @description Minutes; null where nothing was measured. */
                average_rto: number | null;
                /** @description Minutes; null where nothing was measured. */
                average_rpo: number | null;
                /** Format: date-time */
                last_test: string | null;
                objective_rto: number;
                objective_rpo: number;
            }[];
            test_results: {
                test_type: string;
                count: number;
                success_rate: number | null;
                /** @description Minutes; null where nothing was measured. */
                average_rto: number | null;
                /** @description Minutes; null where nothing was measured. */
                average_rpo: number | null;
                /** @description Minutes. */
                average_duration: number | null;
            }[];
            failover_analytics: {
                failover_type: string;
                count: number;
                success_rate: number | null;
                /** @description Minutes; null where nothing was measured. */
                average_rto: number | null;
                /** @description Minutes; null where nothing was measured. */
                average_rpo: number | null;
                /** @description Seconds. */
                average_duration: number | null;
            }[];
            time_series: {
                /** Format: date */
                date: string;
                tests_scheduled: number;
                tests_completed: number;
                successful_tests: number;
                failed_tests: number;
                failovers: number;
            }[];
            /** Format: date-time */
            generated_at: string;
        };
        Dashboard: {
            overview: {
                total_plans: number;
                active_plans: number;
                critical_plans: number;
                high_priority_plans: number;
                medium_priority_plans: number;
                low_priority_plans: number;
                plans_due_for_testing: number;
                plans_overdue_for_testing: number;
            };
            recent_activities: {
                activity_id: string;
                type: string;
                description: string;
                /** Format: date-time */
                timestamp: string;
                plan_id: string;
                result: string;
            }[];
            upcoming_tests: {
                test_id: string;
                plan_id: string;
                plan_name: string;
                /** Format: date-time */
                scheduled_for: string;
                test_type: string;
                priority: components["schemas"]["Priority"];
            }[];
            system_health: {
                primary_site: {
                    /** @enum {string} */
                    status: "healthy" | "degraded" | "unhealthy" | "unknown";
                    /** @description Percent; null when nothing was probed. */
                    uptime: number | null;
                    capacity: number | null;
                    utilization: number | null;
                };
                secondary_site: {
                    /** @enum {string} */
                    status: "healthy" | "degraded" | "unhealthy" | "unknown";
                    /** @description Percent; null when nothing was probed. */
                    uptime: number | null;
                    capacity: number | null;
                    utilization: number | null;
                };
            };
            alerts: components["schemas"]["Alert"][];
            protection: components["schemas"]["ProtectionOverview"];
            /** @description The worst of the live plans. */
            readiness: components["schemas"]["ReadinessSummary"];
            /** Format: date-time */
            generated_at: string;
        };
        Alert: {
            alert_id: string;
            type: string;
            title: string;
            message: string;
            /** @enum {string} */
            severity: "critical" | "high" | "medium" | "low";
            /** Format: date-time */
            created_at: string;
            acknowledged: boolean;
            kind: string;
            plan_id: string | null;
            acknowledged_by: string | null;
            /** Format: date-time */
            acknowledged_at: string | null;
            comment: string | null;
            /** Format: date-time */
            resolved_at: string | null;
        };
        AlertPage: {
            alerts: components["schemas"]["Alert"][];
            next_cursor: components["schemas"]["NextCursor"];
        };
        /**
         * @description dead: given up. not_configured: this installation lacks what the channel needs.
         * @enum {string}
         */
        DeliveryStatus: "pending" | "delivered" | "dead" | "not_configured";
        Notification: {
            /** Format: uuid */
            notification_id: string;
            event: string;
            plan_id: string;
            execution_id: string;
            /** @enum {string} */
            channel: "email" | "webhook" | "chat";
            /** @description Of a URL only the host. */
            recipient: string;
            status: components["schemas"]["DeliveryStatus"];
            attempts: number;
            /** Format: date-time */
            next_attempt_at: string | null;
            last_error: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            delivered_at: string | null;
        };
        NotificationPage: {
            notifications: components["schemas"]["Notification"][];
            next_cursor: components["schemas"]["NextCursor"];
        };
        BundleRequest: {
            passphrase?: string | null;
            /**
             * @description none: the operator brings them along.
             * @enum {string|null}
             */
            secrets?: "sealed" | "none" | null;
            /** @default 90 */
            expires_in_days?: number | null;
            /** @description Where drctl asks whether this service lives. */
            service_url?: string | null;
        };
        PlanBundle: {
            format: string;
            format_version: number;
            bundle_id: string;
            /** Format: date-time */
            created_at: string;
            created_by: string;
            /** Format: date-time */
            expires_at: string;
            plan: {
                [key: string]: unknown;
            };
            authority: {
                active_site: components["schemas"]["Site"];
                epoch: number;
            };
            service_url: string | null;
            runbooks: {
                /** @description failover:planned, failover:unplanned, procedure:… */
                key: string;
                runbook: {
                    [key: string]: unknown;
                };
            }[];
            left_out: {
                procedure_id: string;
                why: string;
            }[];
            /** @description Names, and under mode "sealed" what opens with the passphrase (scrypt, AES-256-GCM). */
            secrets: {
                [key: string]: unknown;
            };
            signature: {
                /** @constant */
                algorithm: "Ed25519";
                key_id: string;
                value: string;
            };
        };
        BundleKey: {
            /** @constant */
            algorithm: "Ed25519";
            key_id: string;
            /** @description 32 bytes in base64url. */
            public_key: string;
            pem: string;
        };
        IngestRequest: {
            /** @description As it was exported. */
            bundle: {
                [key: string]: unknown;
            };
            execution_id: string;
            records: {
                [key: string]: unknown;
            }[];
        };
        IngestedExecution: {
            execution_id: string;
            plan_id: string;
            plan_version: number;
            bundle_id: string;
            status: components["schemas"]["ExecutionStatus"];
            /** @constant */
            ingested: true;
            /** @constant */
            executed_by: "drctl";
            /** Format: date-time */
            ingested_at: string;
            /** @description The highest that the run had; the plan’s is above it now. */
            epoch: number;
            /** @description The active site of the plan is now the one that the run moved to. */
            authority_moved: boolean;
            /** @description The service had acted for this plan after the bundle was made. */
            service_epoch_moved: boolean;
            /** @description A failover of the plan that this service had not ended: look after it. */
            unfinished_failover: string | null;
        };
        /** @description 400 invalid_dr_plan: the plan is no JSON object, or makes no sense; details name the faults. */
        InvalidDrPlanError: {
            /** @constant */
            error: "invalid_dr_plan";
            message: string;
            details: {
                field: string;
                issue: string;
            } & {
                [key: string]: unknown;
            };
        };
        /** @description 400 invalid_failover_request: the request is well formed and does not fit the plan. */
        InvalidFailoverRequestError: {
            /** @constant */
            error: "invalid_failover_request";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 400 invalid_procedure_request: the request is well formed and does not fit the procedure. */
        InvalidProcedureRequestError: {
            /** @constant */
            error: "invalid_procedure_request";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 400 invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters. */
        InvalidIdempotencyKeyError: {
            /** @constant */
            error: "invalid_idempotency_key";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 400 invalid_request: the request can not be read: the address, the body, or a name in it. */
        InvalidRequestError: {
            /** @constant */
            error: "invalid_request";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 401 unauthorized: no bearer token, an expired one, or one that does not verify. */
        UnauthorizedError: {
            /** @constant */
            error: "unauthorized";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 403 actor_mismatch: the request names somebody for whom the caller may not act. */
        ActorMismatchError: {
            /** @constant */
            error: "actor_mismatch";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 403 approval_role_missing: the step wants approvals of a role that the caller does not have. */
        ApprovalRoleMissingError: {
            /** @constant */
            error: "approval_role_missing";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 403 initiator_excluded: whoever has asked for the execution does not approve this step. */
        InitiatorExcludedError: {
            /** @constant */
            error: "initiator_excluded";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 403 forbidden: no role of the caller allows this. */
        ForbiddenError: {
            /** @constant */
            error: "forbidden";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 404 component_not_found: the plan has no such component. */
        ComponentNotFoundError: {
            /** @constant */
            error: "component_not_found";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 404 criterion_not_found: the test has no such success criterion. */
        CriterionNotFoundError: {
            /** @constant */
            error: "criterion_not_found";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 404 alert_not_found: there is no such alert. */
        AlertNotFoundError: {
            /** @constant */
            error: "alert_not_found";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 404 execution_not_found: there is no such execution. */
        ExecutionNotFoundError: {
            /** @constant */
            error: "execution_not_found";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 404 failover_not_found: there is no such failover. */
        FailoverNotFoundError: {
            /** @constant */
            error: "failover_not_found";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 404 finding_not_found: the plan has no such finding that is open. */
        FindingNotFoundError: {
            /** @constant */
            error: "finding_not_found";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 404 not_found: there is nothing at this address. */
        NotFoundError: {
            /** @constant */
            error: "not_found";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 404 notification_not_found: there is no such notification. */
        NotificationNotFoundError: {
            /** @constant */
            error: "notification_not_found";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 404 plan_not_found: there is no such plan. */
        PlanNotFoundError: {
            /** @constant */
            error: "plan_not_found";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 404 plan_version_not_found: the plan has no such version. */
        PlanVersionNotFoundError: {
            /** @constant */
            error: "plan_version_not_found";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 404 procedure_not_found: there is no such procedure. */
        ProcedureNotFoundError: {
            /** @constant */
            error: "procedure_not_found";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 404 step_not_found: the execution has no such step. */
        StepNotFoundError: {
            /** @constant */
            error: "step_not_found";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 404 test_not_found: there is no such test. */
        TestNotFoundError: {
            /** @constant */
            error: "test_not_found";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 405 method_not_allowed: the address exists, and not with this method; Allow names those that it has. */
        MethodNotAllowedError: {
            /** @constant */
            error: "method_not_allowed";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 409 already_approved: each person counts once. */
        AlreadyApprovedError: {
            /** @constant */
            error: "already_approved";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 409 ambiguous_procedure: several plans have this procedure: name one with plan_id. */
        AmbiguousProcedureError: {
            /** @constant */
            error: "ambiguous_procedure";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 409 failover_in_progress: the plan has an execution that has not ended. */
        FailoverInProgressError: {
            /** @constant */
            error: "failover_in_progress";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 409 notification_pending: it is on its way already. */
        NotificationPendingError: {
            /** @constant */
            error: "notification_pending";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 409 idempotency_in_progress: the first request with this key has not been answered yet; ask again. */
        IdempotencyInProgressError: {
            /** @constant */
            error: "idempotency_in_progress";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 409 idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key. */
        IdempotencyOutcomeUnknownError: {
            /** @constant */
            error: "idempotency_outcome_unknown";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 409 past_point_of_no_return: it can no longer be taken back; it can only go forward. */
        PastPointOfNoReturnError: {
            /** @constant */
            error: "past_point_of_no_return";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 409 plan_archived: the plan is archived: restore it first. */
        PlanArchivedError: {
            /** @constant */
            error: "plan_archived";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 409 plan_not_ready: a planned failover would not go through: repair what details.findings name, or give override_readiness. */
        PlanNotReadyError: {
            /** @constant */
            error: "plan_not_ready";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 409 state_conflict: not possible in this state; details say which it is. */
        StateConflictError: {
            /** @constant */
            error: "state_conflict";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 409 bundle_secrets_missing: the plan refers to secrets that are not there; details name them. */
        BundleSecretsMissingError: {
            /** @constant */
            error: "bundle_secrets_missing";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 409 execution_not_ended: drctl has not brought it to its end. */
        ExecutionNotEndedError: {
            /** @constant */
            error: "execution_not_ended";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 409 failback_not_ready: the plan can not be moved back now; details.reasons says why. */
        FailbackNotReadyError: {
            /** @constant */
            error: "failback_not_ready";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 409 reprotect_in_progress: the plan is being reprotected already; details name the execution. */
        ReprotectInProgressError: {
            /** @constant */
            error: "reprotect_in_progress";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 409 reprotect_not_possible: the service can not make the other site a standby; details.reasons says why. */
        ReprotectNotPossibleError: {
            /** @constant */
            error: "reprotect_not_possible";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 409 ingest_conflict: another execution has this id, or this one was taken in with another content. */
        IngestConflictError: {
            /** @constant */
            error: "ingest_conflict";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 412 precondition_failed: the plan has changed: read it again, and base the change on what it is now. */
        PreconditionFailedError: {
            /** @constant */
            error: "precondition_failed";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 413 payload_too_large: the body has more bytes than are taken. */
        PayloadTooLargeError: {
            /** @constant */
            error: "payload_too_large";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 415 unsupported_media_type: the body is not application/json in UTF-8. */
        UnsupportedMediaTypeError: {
            /** @constant */
            error: "unsupported_media_type";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 422 idempotency_key_reused: the key was used for another request: take a new one. */
        IdempotencyKeyReusedError: {
            /** @constant */
            error: "idempotency_key_reused";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 422 invalid_bundle: the bundle was changed, or was not signed by a key of this service. */
        InvalidBundleError: {
            /** @constant */
            error: "invalid_bundle";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 422 invalid_execution_export: the journal is no valid history of a runbook of its bundle. */
        InvalidExecutionExportError: {
            /** @constant */
            error: "invalid_execution_export";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 422 validation_failed: fields are missing, unknown or invalid; details.issues names all of them. */
        ValidationFailedError: {
            /** @constant */
            error: "validation_failed";
            message: string;
            details: {
                issues: string[];
            } & {
                [key: string]: unknown;
            };
        };
        /** @description 428 precondition_required: send the ETag of the plan as If-Match. */
        PreconditionRequiredError: {
            /** @constant */
            error: "precondition_required";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 429 rate_limited: more than is allowed within the window; Retry-After says when there is more. */
        RateLimitedError: {
            /** @constant */
            error: "rate_limited";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 500 internal_error: something went wrong on our side; the log has it under details.request_id. */
        InternalError: {
            /** @constant */
            error: "internal_error";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 503 identity_provider_unavailable: the keys that verify tokens can not be fetched now. */
        IdentityProviderUnavailableError: {
            /** @constant */
            error: "identity_provider_unavailable";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 503 not_ready: the database is unreachable or not migrated. */
        NotReadyError: {
            /** @constant */
            error: "not_ready";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 503 too_many_streams: this process serves as many event streams as it may. Ask again. */
        TooManyStreamsError: {
            /** @constant */
            error: "too_many_streams";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        /** @description 503 service_unavailable: the database does not answer; nothing was changed. Ask again. */
        ServiceUnavailableError: {
            /** @constant */
            error: "service_unavailable";
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
    };
    responses: {
        /** @description 400 invalid_dr_plan: the plan is no JSON object, or makes no sense; details name the faults. */
        invalid_dr_plan: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["InvalidDrPlanError"];
            };
        };
        /** @description 400 invalid_request: the request can not be read: the address, the body, or a name in it. */
        invalid_request: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["InvalidRequestError"];
            };
        };
        /** @description 401 unauthorized: no bearer token, an expired one, or one that does not verify. */
        unauthorized: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["UnauthorizedError"];
            };
        };
        /** @description 403 forbidden: no role of the caller allows this. */
        forbidden: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ForbiddenError"];
            };
        };
        /** @description 404 alert_not_found: there is no such alert. */
        alert_not_found: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["AlertNotFoundError"];
            };
        };
        /** @description 404 execution_not_found: there is no such execution. */
        execution_not_found: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ExecutionNotFoundError"];
            };
        };
        /** @description 404 failover_not_found: there is no such failover. */
        failover_not_found: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["FailoverNotFoundError"];
            };
        };
        /** @description 404 not_found: there is nothing at this address. */
        not_found: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["NotFoundError"];
            };
        };
        /** @description 404 notification_not_found: there is no such notification. */
        notification_not_found: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["NotificationNotFoundError"];
            };
        };
        /** @description 404 plan_not_found: there is no such plan. */
        plan_not_found: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["PlanNotFoundError"];
            };
        };
        /** @description 404 procedure_not_found: there is no such procedure. */
        procedure_not_found: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProcedureNotFoundError"];
            };
        };
        /** @description 404 test_not_found: there is no such test. */
        test_not_found: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TestNotFoundError"];
            };
        };
        /** @description 405 method_not_allowed: the address exists, and not with this method; Allow names those that it has. */
        method_not_allowed: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                Allow: components["headers"]["Allow"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MethodNotAllowedError"];
            };
        };
        /** @description 409 plan_archived: the plan is archived: restore it first. */
        plan_archived: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["PlanArchivedError"];
            };
        };
        /** @description 409 state_conflict: not possible in this state; details say which it is. */
        state_conflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["StateConflictError"];
            };
        };
        /** @description 412 precondition_failed: the plan has changed: read it again, and base the change on what it is now. */
        precondition_failed: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["PreconditionFailedError"];
            };
        };
        /** @description 413 payload_too_large: the body has more bytes than are taken. */
        payload_too_large: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["PayloadTooLargeError"];
            };
        };
        /** @description 415 unsupported_media_type: the body is not application/json in UTF-8. */
        unsupported_media_type: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["UnsupportedMediaTypeError"];
            };
        };
        /** @description 422 idempotency_key_reused: the key was used for another request: take a new one. */
        idempotency_key_reused: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["IdempotencyKeyReusedError"];
            };
        };
        /** @description 422 validation_failed: fields are missing, unknown or invalid; details.issues names all of them. */
        validation_failed: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationFailedError"];
            };
        };
        /** @description 428 precondition_required: send the ETag of the plan as If-Match. */
        precondition_required: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["PreconditionRequiredError"];
            };
        };
        /** @description 429 rate_limited: more than is allowed within the window; Retry-After says when there is more. */
        rate_limited: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RateLimitedError"];
            };
        };
        /** @description 500 internal_error: something went wrong on our side; the log has it under details.request_id. */
        internal_error: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["InternalError"];
            };
        };
        /** @description 503 service_unavailable: the database does not answer; nothing was changed. Ask again. */
        service_unavailable: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ServiceUnavailableError"];
            };
        };
    };
    parameters: {
        /** @description Such as plan_123456789. */
        plan_id: string;
        /** @description Such as failover_123456789. */
        failover_id: string;
        /** @description The id of a failover, an execution of a procedure, or a test. */
        execution_id: string;
        /** @description As the plan names it. */
        procedure_id: string;
        /** @description As the plan names it. */
        component_id: string;
        /** @description As the execution names it. */
        step_id: string;
        /** @description Such as test_123456789. */
        test_id: string;
        /** @description A UUID. */
        notification_id: string;
        /** @description Such as alert_123456789. */
        alert_id: string;
        /** @description Such as finding_123456789. */
        finding_id: string;
        /** @description The number of a version, from 1. */
        version: string;
        /** @description The number of a version. */
        from: string;
        /** @description The number of a version. */
        to: string;
        /** @description 1 to 100 letters, digits, ., _ or -, beginning with a letter or digit. */
        name: string;
        /** @description The ETag of the plan that is meant; * or none: whichever is the newest. */
        "If-Match": string;
        /** @description The ETag that the change is based on; * for whichever it is. */
        "If-Match-Required": string;
        /** @description ETags that the caller has: 304 when the plan is still one of them. */
        "If-None-Match": string;
        /** @description The id of the newest event that the caller has; the stream goes on behind it, without a gap or a repetition. */
        "Last-Event-ID": string;
        /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
        "Idempotency-Key": string;
    };
    requestBodies: never;
    headers: {
        /** @description Changes with every version of the plan and with what is shown beside it; send it as If-Match. */
        ETag: string;
        /** @description The request's id, taken over from the request when it has one; the log knows it. */
        "X-Request-Id": string;
        /** @description Seconds after which it is worth to ask again. */
        "Retry-After": string;
        /** @description What the limit is: "name";q=requests;w=seconds. */
        "RateLimit-Policy": string;
        /** @description How much of it is left: "name";r=requests;t=seconds until there is more. */
        RateLimit: string;
        /** @description How to ask again (RFC 6750). */
        "WWW-Authenticate": string;
        /** @description true: an earlier answer to the same Idempotency-Key, given again. */
        "Idempotency-Replayed": string;
        /** @description no-store: what is answered is only true now. */
        "Cache-Control": string;
        /** @description The methods that are possible here. */
        Allow: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listPlans: {
        parameters: {
            query?: {
                status?: "active" | "archived" | "all";
                priority?: "critical" | "high" | "medium" | "low";
                scope?: string;
                recovery_tier?: string;
                execution_mode?: "live" | "simulation";
                q?: string;
                sort?: "created_at" | "-created_at" | "plan_name" | "-plan_name" | "priority" | "-priority" | "rto" | "-rto" | "next_test" | "-next_test";
                include_total?: "true" | "false";
                limit?: components["schemas"]["Limit"];
                cursor?: components["schemas"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of plans. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanPage"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    createPlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "plan_name": "Primary Data Center DR Plan",
                 *       "description": "Comprehensive disaster recovery plan for primary data center",
                 *       "scope": "data_center",
                 *       "priority": "critical",
                 *       "rto": 240,
                 *       "rpo": 60,
                 *       "recovery_tier": "tier_1",
                 *       "components": [
                 *         {
                 *           "component_id": "comp_123456789",
                 *           "name": "Database Cluster",
                 *           "type": "database",
                 *           "priority": "critical",
                 *           "rto": 120,
                 *           "rpo": 30,
                 *           "dependencies": [],
                 *           "recovery_procedures": [
                 *             "backup_restore",
                 *             "database_failover",
                 *             "data_synchronization"
                 *           ]
                 *         },
                 *         {
                 *           "component_id": "comp_123456790",
                 *           "name": "API Gateway",
                 *           "type": "api_gateway",
                 *           "priority": "high",
                 *           "rto": 60,
                 *           "rpo": 15,
                 *           "dependencies": [
                 *             "comp_123456789"
                 *           ],
                 *           "recovery_procedures": [
                 *             "load_balancer_failover",
                 *             "dns_switchover",
                 *             "health_check_verification"
                 *           ]
                 *         }
                 *       ],
                 *       "failover_configuration": {
                 *         "primary_site": {
                 *           "name": "Primary Data Center",
                 *           "location": "Toronto, CA",
                 *           "status": "active",
                 *           "capacity": 100,
                 *           "utilization": 75
                 *         },
                 *         "secondary_site": {
                 *           "name": "Secondary Data Center",
                 *           "location": "Vancouver, CA",
                 *           "status": "standby",
                 *           "capacity": 100,
                 *           "utilization": 25
                 *         },
                 *         "failover_triggers": [
                 *           "site_unavailable",
                 *           "performance_degradation",
                 *           "manual_trigger"
                 *         ],
                 *         "failover_automation": true,
                 *         "failover_timeout": 300
                 *       },
                 *       "recovery_procedures": [
                 *         {
                 *           "procedure_id": "proc_123456789",
                 *           "name": "Database Recovery",
                 *           "description": "Recover database from backup",
                 *           "steps": [
                 *             "Verify backup integrity",
                 *             "Restore database from backup",
                 *             "Verify data consistency",
                 *             "Update DNS records",
                 *             "Verify application connectivity"
                 *           ],
                 *           "estimated_duration": 120,
                 *           "dependencies": [],
                 *           "automation_level": "semi_automated"
                 *         }
                 *       ],
                 *       "testing_schedule": {
                 *         "frequency": "quarterly",
                 *         "next_test": "2024-04-01T00:00:00Z",
                 *         "test_duration": 480,
                 *         "test_scope": "full",
                 *         "notifications": [
                 *           "admin@delivery.com",
                 *           "ops@delivery.com"
                 *         ]
                 *       },
                 *       "notifications": {
                 *         "on_failover": true,
                 *         "on_recovery": true,
                 *         "on_test": true,
                 *         "recipients": [
                 *           "admin@delivery.com",
                 *           "ops@delivery.com",
                 *           "management@delivery.com"
                 *         ]
                 *       },
                 *       "created_by": "admin_123456789"
                 *     }
                 */
                "application/json": components["schemas"]["PlanRequest"];
            };
        };
        responses: {
            /** @description The plan, in its first version. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "plan_id": "plan_123456789",
                     *       "plan_name": "Primary Data Center DR Plan",
                     *       "description": "Comprehensive disaster recovery plan for primary data center",
                     *       "scope": "data_center",
                     *       "priority": "critical",
                     *       "rto": 240,
                     *       "rpo": 60,
                     *       "recovery_tier": "tier_1",
                     *       "components": [
                     *         {
                     *           "component_id": "comp_123456789",
                     *           "name": "Database Cluster",
                     *           "type": "database",
                     *           "priority": "critical",
                     *           "rto": 120,
                     *           "rpo": 30,
                     *           "dependencies": [],
                     *           "recovery_procedures": [
                     *             "backup_restore",
                     *             "database_failover",
                     *             "data_synchronization"
                     *           ]
                     *         },
                     *         {
                     *           "component_id": "comp_123456790",
                     *           "name": "API Gateway",
                     *           "type": "api_gateway",
                     *           "priority": "high",
                     *           "rto": 60,
                     *           "rpo": 15,
                     *           "dependencies": [
                     *             "comp_123456789"
                     *           ],
                     *           "recovery_procedures": [
                     *             "load_balancer_failover",
                     *             "dns_switchover",
                     *             "health_check_verification"
                     *           ]
                     *         }
                     *       ],
                     *       "failover_configuration": {
                     *         "primary_site": {
                     *           "name": "Primary Data Center",
                     *           "location": "Toronto, CA",
                     *           "status": "active",
                     *           "capacity": 100,
                     *           "utilization": 75
                     *         },
                     *         "secondary_site": {
                     *           "name": "Secondary Data Center",
                     *           "location": "Vancouver, CA",
                     *           "status": "standby",
                     *           "capacity": 100,
                     *           "utilization": 25
                     *         },
                     *         "failover_triggers": [
                     *           "site_unavailable",
                     *           "performance_degradation",
                     *           "manual_trigger"
                     *         ],
                     *         "failover_automation": true,
                     *         "failover_timeout": 300
                     *       },
                     *       "recovery_procedures": [
                     *         {
                     *           "procedure_id": "proc_123456789",
                     *           "name": "Database Recovery",
                     *           "description": "Recover database from backup",
                     *           "steps": [
                     *             "Verify backup integrity",
                     *             "Restore database from backup",
                     *             "Verify data consistency",
                     *             "Update DNS records",
                     *             "Verify application connectivity"
                     *           ],
                     *           "estimated_duration": 120,
                     *           "dependencies": [],
                     *           "automation_level": "semi_automated"
                     *         }
                     *       ],
                     *       "testing_schedule": {
                     *         "frequency": "quarterly",
                     *         "next_test": "2024-04-01T00:00:00Z",
                     *         "test_duration": 480,
                     *         "test_scope": "full",
                     *         "notifications": [
                     *           "admin@delivery.com",
                     *           "ops@delivery.com"
                     *         ]
                     *       },
                     *       "notifications": {
                     *         "on_failover": true,
                     *         "on_recovery": true,
                     *         "on_test": true,
                     *         "recipients": [
                     *           "admin@delivery.com",
                     *           "ops@delivery.com",
                     *           "management@delivery.com"
                     *         ]
                     *       },
                     *       "status": "active",
                     *       "created_at": "2024-01-15T12:30:00Z",
                     *       "created_by": "admin_123456789",
                     *       "last_tested": null,
                     *       "next_test": "2024-04-01T00:00:00Z",
                     *       "version": 1,
                     *       "execution_mode": "simulation",
                     *       "active_site": "primary"
                     *     }
                     */
                    "application/json": components["schemas"]["Plan"];
                };
            };
            /**
             * @description invalid_dr_plan: the plan is no JSON object, or makes no sense; details name the faults.
             *
             *     invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidDrPlanError"] | components["schemas"]["InvalidIdempotencyKeyError"];
                };
            };
            401: components["responses"]["unauthorized"];
            /**
             * @description actor_mismatch: the request names somebody for whom the caller may not act.
             *
             *     forbidden: no role of the caller allows this.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActorMismatchError"] | components["schemas"]["ForbiddenError"];
                };
            };
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    validatePlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description What is wrong with it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanValidation"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["idempotency_key_reused"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    getPlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags that the caller has: 304 when the plan is still one of them. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest version. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
            /** @description It is as If-None-Match names it. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["plan_not_found"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    updatePlan: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag that the change is based on; * for whichever it is. */
                "If-Match": components["parameters"]["If-Match-Required"];
            };
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "plan_name": "Primary Data Center DR Plan",
                 *       "description": "Comprehensive disaster recovery plan for primary data center",
                 *       "scope": "data_center",
                 *       "priority": "critical",
                 *       "rto": 240,
                 *       "rpo": 60,
                 *       "recovery_tier": "tier_1",
                 *       "components": [
                 *         {
                 *           "component_id": "comp_123456789",
                 *           "name": "Database Cluster",
                 *           "type": "database",
                 *           "priority": "critical",
                 *           "rto": 120,
                 *           "rpo": 30,
                 *           "dependencies": [],
                 *           "recovery_procedures": [
                 *             "backup_restore",
                 *             "database_failover",
                 *             "data_synchronization"
                 *           ]
                 *         },
                 *         {
                 *           "component_id": "comp_123456790",
                 *           "name": "API Gateway",
                 *           "type": "api_gateway",
                 *           "priority": "high",
                 *           "rto": 60,
                 *           "rpo": 15,
                 *           "dependencies": [
                 *             "comp_123456789"
                 *           ],
                 *           "recovery_procedures": [
                 *             "load_balancer_failover",
                 *             "dns_switchover",
                 *             "health_check_verification"
                 *           ]
                 *         }
                 *       ],
                 *       "failover_configuration": {
                 *         "primary_site": {
                 *           "name": "Primary Data Center",
                 *           "location": "Toronto, CA",
                 *           "status": "active",
                 *           "capacity": 100,
                 *           "utilization": 75
                 *         },
                 *         "secondary_site": {
                 *           "name": "Secondary Data Center",
                 *           "location": "Vancouver, CA",
                 *           "status": "standby",
                 *           "capacity": 100,
                 *           "utilization": 25
                 *         },
                 *         "failover_triggers": [
                 *           "site_unavailable",
                 *           "performance_degradation",
                 *           "manual_trigger"
                 *         ],
                 *         "failover_automation": true,
                 *         "failover_timeout": 300
                 *       },
                 *       "recovery_procedures": [
                 *         {
                 *           "procedure_id": "proc_123456789",
                 *           "name": "Database Recovery",
                 *           "description": "Recover database from backup",
                 *           "steps": [
                 *             "Verify backup integrity",
                 *             "Restore database from backup",
                 *             "Verify data consistency",
                 *             "Update DNS records",
                 *             "Verify application connectivity"
                 *           ],
                 *           "estimated_duration": 120,
                 *           "dependencies": [],
                 *           "automation_level": "semi_automated"
                 *         }
                 *       ],
                 *       "testing_schedule": {
                 *         "frequency": "quarterly",
                 *         "next_test": "2024-04-01T00:00:00Z",
                 *         "test_duration": 480,
                 *         "test_scope": "full",
                 *         "notifications": [
                 *           "admin@delivery.com",
                 *           "ops@delivery.com"
                 *         ]
                 *       },
                 *       "notifications": {
                 *         "on_failover": true,
                 *         "on_recovery": true,
                 *         "on_test": true,
                 *         "recipients": [
                 *           "admin@delivery.com",
                 *           "ops@delivery.com",
                 *           "management@delivery.com"
                 *         ]
                 *       },
                 *       "created_by": "admin_123456789"
                 *     }
                 */
                "application/json": components["schemas"]["PlanRequest"];
            };
        };
        responses: {
            /** @description The plan, in its new version. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
            400: components["responses"]["invalid_dr_plan"];
            401: components["responses"]["unauthorized"];
            /**
             * @description actor_mismatch: the request names somebody for whom the caller may not act.
             *
             *     forbidden: no role of the caller allows this.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActorMismatchError"] | components["schemas"]["ForbiddenError"];
                };
            };
            404: components["responses"]["plan_not_found"];
            409: components["responses"]["plan_archived"];
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            428: components["responses"]["precondition_required"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    archivePlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the plan that is meant; * or none: whichever is the newest. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The archived plan. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["plan_not_found"];
            /**
             * @description failover_in_progress: the plan has an execution that has not ended.
             *
             *     state_conflict: not possible in this state; details say which it is.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailoverInProgressError"] | components["schemas"]["StateConflictError"];
                };
            };
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    restorePlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the plan that is meant; * or none: whichever is the newest. */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plan in use again. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["plan_not_found"];
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"];
                };
            };
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["idempotency_key_reused"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    validatePlanChange: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description What is wrong with it, and what it would change. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanValidation"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["plan_not_found"];
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["idempotency_key_reused"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    getPlanLag: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                component_id?: string;
                step?: string;
            };
            header?: never;
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lag of each component. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanLag"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description component_not_found: the plan has no such component.
             *
             *     plan_not_found: there is no such plan.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComponentNotFoundError"] | components["schemas"]["PlanNotFoundError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    getPlanAuthority: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The active site and the epoch. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanAuthority"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["plan_not_found"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    getPlanEstimate: {
        parameters: {
            query?: {
                type?: "planned" | "unplanned";
            };
            header?: never;
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description If it began now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanEstimate"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["plan_not_found"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    listComponents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Of the newest version. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanComponents"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["plan_not_found"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    getComponent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
                /** @description As the plan names it. */
                component_id: components["parameters"]["component_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As the newest version has it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Component"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description component_not_found: the plan has no such component.
             *
             *     plan_not_found: there is no such plan.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComponentNotFoundError"] | components["schemas"]["PlanNotFoundError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    listProcedures: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Of the newest version. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanProcedures"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["plan_not_found"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    getProcedure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
                /** @description As the plan names it. */
                procedure_id: components["parameters"]["procedure_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As the newest version has it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Procedure"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description plan_not_found: there is no such plan.
             *
             *     procedure_not_found: there is no such procedure.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanNotFoundError"] | components["schemas"]["ProcedureNotFoundError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    listPlanVersions: {
        parameters: {
            query?: {
                limit?: components["schemas"]["Limit"];
                cursor?: components["schemas"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of versions, newest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanVersionPage"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["plan_not_found"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    getPlanVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
                /** @description The number of a version, from 1. */
                version: components["parameters"]["version"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plan as this version says it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanVersion"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description plan_not_found: there is no such plan.
             *
             *     plan_version_not_found: the plan has no such version.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanNotFoundError"] | components["schemas"]["PlanVersionNotFoundError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    comparePlanVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
                /** @description The number of a version. */
                from: components["parameters"]["from"];
                /** @description The number of a version. */
                to: components["parameters"]["to"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What leads from one to the other. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanDiff"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description plan_not_found: there is no such plan.
             *
             *     plan_version_not_found: the plan has no such version.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanNotFoundError"] | components["schemas"]["PlanVersionNotFoundError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    getPlanReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the last evaluation found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["plan_not_found"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    checkPlanReadiness: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A worker does it; evaluated_at says when it has. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadinessCheck"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["plan_not_found"];
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["idempotency_key_reused"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    acknowledgeFinding: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
                /** @description Such as finding_123456789. */
                finding_id: components["parameters"]["finding_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcknowledgeFindingRequest"];
            };
        };
        responses: {
            /** @description The finding. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Finding"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description finding_not_found: the plan has no such finding that is open.
             *
             *     plan_not_found: there is no such plan.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingNotFoundError"] | components["schemas"]["PlanNotFoundError"];
                };
            };
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    initiateFailover: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "failover_type": "planned",
                 *       "reason": "Scheduled maintenance",
                 *       "components": [
                 *         "comp_123456789",
                 *         "comp_123456790"
                 *       ],
                 *       "failover_options": {
                 *         "verify_before_failover": true,
                 *         "verify_after_failover": true,
                 *         "notify_stakeholders": true,
                 *         "update_dns": true,
                 *         "update_load_balancer": true
                 *       },
                 *       "execution_options": {
                 *         "priority": "high",
                 *         "timeout": 600,
                 *         "retry_attempts": 3,
                 *         "parallel_execution": true
                 *       },
                 *       "initiated_by": "admin_123456789"
                 *     }
                 */
                "application/json": components["schemas"]["FailoverRequest"];
            };
        };
        responses: {
            /** @description Accepted and durable; a worker carries it out. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "failover_id": "failover_123456789",
                     *       "plan_id": "plan_123456789",
                     *       "failover_type": "planned",
                     *       "reason": "Scheduled maintenance",
                     *       "components": [
                     *         "comp_123456789",
                     *         "comp_123456790"
                     *       ],
                     *       "failover_options": {
                     *         "verify_before_failover": true,
                     *         "verify_after_failover": true,
                     *         "notify_stakeholders": true,
                     *         "update_dns": true,
                     *         "update_load_balancer": true
                     *       },
                     *       "execution_options": {
                     *         "priority": "high",
                     *         "timeout": 600,
                     *         "retry_attempts": 3,
                     *         "parallel_execution": true
                     *       },
                     *       "status": "running",
                     *       "progress": 0,
                     *       "started_at": "2024-01-15T12:30:00Z",
                     *       "estimated_completion": "2024-01-15T12:40:00Z",
                     *       "initiated_by": "admin_123456789",
                     *       "execution_mode": "simulation"
                     *     }
                     */
                    "application/json": components["schemas"]["Failover"];
                };
            };
            /**
             * @description invalid_failover_request: the request is well formed and does not fit the plan.
             *
             *     invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidFailoverRequestError"] | components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            /**
             * @description actor_mismatch: the request names somebody for whom the caller may not act.
             *
             *     forbidden: no role of the caller allows this.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActorMismatchError"] | components["schemas"]["ForbiddenError"];
                };
            };
            404: components["responses"]["plan_not_found"];
            /**
             * @description failover_in_progress: the plan has an execution that has not ended.
             *
             *     idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             *
             *     plan_archived: the plan is archived: restore it first.
             *
             *     plan_not_ready: a planned failover would not go through: repair what details.findings name, or give override_readiness.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailoverInProgressError"] | components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"] | components["schemas"]["PlanArchivedError"] | components["schemas"]["PlanNotReadyError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    getFailoverStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Such as failover_123456789. */
                failover_id: components["parameters"]["failover_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its status; results are null until it has ended. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "failover_id": "failover_123456789",
                     *       "plan_id": "plan_123456789",
                     *       "status": "completed",
                     *       "progress": 100,
                     *       "started_at": "2024-01-15T12:30:00Z",
                     *       "completed_at": "2024-01-15T12:35:00Z",
                     *       "duration": 300,
                     *       "result": {
                     *         "components_failed_over": 2,
                     *         "dns_updated": true,
                     *         "load_balancer_updated": true,
                     *         "health_checks_passed": true,
                     *         "data_synchronization_completed": true
                     *       },
                     *       "verification": {
                     *         "status": "passed",
                     *         "connectivity_verified": true,
                     *         "performance_verified": true,
                     *         "data_integrity_verified": true,
                     *         "verified_at": "2024-01-15T12:36:00Z"
                     *       },
                     *       "error": null,
                     *       "next_steps": [
                     *         "Monitor system performance",
                     *         "Update documentation",
                     *         "Schedule failback if needed"
                     *       ],
                     *       "execution_mode": "live",
                     *       "pause_reason": null,
                     *       "active_site": "secondary",
                     *       "protection": {
                     *         "state": "unprotected",
                     *         "since": "2024-01-15T12:35:00Z",
                     *         "lag_bytes": null,
                     *         "replay_lag_ms": null,
                     *         "reprotecting_execution": null
                     *       },
                     *       "measurements": {
                     *         "rto_ms": 300000,
                     *         "rpo_ms": 180,
                     *         "outage_started_at": "2024-01-15T12:30:00Z",
                     *         "recovered_at": "2024-01-15T12:35:00Z",
                     *         "rto_split": {
                     *           "detect_ms": 20000,
                     *           "decide_ms": 500,
                     *           "human_wait_ms": 0,
                     *           "machine_ms": 249500,
                     *           "converge_ms": 30000
                     *         },
                     *         "rto_target_minutes": 240,
                     *         "rpo_target_minutes": 60,
                     *         "components": [
                     *           {
                     *             "component_id": "comp_123456789",
                     *             "rto_ms": 120000,
                     *             "rpo_ms": 180,
                     *             "rto_split": {
                     *               "detect_ms": 20000,
                     *               "decide_ms": 500,
                     *               "human_wait_ms": 0,
                     *               "machine_ms": 99500,
                     *               "converge_ms": 0
                     *             },
                     *             "rto_target_minutes": 120,
                     *             "rpo_target_minutes": 30
                     *           },
                     *           {
                     *             "component_id": "comp_123456790",
                     *             "rto_ms": 300000,
                     *             "rpo_ms": null,
                     *             "rto_split": {
                     *               "detect_ms": 20000,
                     *               "decide_ms": 500,
                     *               "human_wait_ms": 0,
                     *               "machine_ms": 249500,
                     *               "converge_ms": 30000
                     *             },
                     *             "rto_target_minutes": 60,
                     *             "rpo_target_minutes": 15
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["FailoverStatus"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["failover_not_found"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    previewRunbook: {
        parameters: {
            query?: {
                failover_type?: "planned" | "unplanned";
                components?: string;
            };
            header?: never;
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The steps in their order. Nothing is done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Runbook"];
                };
            };
            /**
             * @description invalid_failover_request: the request is well formed and does not fit the plan.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidFailoverRequestError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["plan_not_found"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    getProtection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it was seen last. Never cached. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Protection"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["plan_not_found"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    reprotectPlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReprotectRequest"];
            };
        };
        responses: {
            /** @description Accepted and durable; a worker carries it out. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reprotect"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            /**
             * @description actor_mismatch: the request names somebody for whom the caller may not act.
             *
             *     forbidden: no role of the caller allows this.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActorMismatchError"] | components["schemas"]["ForbiddenError"];
                };
            };
            404: components["responses"]["plan_not_found"];
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             *
             *     plan_archived: the plan is archived: restore it first.
             *
             *     reprotect_in_progress: the plan is being reprotected already; details name the execution.
             *
             *     reprotect_not_possible: the service can not make the other site a standby; details.reasons says why.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"] | components["schemas"]["PlanArchivedError"] | components["schemas"]["ReprotectInProgressError"] | components["schemas"]["ReprotectNotPossibleError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    failBack: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FailbackRequest"];
            };
        };
        responses: {
            /** @description Accepted and durable; a worker carries it out. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failover"];
                };
            };
            /**
             * @description invalid_failover_request: the request is well formed and does not fit the plan.
             *
             *     invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidFailoverRequestError"] | components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            /**
             * @description actor_mismatch: the request names somebody for whom the caller may not act.
             *
             *     forbidden: no role of the caller allows this.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActorMismatchError"] | components["schemas"]["ForbiddenError"];
                };
            };
            404: components["responses"]["plan_not_found"];
            /**
             * @description failback_not_ready: the plan can not be moved back now; details.reasons says why.
             *
             *     failover_in_progress: the plan has an execution that has not ended.
             *
             *     idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             *
             *     plan_archived: the plan is archived: restore it first.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailbackNotReadyError"] | components["schemas"]["FailoverInProgressError"] | components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"] | components["schemas"]["PlanArchivedError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    triggerFailover: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "trigger": "manual_trigger",
                 *       "reason": "The site is under water"
                 *     }
                 */
                "application/json": components["schemas"]["TriggerRequest"];
            };
        };
        responses: {
            /** @description What was decided. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerAnswer"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["plan_not_found"];
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             *
             *     plan_archived: the plan is archived: restore it first.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"] | components["schemas"]["PlanArchivedError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    receiveAlertmanagerNotification: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertmanagerWebhook"];
            };
        };
        responses: {
            /** @description What became of each alert. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertmanagerAnswer"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    listTriggerDecisions: {
        parameters: {
            query?: {
                decision?: "started" | "blocked" | "ignored";
                limit?: components["schemas"]["Limit"];
                cursor?: components["schemas"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of decisions, newest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerDecisionPage"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["plan_not_found"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    acknowledgeCooldown: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CommentRequest"];
            };
        };
        responses: {
            /** @description Automatic failovers are possible again. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanAutomation"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["plan_not_found"];
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             *
             *     state_conflict: not possible in this state; details say which it is.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"] | components["schemas"]["StateConflictError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    getPlanAutomation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The switches and the cool-down. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanAutomation"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["plan_not_found"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    switchPlanAutomation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "enabled": false,
                 *       "comment": "Maintenance of the network until noon"
                 *     }
                 */
                "application/json": components["schemas"]["AutomationRequest"];
            };
        };
        responses: {
            /** @description None is started against it from now on. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanAutomation"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["plan_not_found"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    getAutomation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The switch of all plans. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Automation"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    switchAutomation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "enabled": false,
                 *       "comment": "Maintenance of the network until noon"
                 *     }
                 */
                "application/json": components["schemas"]["AutomationRequest"];
            };
        };
        responses: {
            /** @description None is started against it from now on. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Automation"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    listExecutions: {
        parameters: {
            query?: {
                plan_id?: string;
                kind?: components["schemas"]["ExecutionKind"];
                status?: components["schemas"]["ExecutionStatus"];
                limit?: components["schemas"]["Limit"];
                cursor?: components["schemas"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of executions, newest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPage"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    getExecution: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a failover, an execution of a procedure, or a test. */
                execution_id: components["parameters"]["execution_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With its steps. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["execution_not_found"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                plan_id?: string;
                kind?: components["schemas"]["ExecutionKind"];
            };
            header?: {
                /** @description The id of the newest event that the caller has; the stream goes on behind it, without a gap or a repetition. */
                "Last-Event-ID"?: components["parameters"]["Last-Event-ID"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The journal as it is written. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             *
             *     too_many_streams: this process serves as many event streams as it may. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"] | components["schemas"]["TooManyStreamsError"];
                };
            };
        };
    };
    streamExecutionEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description The id of the newest event that the caller has; the stream goes on behind it, without a gap or a repetition. */
                "Last-Event-ID"?: components["parameters"]["Last-Event-ID"];
            };
            path: {
                /** @description The id of a failover, an execution of a procedure, or a test. */
                execution_id: components["parameters"]["execution_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The journal as it is written. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description It is over, and the caller has everything: there is no need to connect again. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["execution_not_found"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             *
             *     too_many_streams: this process serves as many event streams as it may. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"] | components["schemas"]["TooManyStreamsError"];
                };
            };
        };
    };
    getExecutionEstimate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a failover, an execution of a procedure, or a test. */
                execution_id: components["parameters"]["execution_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionEstimate"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["execution_not_found"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    cancelExecution: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The id of a failover, an execution of a procedure, or a test. */
                execution_id: components["parameters"]["execution_id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "comment": "False alarm"
                 *     }
                 */
                "application/json": components["schemas"]["CommentRequest"];
            };
        };
        responses: {
            /** @description Journalled; a worker acts on it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["execution_not_found"];
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             *
             *     past_point_of_no_return: it can no longer be taken back; it can only go forward.
             *
             *     state_conflict: not possible in this state; details say which it is.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"] | components["schemas"]["PastPointOfNoReturnError"] | components["schemas"]["StateConflictError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    pauseExecution: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The id of a failover, an execution of a procedure, or a test. */
                execution_id: components["parameters"]["execution_id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "comment": "Waiting for the network team"
                 *     }
                 */
                "application/json": components["schemas"]["CommentRequest"];
            };
        };
        responses: {
            /** @description Journalled; a worker acts on it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["execution_not_found"];
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             *
             *     state_conflict: not possible in this state; details say which it is.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"] | components["schemas"]["StateConflictError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    resumeExecution: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The id of a failover, an execution of a procedure, or a test. */
                execution_id: components["parameters"]["execution_id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "comment": "The network is back"
                 *     }
                 */
                "application/json": components["schemas"]["CommentRequest"];
            };
        };
        responses: {
            /** @description Journalled; a worker acts on it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["execution_not_found"];
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             *
             *     state_conflict: not possible in this state; details say which it is.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"] | components["schemas"]["StateConflictError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    rollBackExecution: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The id of a failover, an execution of a procedure, or a test. */
                execution_id: components["parameters"]["execution_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "comment": "The standby is older than we thought"
                 *     }
                 */
                "application/json": components["schemas"]["ReasonRequest"];
            };
        };
        responses: {
            /** @description Journalled; a worker acts on it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["execution_not_found"];
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             *
             *     past_point_of_no_return: it can no longer be taken back; it can only go forward.
             *
             *     state_conflict: not possible in this state; details say which it is.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"] | components["schemas"]["PastPointOfNoReturnError"] | components["schemas"]["StateConflictError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    switchToUngraceful: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The id of a failover, an execution of a procedure, or a test. */
                execution_id: components["parameters"]["execution_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "comment": "The old site has died"
                 *     }
                 */
                "application/json": components["schemas"]["ReasonRequest"];
            };
        };
        responses: {
            /** @description Journalled; a worker acts on it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["execution_not_found"];
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             *
             *     past_point_of_no_return: it can no longer be taken back; it can only go forward.
             *
             *     state_conflict: not possible in this state; details say which it is.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"] | components["schemas"]["PastPointOfNoReturnError"] | components["schemas"]["StateConflictError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    confirmStep: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The id of a failover, an execution of a procedure, or a test. */
                execution_id: components["parameters"]["execution_id"];
                /** @description As the execution names it. */
                step_id: components["parameters"]["step_id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "comment": "Told the duty manager"
                 *     }
                 */
                "application/json": components["schemas"]["CommentRequest"];
            };
        };
        responses: {
            /** @description Journalled; a worker acts on it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description execution_not_found: there is no such execution.
             *
             *     step_not_found: the execution has no such step.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionNotFoundError"] | components["schemas"]["StepNotFoundError"];
                };
            };
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             *
             *     state_conflict: not possible in this state; details say which it is.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"] | components["schemas"]["StateConflictError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    approveStep: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The id of a failover, an execution of a procedure, or a test. */
                execution_id: components["parameters"]["execution_id"];
                /** @description As the execution names it. */
                step_id: components["parameters"]["step_id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "comment": "Go"
                 *     }
                 */
                "application/json": components["schemas"]["CommentRequest"];
            };
        };
        responses: {
            /** @description Journalled; a worker acts on it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            /**
             * @description approval_role_missing: the step wants approvals of a role that the caller does not have.
             *
             *     forbidden: no role of the caller allows this.
             *
             *     initiator_excluded: whoever has asked for the execution does not approve this step.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalRoleMissingError"] | components["schemas"]["ForbiddenError"] | components["schemas"]["InitiatorExcludedError"];
                };
            };
            /**
             * @description execution_not_found: there is no such execution.
             *
             *     step_not_found: the execution has no such step.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionNotFoundError"] | components["schemas"]["StepNotFoundError"];
                };
            };
            /**
             * @description already_approved: each person counts once.
             *
             *     idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             *
             *     state_conflict: not possible in this state; details say which it is.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlreadyApprovedError"] | components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"] | components["schemas"]["StateConflictError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    declineStep: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The id of a failover, an execution of a procedure, or a test. */
                execution_id: components["parameters"]["execution_id"];
                /** @description As the execution names it. */
                step_id: components["parameters"]["step_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "comment": "Not during the sale"
                 *     }
                 */
                "application/json": components["schemas"]["ReasonRequest"];
            };
        };
        responses: {
            /** @description Journalled; a worker acts on it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            /**
             * @description approval_role_missing: the step wants approvals of a role that the caller does not have.
             *
             *     forbidden: no role of the caller allows this.
             *
             *     initiator_excluded: whoever has asked for the execution does not approve this step.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalRoleMissingError"] | components["schemas"]["ForbiddenError"] | components["schemas"]["InitiatorExcludedError"];
                };
            };
            /**
             * @description execution_not_found: there is no such execution.
             *
             *     step_not_found: the execution has no such step.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionNotFoundError"] | components["schemas"]["StepNotFoundError"];
                };
            };
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             *
             *     state_conflict: not possible in this state; details say which it is.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"] | components["schemas"]["StateConflictError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    retryStep: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The id of a failover, an execution of a procedure, or a test. */
                execution_id: components["parameters"]["execution_id"];
                /** @description As the execution names it. */
                step_id: components["parameters"]["step_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "comment": "The disk is no longer full"
                 *     }
                 */
                "application/json": components["schemas"]["ReasonRequest"];
            };
        };
        responses: {
            /** @description Journalled; a worker acts on it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description execution_not_found: there is no such execution.
             *
             *     step_not_found: the execution has no such step.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionNotFoundError"] | components["schemas"]["StepNotFoundError"];
                };
            };
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             *
             *     state_conflict: not possible in this state; details say which it is.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"] | components["schemas"]["StateConflictError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    skipStep: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The id of a failover, an execution of a procedure, or a test. */
                execution_id: components["parameters"]["execution_id"];
                /** @description As the execution names it. */
                step_id: components["parameters"]["step_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "comment": "Done by hand"
                 *     }
                 */
                "application/json": components["schemas"]["ReasonRequest"];
            };
        };
        responses: {
            /** @description Journalled; a worker acts on it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description execution_not_found: there is no such execution.
             *
             *     step_not_found: the execution has no such step.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionNotFoundError"] | components["schemas"]["StepNotFoundError"];
                };
            };
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             *
             *     state_conflict: not possible in this state; details say which it is.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"] | components["schemas"]["StateConflictError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    resolveStep: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The id of a failover, an execution of a procedure, or a test. */
                execution_id: components["parameters"]["execution_id"];
                /** @description As the execution names it. */
                step_id: components["parameters"]["step_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "resolution": "done",
                 *       "comment": "The standby takes writes"
                 *     }
                 */
                "application/json": components["schemas"]["ResolveRequest"];
            };
        };
        responses: {
            /** @description Journalled; a worker acts on it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description execution_not_found: there is no such execution.
             *
             *     step_not_found: the execution has no such step.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionNotFoundError"] | components["schemas"]["StepNotFoundError"];
                };
            };
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             *
             *     state_conflict: not possible in this state; details say which it is.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"] | components["schemas"]["StateConflictError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    executeProcedure: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description As the plan names it. */
                procedure_id: components["parameters"]["procedure_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "execution_type": "manual",
                 *       "parameters": {
                 *         "backup_id": "backup_123456789",
                 *         "target_database": "delivery_db_restore",
                 *         "verify_integrity": true,
                 *         "skip_constraints": false
                 *       },
                 *       "execution_options": {
                 *         "priority": "high",
                 *         "timeout": 600,
                 *         "retry_attempts": 3,
                 *         "parallel_execution": false
                 *       },
                 *       "executed_by": "admin_123456789"
                 *     }
                 */
                "application/json": components["schemas"]["ProcedureExecutionRequest"];
            };
        };
        responses: {
            /** @description Accepted and durable; a worker carries it out. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "execution_id": "exec_123456789",
                     *       "procedure_id": "proc_123456789",
                     *       "execution_type": "manual",
                     *       "parameters": {
                     *         "backup_id": "backup_123456789",
                     *         "target_database": "delivery_db_restore",
                     *         "verify_integrity": true,
                     *         "skip_constraints": false
                     *       },
                     *       "execution_options": {
                     *         "priority": "high",
                     *         "timeout": 600,
                     *         "retry_attempts": 3,
                     *         "parallel_execution": false
                     *       },
                     *       "status": "running",
                     *       "progress": 0,
                     *       "started_at": "2024-01-15T12:30:00Z",
                     *       "estimated_completion": "2024-01-15T12:40:00Z",
                     *       "executed_by": "admin_123456789",
                     *       "execution_mode": "simulation",
                     *       "plan_id": "plan_123456789"
                     *     }
                     */
                    "application/json": components["schemas"]["ProcedureExecution"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_procedure_request: the request is well formed and does not fit the procedure.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidProcedureRequestError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            /**
             * @description actor_mismatch: the request names somebody for whom the caller may not act.
             *
             *     forbidden: no role of the caller allows this.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActorMismatchError"] | components["schemas"]["ForbiddenError"];
                };
            };
            /**
             * @description plan_not_found: there is no such plan.
             *
             *     procedure_not_found: there is no such procedure.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanNotFoundError"] | components["schemas"]["ProcedureNotFoundError"];
                };
            };
            /**
             * @description ambiguous_procedure: several plans have this procedure: name one with plan_id.
             *
             *     failover_in_progress: the plan has an execution that has not ended.
             *
             *     idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             *
             *     plan_archived: the plan is archived: restore it first.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AmbiguousProcedureError"] | components["schemas"]["FailoverInProgressError"] | components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"] | components["schemas"]["PlanArchivedError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    listProcedureExecutions: {
        parameters: {
            query?: {
                plan_id?: string;
                kind?: components["schemas"]["ExecutionKind"];
                status?: components["schemas"]["ExecutionStatus"];
                limit?: components["schemas"]["Limit"];
                cursor?: components["schemas"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description As the plan names it. */
                procedure_id: components["parameters"]["procedure_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of executions, newest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPage"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["procedure_not_found"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    scheduleTest: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "test_name": "Q1 2024 DR Test",
                 *       "description": "Quarterly disaster recovery test",
                 *       "test_type": "full",
                 *       "test_scope": "all_components",
                 *       "scheduled_for": "2024-04-01T00:00:00Z",
                 *       "duration": 480,
                 *       "test_environment": {
                 *         "name": "DR Test Environment",
                 *         "location": "Secondary Data Center",
                 *         "isolation": "isolated",
                 *         "cleanup_after_test": true
                 *       },
                 *       "test_scenarios": [
                 *         {
                 *           "scenario_id": "scenario_123456789",
                 *           "name": "Database Failover",
                 *           "description": "Test database failover procedure",
                 *           "components": [
                 *             "comp_123456789"
                 *           ],
                 *           "expected_outcome": "successful_failover"
                 *         },
                 *         {
                 *           "scenario_id": "scenario_123456790",
                 *           "name": "API Gateway Failover",
                 *           "description": "Test API gateway failover procedure",
                 *           "components": [
                 *             "comp_123456790"
                 *           ],
                 *           "expected_outcome": "successful_failover"
                 *         }
                 *       ],
                 *       "success_criteria": [
                 *         "All components failover successfully",
                 *         "RTO targets met",
                 *         "RPO targets met",
                 *         "Data integrity maintained",
                 *         "Performance within acceptable limits"
                 *       ],
                 *       "notifications": {
                 *         "on_start": true,
                 *         "on_completion": true,
                 *         "on_failure": true,
                 *         "recipients": [
                 *           "admin@delivery.com",
                 *           "ops@delivery.com",
                 *           "management@delivery.com"
                 *         ]
                 *       },
                 *       "scheduled_by": "admin_123456789"
                 *     }
                 */
                "application/json": components["schemas"]["TestRequest"];
            };
        };
        responses: {
            /** @description Scheduled. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "test_id": "test_123456789",
                     *       "plan_id": "plan_123456789",
                     *       "test_name": "Q1 2024 DR Test",
                     *       "description": "Quarterly disaster recovery test",
                     *       "test_type": "full",
                     *       "test_scope": "all_components",
                     *       "scheduled_for": "2024-04-01T00:00:00Z",
                     *       "duration": 480,
                     *       "test_environment": {
                     *         "name": "DR Test Environment",
                     *         "location": "Secondary Data Center",
                     *         "isolation": "isolated",
                     *         "cleanup_after_test": true
                     *       },
                     *       "test_scenarios": [
                     *         {
                     *           "scenario_id": "scenario_123456789",
                     *           "name": "Database Failover",
                     *           "description": "Test database failover procedure",
                     *           "components": [
                     *             "comp_123456789"
                     *           ],
                     *           "expected_outcome": "successful_failover"
                     *         },
                     *         {
                     *           "scenario_id": "scenario_123456790",
                     *           "name": "API Gateway Failover",
                     *           "description": "Test API gateway failover procedure",
                     *           "components": [
                     *             "comp_123456790"
                     *           ],
                     *           "expected_outcome": "successful_failover"
                     *         }
                     *       ],
                     *       "success_criteria": [
                     *         "All components failover successfully",
                     *         "RTO targets met",
                     *         "RPO targets met",
                     *         "Data integrity maintained",
                     *         "Performance within acceptable limits"
                     *       ],
                     *       "notifications": {
                     *         "on_start": true,
                     *         "on_completion": true,
                     *         "on_failure": true,
                     *         "recipients": [
                     *           "admin@delivery.com",
                     *           "ops@delivery.com",
                     *           "management@delivery.com"
                     *         ]
                     *       },
                     *       "status": "scheduled",
                     *       "created_at": "2024-01-15T12:30:00Z",
                     *       "scheduled_by": "admin_123456789",
                     *       "started_at": null,
                     *       "completed_at": null,
                     *       "execution_mode": "simulation",
                     *       "exercise": "drill",
                     *       "source": "request",
                     *       "execution_id": null,
                     *       "pause_reason": null
                     *     }
                     */
                    "application/json": components["schemas"]["Test"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            /**
             * @description actor_mismatch: the request names somebody for whom the caller may not act.
             *
             *     forbidden: no role of the caller allows this.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActorMismatchError"] | components["schemas"]["ForbiddenError"];
                };
            };
            404: components["responses"]["plan_not_found"];
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             *
             *     plan_archived: the plan is archived: restore it first.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"] | components["schemas"]["PlanArchivedError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    listTests: {
        parameters: {
            query?: {
                plan_id?: string;
                status?: "scheduled" | "running" | "completed" | "failed" | "cancelled";
                limit?: string;
                cursor?: components["schemas"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of tests. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestPage"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["test_not_found"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    getTest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Such as test_123456789. */
                test_id: components["parameters"]["test_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The test. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Test"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["test_not_found"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    rescheduleTest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Such as test_123456789. */
                test_id: components["parameters"]["test_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RescheduleRequest"];
            };
        };
        responses: {
            /** @description The test at its new time. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Test"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["test_not_found"];
            409: components["responses"]["state_conflict"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    cancelTest: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Such as test_123456789. */
                test_id: components["parameters"]["test_id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CommentRequest"];
            };
        };
        responses: {
            /** @description Cancelled, or about to be when it runs: its clean-up is done first. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Test"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["test_not_found"];
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             *
             *     past_point_of_no_return: it can no longer be taken back; it can only go forward.
             *
             *     state_conflict: not possible in this state; details say which it is.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"] | components["schemas"]["PastPointOfNoReturnError"] | components["schemas"]["StateConflictError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    getTestResults: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Such as test_123456789. */
                test_id: components["parameters"]["test_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nulls and empty lists until it is over. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "test_id": "test_123456789",
                     *       "plan_id": "plan_123456789",
                     *       "test_name": "Q1 2024 DR Test",
                     *       "status": "completed",
                     *       "started_at": "2024-04-01T00:00:00Z",
                     *       "completed_at": "2024-04-01T08:00:00Z",
                     *       "duration": 480,
                     *       "overall_result": "passed",
                     *       "success_rate": 0.95,
                     *       "scenario_results": [
                     *         {
                     *           "scenario_id": "scenario_123456789",
                     *           "name": "Database Failover",
                     *           "status": "passed",
                     *           "duration": 120,
                     *           "rto_achieved": true,
                     *           "rpo_achieved": true,
                     *           "data_integrity_verified": true,
                     *           "performance_acceptable": true,
                     *           "issues": []
                     *         },
                     *         {
                     *           "scenario_id": "scenario_123456790",
                     *           "name": "API Gateway Failover",
                     *           "status": "passed",
                     *           "duration": 60,
                     *           "rto_achieved": true,
                     *           "rpo_achieved": true,
                     *           "data_integrity_verified": true,
                     *           "performance_acceptable": true,
                     *           "issues": []
                     *         }
                     *       ],
                     *       "success_criteria_results": [
                     *         {
                     *           "criteria": "All components failover successfully",
                     *           "status": "passed",
                     *           "details": "All 2 components failed over successfully"
                     *         },
                     *         {
                     *           "criteria": "RTO targets met",
                     *           "status": "passed",
                     *           "details": "All components met RTO targets"
                     *         },
                     *         {
                     *           "criteria": "RPO targets met",
                     *           "status": "passed",
                     *           "details": "All components met RPO targets"
                     *         },
                     *         {
                     *           "criteria": "Data integrity maintained",
                     *           "status": "passed",
                     *           "details": "Data integrity verified for all components"
                     *         },
                     *         {
                     *           "criteria": "Performance within acceptable limits",
                     *           "status": "passed",
                     *           "details": "Performance within acceptable limits for all components"
                     *         }
                     *       ],
                     *       "recommendations": [
                     *         "Consider reducing RTO targets for database cluster",
                     *         "Implement automated failover for API gateway",
                     *         "Add more comprehensive monitoring during failover"
                     *       ],
                     *       "next_test": "2024-07-01T00:00:00Z",
                     *       "execution_mode": "live",
                     *       "exercise": "drill",
                     *       "source": "schedule",
                     *       "execution_id": "exec_123456789",
                     *       "pause_reason": null,
                     *       "measurements": {
                     *         "rto_ms": 95200,
                     *         "rpo_ms": 240
                     *       },
                     *       "cleanup": []
                     *     }
                     */
                    "application/json": components["schemas"]["TestResults"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["test_not_found"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    assessCriterion: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Such as test_123456789. */
                test_id: components["parameters"]["test_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "criteria": "Performance within acceptable limits",
                 *       "status": "passed",
                 *       "details": "The slowest page took 300 ms, measured by hand."
                 *     }
                 */
                "application/json": components["schemas"]["AssessmentRequest"];
            };
        };
        responses: {
            /** @description The results with the assessment. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestResults"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description criterion_not_found: the test has no such success criterion.
             *
             *     test_not_found: there is no such test.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CriterionNotFoundError"] | components["schemas"]["TestNotFoundError"];
                };
            };
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             *
             *     state_conflict: not possible in this state; details say which it is.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"] | components["schemas"]["StateConflictError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    getAnalytics: {
        parameters: {
            query?: {
                date_from?: string;
                date_to?: string;
                plan_id?: string;
                timezone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was achieved. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "overview": {
                     *         "total_plans": 50,
                     *         "active_plans": 45,
                     *         "total_tests": 200,
                     *         "successful_tests": 190,
                     *         "failed_tests": 10,
                     *         "total_failovers": 5,
                     *         "successful_failovers": 5,
                     *         "failed_failovers": 0,
                     *         "average_rto": 180,
                     *         "average_rpo": 45
                     *       },
                     *       "plan_breakdown": [
                     *         {
                     *           "plan_id": "plan_123456789",
                     *           "plan_name": "Primary Data Center DR Plan",
                     *           "tests": 20,
                     *           "success_rate": 0.95,
                     *           "average_rto": 120,
                     *           "average_rpo": 30,
                     *           "last_test": "2024-01-15T00:00:00Z",
                     *           "objective_rto": 240,
                     *           "objective_rpo": 60
                     *         }
                     *       ],
                     *       "test_results": [
                     *         {
                     *           "test_type": "full",
                     *           "count": 100,
                     *           "success_rate": 0.9,
                     *           "average_duration": 480,
                     *           "average_rto": 150,
                     *           "average_rpo": 40
                     *         },
                     *         {
                     *           "test_type": "partial",
                     *           "count": 100,
                     *           "success_rate": 0.95,
                     *           "average_duration": 240,
                     *           "average_rto": 120,
                     *           "average_rpo": 30
                     *         }
                     *       ],
                     *       "failover_analytics": [
                     *         {
                     *           "failover_type": "planned",
                     *           "count": 3,
                     *           "success_rate": 1,
                     *           "average_duration": 300,
                     *           "average_rto": 120,
                     *           "average_rpo": 30
                     *         },
                     *         {
                     *           "failover_type": "unplanned",
                     *           "count": 2,
                     *           "success_rate": 1,
                     *           "average_duration": 180,
                     *           "average_rto": 90,
                     *           "average_rpo": 15
                     *         }
                     *       ],
                     *       "time_series": [
                     *         {
                     *           "date": "2024-01-15",
                     *           "tests_scheduled": 5,
                     *           "tests_completed": 5,
                     *           "successful_tests": 5,
                     *           "failed_tests": 0,
                     *           "failovers": 0
                     *         }
                     *       ],
                     *       "generated_at": "2024-01-15T14:30:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Analytics"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["plan_not_found"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    getDashboard: {
        parameters: {
            query?: {
                plan_id?: string;
                timezone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The dashboard. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "overview": {
                     *         "total_plans": 50,
                     *         "active_plans": 45,
                     *         "critical_plans": 10,
                     *         "high_priority_plans": 20,
                     *         "medium_priority_plans": 15,
                     *         "low_priority_plans": 5,
                     *         "plans_due_for_testing": 5,
                     *         "plans_overdue_for_testing": 2
                     *       },
                     *       "recent_activities": [
                     *         {
                     *           "activity_id": "act_123456789",
                     *           "type": "test_completed",
                     *           "description": "DR test completed for Primary Data Center DR Plan",
                     *           "timestamp": "2024-01-15T12:30:00Z",
                     *           "plan_id": "plan_123456789",
                     *           "result": "passed"
                     *         },
                     *         {
                     *           "activity_id": "act_123456790",
                     *           "type": "failover_initiated",
                     *           "description": "Failover initiated for Database Cluster",
                     *           "timestamp": "2024-01-15T10:30:00Z",
                     *           "plan_id": "plan_123456789",
                     *           "result": "successful"
                     *         }
                     *       ],
                     *       "upcoming_tests": [
                     *         {
                     *           "test_id": "test_123456789",
                     *           "plan_id": "plan_123456789",
                     *           "plan_name": "Primary Data Center DR Plan",
                     *           "scheduled_for": "2024-04-01T00:00:00Z",
                     *           "test_type": "full",
                     *           "priority": "critical"
                     *         }
                     *       ],
                     *       "system_health": {
                     *         "primary_site": {
                     *           "status": "healthy",
                     *           "uptime": 99.9,
                     *           "capacity": 100,
                     *           "utilization": 75
                     *         },
                     *         "secondary_site": {
                     *           "status": "healthy",
                     *           "uptime": 99.8,
                     *           "capacity": 100,
                     *           "utilization": 25
                     *         }
                     *       },
                     *       "alerts": [
                     *         {
                     *           "alert_id": "alert_123456789",
                     *           "type": "warning",
                     *           "title": "DR Test Overdue",
                     *           "message": "Primary Data Center DR Plan is overdue for testing",
                     *           "severity": "medium",
                     *           "created_at": "2024-01-15T12:30:00Z",
                     *           "acknowledged": false,
                     *           "kind": "dr_test_overdue",
                     *           "plan_id": "plan_123456789",
                     *           "acknowledged_by": null,
                     *           "acknowledged_at": null,
                     *           "comment": null,
                     *           "resolved_at": null
                     *         }
                     *       ],
                     *       "protection": {
                     *         "state": "protected",
                     *         "active_sites": {
                     *           "primary": 5,
                     *           "secondary": 0
                     *         },
                     *         "plans": {
                     *           "protected": 2,
                     *           "unprotected": 0,
                     *           "reprotecting": 0,
                     *           "split_brain_risk": 0,
                     *           "unknown": 0
                     *         },
                     *         "not_protected": []
                     *       },
                     *       "readiness": {
                     *         "score": 84,
                     *         "status": "at_risk"
                     *       },
                     *       "generated_at": "2024-01-15T14:30:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Dashboard"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["plan_not_found"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    listAlerts: {
        parameters: {
            query?: {
                status?: "open" | "resolved" | "all";
                acknowledged?: "true" | "false";
                severity?: "critical" | "high" | "medium" | "low";
                kind?: string;
                plan_id?: string;
                limit?: string;
                cursor?: components["schemas"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of alerts, newest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertPage"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["plan_not_found"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    acknowledgeAlert: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Such as alert_123456789. */
                alert_id: components["parameters"]["alert_id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CommentRequest"];
            };
        };
        responses: {
            /** @description Of several people the first is recorded. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alert"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["alert_not_found"];
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    listNotifications: {
        parameters: {
            query?: {
                status?: components["schemas"]["DeliveryStatus"];
                plan_id?: string;
                limit?: components["schemas"]["Limit"];
                cursor?: components["schemas"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of notifications, newest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationPage"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    redeliverNotification: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description A UUID. */
                notification_id: components["parameters"]["notification_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A worker delivers it, under the same id. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notification"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notification_not_found"];
            /**
             * @description idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             *
             *     notification_pending: it is on its way already.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"] | components["schemas"]["NotificationPendingError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["idempotency_key_reused"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    putSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 1 to 100 letters, digits, ., _ or -, beginning with a letter or digit. */
                name: components["parameters"]["name"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    value: string;
                };
            };
        };
        responses: {
            /** @description Written. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    exportPlanBundle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Such as plan_123456789. */
                plan_id: components["parameters"]["plan_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BundleRequest"];
            };
        };
        responses: {
            /** @description Keep it where drctl will need it. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanBundle"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["plan_not_found"];
            /**
             * @description bundle_secrets_missing: the plan refers to secrets that are not there; details name them.
             *
             *     plan_archived: the plan is archived: restore it first.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BundleSecretsMissingError"] | components["schemas"]["PlanArchivedError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    getBundleKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Keep it apart from the bundles. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BundleKey"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    ingestExecution: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IngestRequest"];
            };
        };
        responses: {
            /** @description It is an execution like any other now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestedExecution"];
                };
            };
            /**
             * @description invalid_idempotency_key: the Idempotency-Key is not 1 to 255 printable characters.
             *
             *     invalid_request: the request can not be read: the address, the body, or a name in it.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidIdempotencyKeyError"] | components["schemas"]["InvalidRequestError"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description plan_not_found: there is no such plan.
             *
             *     plan_version_not_found: the plan has no such version.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanNotFoundError"] | components["schemas"]["PlanVersionNotFoundError"];
                };
            };
            /**
             * @description execution_not_ended: drctl has not brought it to its end.
             *
             *     idempotency_in_progress: the first request with this key has not been answered yet; ask again.
             *
             *     idempotency_outcome_unknown: the first request was cut off: look whether it took effect, then use a new key.
             *
             *     ingest_conflict: another execution has this id, or this one was taken in with another content.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionNotEndedError"] | components["schemas"]["IdempotencyInProgressError"] | components["schemas"]["IdempotencyOutcomeUnknownError"] | components["schemas"]["IngestConflictError"];
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description idempotency_key_reused: the key was used for another request: take a new one.
             *
             *     invalid_bundle: the bundle was changed, or was not signed by a key of this service.
             *
             *     invalid_execution_export: the journal is no valid history of a runbook of its bundle.
             *
             *     validation_failed: fields are missing, unknown or invalid; details.issues names all of them.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdempotencyKeyReusedError"] | components["schemas"]["InvalidBundleError"] | components["schemas"]["InvalidExecutionExportError"] | components["schemas"]["ValidationFailedError"];
                };
            };
            500: components["responses"]["internal_error"];
            /**
             * @description identity_provider_unavailable: the keys that verify tokens can not be fetched now.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityProviderUnavailableError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ok";
                    };
                };
            };
            400: components["responses"]["invalid_request"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["service_unavailable"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ok";
                        /** @constant */
                        database: "ok";
                    };
                };
            };
            400: components["responses"]["invalid_request"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            500: components["responses"]["internal_error"];
            /**
             * @description not_ready: the database is unreachable or not migrated.
             *
             *     service_unavailable: the database does not answer; nothing was changed. Ask again.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotReadyError"] | components["schemas"]["ServiceUnavailableError"];
                };
            };
        };
    };
    getOpenApiDocument: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["invalid_request"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["service_unavailable"];
        };
    };
    getDocumentation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page that loads nothing else. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["invalid_request"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["service_unavailable"];
        };
    };
}
