package org.clawdbot.telemetry.internal;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.ComponentConstants;

/** Where a transport sends requests, by the address among its service properties. */
record Server(String address, int port) {

    private static final String BASE_URL = "baseUrl";
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    static @Nullable Server of(String transport, List<Map<String, Object>> transports) {
        return transports.stream()
                .filter(properties -> transport.equals(properties.get(ComponentConstants.COMPONENT_NAME)))
                .map(properties -> properties.get(BASE_URL))
                .filter(String.class::isInstance)
                .findFirst()
                .map(text -> at((String) text))
                .orElse(null);
    }

    private static @Nullable Server at(String text) {
        try {
            URI uri = URI.create(text.strip());
            if (uri.getHost() == null) {
                return null;
            }
            int usual = "http".equalsIgnoreCase(uri.getScheme()) ? HTTP : HTTPS;
            return new Server(uri.getHost(), uri.getPort() < 0 ? usual : uri.getPort());
        } catch (IllegalArgumentException noUrl) {
            return null;
        }
    }
}
