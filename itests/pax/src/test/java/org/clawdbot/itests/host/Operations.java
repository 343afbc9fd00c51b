package org.clawdbot.itests.host;

import java.util.List;
import java.util.stream.Stream;

/** What an operator installs to watch us, and the SDK of OpenTelemetry that goes with it. */
final class Operations {

    static final String[] FEATURES = {"clawdbot-health", "clawdbot-telemetry", "clawdbot-requestlog"};

    private Operations() {}

    static List<String> sdk(BuildRepository repository) {
        return Stream.of("sdk-common", "sdk-trace", "sdk-metrics", "sdk-logs", "sdk")
                .map(name -> repository.url("io.opentelemetry", "opentelemetry-" + name))
                .toList();
    }
}
