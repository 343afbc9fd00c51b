package org.clawdbot.chutes.completions.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.clawdbot.chutes.wire.Endpoint;

/**
 * The settings of the transport, checked.
 *
 * @param endpoint where to send requests
 * @param headers what to send with every request
 * @param connect how long connecting may take
 * @param firstToken how long the first token may take
 * @param idle how long a reply that has begun may pause
 * @param total how long a request may take in all
 */
record TransportSettings(
        Endpoint endpoint,
        Map<String, String> headers,
        Duration connect,
        Duration firstToken,
        Duration idle,
        Duration total) {

    private static final System.Logger LOG = System.getLogger(ChutesTransport.PID);

    static TransportSettings of(ChutesTransport.Config config) {
        return new TransportSettings(
                Endpoint.of(config.baseUrl(), Endpoint.INFERENCE, ChutesTransport.PID + " baseUrl"),
                headers(config._headers()),
                seconds(config.connectSeconds()),
                seconds(config.firstTokenSeconds()),
                seconds(config.idleSeconds()),
                seconds(config.totalSeconds()));
    }

    /** Shows everything but the headers, which may hold secrets. */
    @Override
    public String toString() {
        return "TransportSettings[endpoint=" + endpoint + ", headers=" + headers.size() + "]";
    }

    private static Duration seconds(int value) {
        return Duration.ofSeconds(Math.max(1, value));
    }

    private static Map<String, String> headers(String[] lines) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : lines == null ? new String[0] : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            } else {
                LOG.log(System.Logger.Level.WARNING, "A configured header is not of the form Name: value; ignored");
            }
        }
        return Map.copyOf(headers);
    }
}
