package org.clawdbot.shell.internal.command;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.clawdbot.api.diagnosis.Finding;
import org.clawdbot.api.diagnosis.SelfCheck;

/** Runs checks all at the same time, gives up on those that take too long, and sorts what they find by topic. */
final class Examination {

    private static final System.Logger LOG = System.getLogger(Examination.class.getName());

    /** From what the user wrote to what the machine is; topics that others bring follow. */
    private static final List<String> ORDER = List.of(
            "configuration", "files", "credentials", "sign-in", "models", "account", "network", "parts", "host");

    private final Duration limit;

    Examination(Duration limit) {
        this.limit = limit;
    }

    /** Gives the findings by topic; a topic without any is left out. */
    SortedMap<String, List<Finding>> run(List<SelfCheck> checks) throws InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "clawdbot-doctor");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Callable<List<Finding>>> work = new ArrayList<>();
            checks.forEach(check -> work.add(check::run));
            List<Future<List<Finding>>> results = threads.invokeAll(work, limit.toMillis(), TimeUnit.MILLISECONDS);
            SortedMap<String, List<Finding>> byTopic =
                    new TreeMap<>(Comparator.comparingInt(Examination::position).thenComparing(topic -> topic));
            for (int i = 0; i < checks.size(); i++) {
                SelfCheck check = checks.get(i);
                List<Finding> findings = result(check, results.get(i));
                if (!findings.isEmpty()) {
                    byTopic.computeIfAbsent(check.topic(), topic -> new ArrayList<>())
                            .addAll(findings);
                }
            }
            return byTopic;
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Finding> result(SelfCheck check, Future<List<Finding>> result) throws InterruptedException {
        try {
            return result.get();
        } catch (CancellationException tooLong) {
            String message = "This was not known within " + limit.toSeconds() + " s";
            return List.of(
                    check.remote()
                            ? Finding.fail(
                                    message, "Check the network, or leave it out with: clawdbot doctor --offline")
                            : Finding.warn(message, null));
        } catch (ExecutionException defect) {
            LOG.log(Level.WARNING, "A check of \"" + check.topic() + "\" failed", defect.getCause());
            return List.of(Finding.warn("A check failed itself; see the log: " + defect.getCause(), null));
        }
    }

    private static int position(String topic) {
        int position = ORDER.indexOf(topic);
        return position < 0 ? ORDER.size() : position;
    }
}
