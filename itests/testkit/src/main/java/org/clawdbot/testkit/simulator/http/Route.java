package org.clawdbot.testkit.simulator.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A method and a path, and who answers them.
 *
 * @param method the HTTP method
 * @param path the path; a segment in braces takes any value
 * @param ownStage true when the handler asks for the scenario's behaviour itself, after its own checks
 * @param handler who answers
 */
record Route(String method, String path, boolean ownStage, Routes.Handler handler) {

    Optional<Map<String, String>> match(String requested) {
        String[] ours = path.split("/", -1);
        String[] theirs = requested.split("/", -1);
        if (ours.length != theirs.length) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < ours.length; i++) {
            if (ours[i].startsWith("{")) {
                String name = ours[i].substring(1, ours[i].length() - 1);
                values.put(name, URLDecoder.decode(theirs[i].replace("+", "%2B"), StandardCharsets.UTF_8));
            } else if (!ours[i].equals(theirs[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }
}
