package org.clawdbot.log.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.function.Function;

/** Loggers that keep what they are told; TRACE is switched off. */
final class RecordingLoggers implements Function<String, System.Logger> {

    final List<String> lines = new ArrayList<>();
    final List<Throwable> exceptions = new ArrayList<>();

    @Override
    public System.Logger apply(String name) {
        return new System.Logger() {
            @Override
            public String getName() {
                return name;
            }

            @Override
            public boolean isLoggable(Level level) {
                return level != Level.TRACE;
            }

            @Override
            public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
                lines.add(level + " " + name + ": " + message);
                exceptions.add(thrown);
            }

            @Override
            public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
                throw new AssertionError("a message must never be taken for a format");
            }
        };
    }
}
