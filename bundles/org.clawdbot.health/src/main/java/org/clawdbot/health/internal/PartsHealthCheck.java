package org.clawdbot.health.internal;

import java.util.List;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.clawdbot.api.diagnosis.Finding;
import org.clawdbot.api.diagnosis.SelfCheck;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Whether what the parts say about themselves without asking a server is good: bundles, components, settings. */
@Component(name = "org.clawdbot.health.parts")
@Health(name = "Clawdbot parts", tags = "clawdbot")
public final class PartsHealthCheck implements HealthCheck {

    private final List<SelfCheck> checks;

    /**
     * Asks the checks that {@code clawdbot doctor} asks, too.
     *
     * @param checks those of the host
     */
    @Activate
    public PartsHealthCheck(
            @Reference(name = "checks", policyOption = ReferencePolicyOption.GREEDY) List<SelfCheck> checks) {
        this.checks = List.copyOf(checks);
    }

    @Override
    public Result execute() {
        Outcome outcome = new Outcome();
        for (SelfCheck check : checks) {
            if (!check.remote()) {
                run(check, outcome);
            }
        }
        return outcome.ok(checks.size() + " parts can say how they are").result();
    }

    private static void run(SelfCheck check, Outcome outcome) {
        try {
            for (Finding finding : check.run()) {
                outcome.note(
                        status(finding.level()),
                        check.topic() + ": " + finding.message()
                                + (finding.fix() == null ? "" : " (" + finding.fix() + ")"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome.note(Status.HEALTH_CHECK_ERROR, check.topic() + ": interrupted");
        }
    }

    private static Status status(Finding.Level level) {
        return switch (level) {
            case OK -> Status.OK;
            case WARN -> Status.WARN;
            case FAIL -> Status.CRITICAL;
        };
    }
}
