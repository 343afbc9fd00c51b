package org.clawdbot.launcher;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * The service that carries commands out: a {@link ToIntFunction} from the command line to the exit code, marked with
 * {@code clawdbot.main=true}. A type of the JDK, because launcher and bundles share no other classes.
 */
final class MainService {

    private static final String FILTER = "(clawdbot.main=true)";

    /** What is looked for, in words for a message. */
    static final String WANTED = ToIntFunction.class.getName() + FILTER;

    private final ToIntFunction<String[]> service;

    private MainService(ToIntFunction<String[]> service) {
        this.service = service;
    }

    /** Returns the service with the highest ranking, or {@code null} if there is none or it cannot be made. */
    @SuppressWarnings({"rawtypes", "unchecked"})
    static @Nullable MainService find(BundleContext context) {
        Collection<ServiceReference<ToIntFunction>> candidates;
        try {
            candidates = context.getServiceReferences(ToIntFunction.class, FILTER);
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
        if (candidates.isEmpty()) {
            return null;
        }
        ToIntFunction service = context.getService(Collections.max(candidates));
        return service == null ? null : new MainService(service);
    }

    int run(List<String> args) {
        return service.applyAsInt(args.toArray(String[]::new));
    }
}
