package org.clawdbot.chutes.completions.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.clawdbot.chutes.wire.Endpoint;

/**
 * The settings of the transport, checked.
 *
 * @param endpoint where to send requests
 * @param headers what to send with every request
 * @param timeouts how long each part may take
 * @param retries when to send again
 * @param requestsPerMinute how many requests one credential may send a minute until Chutes says another number; 0 for any
 *     number, whatever Chutes says
 */
record TransportSettings(
        Endpoint endpoint, Map<String, String> headers, Timeouts timeouts, RetryPolicy retries, int requestsPerMinute) {

    private static final System.Logger LOG = System.getLogger(ChutesTransport.PID);

    static TransportSettings of(ChutesTransport.Config config) {
        return new TransportSettings(
                Endpoint.of(config.baseUrl(), Endpoint.INFERENCE, ChutesTransport.PID + " baseUrl"),
                headers(config._headers()),
                Timeouts.of(config),
                RetryPolicy.of(config),
                Math.max(0, config.requestsPerMinute()));
    }

    /** Shows everything but the headers, which may hold secrets. */
    @Override
    public String toString() {
        return "TransportSettings[endpoint=" + endpoint + ", headers=" + headers.size() + "]";
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
