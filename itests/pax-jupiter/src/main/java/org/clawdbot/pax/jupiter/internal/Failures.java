package org.clawdbot.pax.jupiter.internal;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** Carries a failure out of the framework, where its own types may be unknown or not serializable. */
final class Failures {

    private Failures() {}

    /**
     * Says the same with types of the JDK: an {@link AssertionError} for a failure, a {@link CancellationException} for an
     * aborted test.
     *
     * @param thrown what the test threw
     * @return the exception of an aborted test
     * @throws AssertionError for everything else
     */
    static CancellationException flatten(Throwable thrown) {
        if (thrown instanceof TestAbortedException) {
            return new CancellationException(thrown.getMessage());
        }
        throw copy(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static AssertionError copy(Throwable thrown, Set<Throwable> seen) {
        seen.add(thrown);
        AssertionError copy = new AssertionError(message(thrown), cause(thrown, seen));
        copy.setStackTrace(framesOfTheTest(thrown));
        for (Throwable each : thrown.getSuppressed()) {
            if (!seen.contains(each)) {
                copy.addSuppressed(copy(each, seen));
            }
        }
        return copy;
    }

    /** Cuts what lies below the driver: the same frames of reflection and RMI for every test. */
    private static StackTraceElement[] framesOfTheTest(Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace())
                .takeWhile(frame -> !frame.getClassName().equals(JupiterProbeInvoker.class.getName()))
                .toArray(StackTraceElement[]::new);
    }

    private static @Nullable Throwable cause(Throwable thrown, Set<Throwable> seen) {
        Throwable cause = thrown.getCause();
        return cause == null || seen.contains(cause) ? null : copy(cause, seen);
    }

    /** An assertion speaks for itself; anything else is named. */
    private static String message(Throwable thrown) {
        String message = thrown.getMessage();
        return thrown instanceof AssertionError && message != null ? message : thrown.toString();
    }
}
