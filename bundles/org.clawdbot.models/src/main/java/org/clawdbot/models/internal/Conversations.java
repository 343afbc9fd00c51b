package org.clawdbot.models.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which credential served a conversation last, so that it stays with it: the provider's cache belongs to an account. */
final class Conversations {

    private static final int KEPT = 1000;

    private final Map<String, String> profiles = new LinkedHashMap<>();

    Optional<String> profile(@Nullable String conversation) {
        if (conversation == null) {
            return Optional.empty();
        }
        synchronized (profiles) {
            return Optional.ofNullable(profiles.get(conversation));
        }
    }

    void served(@Nullable String conversation, String profileId) {
        if (conversation == null) {
            return;
        }
        synchronized (profiles) {
            profiles.remove(conversation);
            profiles.put(conversation, profileId);
            if (profiles.size() > KEPT) {
                profiles.remove(profiles.keySet().iterator().next());
            }
        }
    }
}
