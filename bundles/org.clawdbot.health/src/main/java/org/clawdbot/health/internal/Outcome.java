package org.clawdbot.health.internal;

import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.apache.felix.hc.api.ResultLog;

/** Collects what a check sees; the worst decides. */
final class Outcome {

    private final ResultLog log = new ResultLog();

    Outcome ok(String message) {
        return note(Status.OK, message);
    }

    Outcome warn(String message) {
        return note(Status.WARN, message);
    }

    Outcome unavailable(String message) {
        return note(Status.TEMPORARILY_UNAVAILABLE, message);
    }

    Outcome critical(String message) {
        return note(Status.CRITICAL, message);
    }

    Outcome note(Status status, String message) {
        log.add(new ResultLog.Entry(status, message));
        return this;
    }

    Result result() {
        return new Result(log);
    }

    /** What every check says where there is nothing to look at. */
    static Result missing(Class<?> service) {
        return new Outcome()
                .critical("The service " + service.getSimpleName() + " is missing; see: clawdbot doctor")
                .result();
    }
}
