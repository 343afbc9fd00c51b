package org.clawdbot.credentials.file.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.Secret;
import org.jspecify.annotations.Nullable;

/** Reads and writes one profile; a kind it does not know, or a profile without its secret, is left alone. */
final class ProfileCodec {

    private ProfileCodec() {}

    static Optional<Profile> decode(String id, JsonNode node) {
        String provider = text(node, "provider");
        if (provider == null) {
            return Optional.empty();
        }
        return switch (node.path("type").asText("")) {
            case "api_key" -> secret(node, "key").map(key -> new Profile.ApiKey(id, provider, key, account(node)));
            case "token" ->
                secret(node, "token")
                        .map(token -> new Profile.Token(id, provider, token, instant(node, "expires"), account(node)));
            case "oauth" -> secret(node, "access").map(access -> oauth(id, provider, access, node));
            default -> Optional.empty();
        };
    }

    static void encode(ObjectNode node, Profile profile) {
        node.put("provider", profile.provider());
        if (profile instanceof Profile.ApiKey key) {
            node.put("type", "api_key");
            node.put("key", key.key().reveal());
            account(node, key.account());
        } else if (profile instanceof Profile.Token token) {
            node.put("type", "token");
            node.put("token", token.token().reveal());
            instant(node, "expires", token.expiresAt());
            account(node, token.account());
        } else if (profile instanceof Profile.OAuth oauth) {
            node.put("type", "oauth");
            node.put("access", oauth.access().reveal());
            text(
                    node,
                    "refresh",
                    oauth.refresh() == null ? null : oauth.refresh().reveal());
            instant(node, "expires", oauth.expiresAt());
            text(node, "clientId", oauth.clientId());
            text(node, "accountId", oauth.accountId());
            account(node, oauth.account());
            ArrayNode scopes = node.putArray("scopes");
            oauth.scopes().forEach(scopes::add);
            instant(node, "refreshedAt", oauth.refreshedAt());
        }
    }

    private static Profile oauth(String id, String provider, Secret access, JsonNode node) {
        Instant expires = instant(node, "expires");
        List<String> scopes = new ArrayList<>();
        node.path("scopes").forEach(scope -> scopes.add(scope.asText()));
        return new Profile.OAuth(
                id,
                provider,
                access,
                secret(node, "refresh").orElse(null),
                expires == null ? Instant.EPOCH : expires,
                text(node, "clientId"),
                text(node, "accountId"),
                account(node),
                scopes,
                instant(node, "refreshedAt"));
    }

    /** Other hosts keep the name of the account under {@code email}, whatever it is. */
    private static @Nullable String account(JsonNode node) {
        String username = text(node, "username");
        return username == null ? text(node, "email") : username;
    }

    private static void account(ObjectNode node, @Nullable String account) {
        if (account == null || !account.equals(text(node, "email"))) {
            text(node, "username", account);
        }
    }

    private static Optional<Secret> secret(JsonNode node, String name) {
        return Optional.ofNullable(text(node, name)).map(Secret::of);
    }

    private static @Nullable String text(JsonNode node, String name) {
        String value = node.path(name).textValue();
        return value == null || value.isBlank() ? null : value;
    }

    private static void text(ObjectNode node, String name, @Nullable String value) {
        if (value == null) {
            node.remove(name);
        } else {
            node.put(name, value);
        }
    }

    static @Nullable Instant instant(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isNumber() && value.canConvertToLong() ? Instant.ofEpochMilli(value.longValue()) : null;
    }

    static void instant(ObjectNode node, String name, @Nullable Instant value) {
        if (value == null) {
            node.remove(name);
        } else {
            node.put(name, value.toEpochMilli());
        }
    }
}
