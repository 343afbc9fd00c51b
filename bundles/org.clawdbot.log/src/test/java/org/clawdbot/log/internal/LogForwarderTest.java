package org.clawdbot.log.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.osgi.service.log.LogLevel;

class LogForwarderTest {

    private final RecordedLog log = new RecordedLog();
    private final RecordingLoggers loggers = new RecordingLoggers();

    @Test
    void forwardsWhatWasLoggedBeforeItCameOldestFirst() {
        log.write(new Entry(1, "scr", LogLevel.INFO, "first"));
        log.write(new Entry(2, "scr", LogLevel.WARN, "second"));

        new LogForwarder(log, loggers);

        assertThat(loggers.lines).containsExactly("INFO scr: first", "WARNING scr: second");
    }

    @Test
    void forwardsEachEntryOnceEvenIfTheLogDeliversWhatItsHistoryHad() {
        Entry entry = new Entry(1, "scr", LogLevel.ERROR, "once");
        log.write(entry);
        new LogForwarder(log, loggers);

        log.deliver(entry);
        log.deliver(new Entry(2, "scr", LogLevel.ERROR, "new"));

        assertThat(loggers.lines).containsExactly("ERROR scr: once", "ERROR scr: new");
    }

    @Test
    void forwardsWhatWasStillUndeliveredWhenItStops() {
        LogForwarder forwarder = new LogForwarder(log, loggers);
        log.write(new Entry(7, "scr", LogLevel.ERROR, "just before the end"));

        forwarder.stop();

        assertThat(loggers.lines).containsExactly("ERROR scr: just before the end");
        assertThat(log.listeners).isEmpty();
    }

    @Test
    void passesTheExceptionOn() {
        IllegalStateException cause = new IllegalStateException("no");
        log.write(new Entry(1, "scr", LogLevel.ERROR, "failed", cause));

        new LogForwarder(log, loggers);

        assertThat(loggers.exceptions).containsExactly(cause);
    }

    @Test
    void translatesEveryLevelAndLeavesOutWhatTheBackEndDoesNotWant() {
        long sequence = 0;
        for (LogLevel level : LogLevel.values()) {
            log.write(new Entry(++sequence, "a", level, level.name()));
        }

        new LogForwarder(log, loggers);

        assertThat(loggers.lines)
                .containsExactly(
                        "INFO a: AUDIT", "ERROR a: ERROR", "WARNING a: WARN", "INFO a: INFO", "DEBUG a: DEBUG");
    }

    @Test
    void demotesTheRoutineOfTheFrameworkButNotItsWarnings() {
        log.write(new Entry(1, "Events.Bundle", LogLevel.INFO, "BundleEvent STARTED"));
        log.write(new Entry(2, "Events.Framework", LogLevel.WARN, "FrameworkEvent WARNING"));

        new LogForwarder(log, loggers);

        assertThat(loggers.lines)
                .containsExactly(
                        "DEBUG Events.Bundle: BundleEvent STARTED", "WARNING Events.Framework: FrameworkEvent WARNING");
    }

    @Test
    void takesAnEntryWithoutAMessage() {
        log.write(new Entry(1, "a", LogLevel.INFO, null));

        new LogForwarder(log, loggers);

        assertThat(loggers.lines).containsExactly("INFO a: ");
    }
}
