package org.clawdbot.testkit.simulator.idp;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The scopes the server knows, and which of them an app needs a permission for. */
final class Scopes {

    private static final Map<String, String> PUBLISHED = published();

    private static final Set<String> PRIVILEGED = Set.of(
            "admin",
            "account:write",
            "account:delete",
            "billing:read",
            "billing:write",
            "secrets:read",
            "secrets:write",
            "secrets:delete",
            "chutes:write",
            "chutes:delete",
            "images:write",
            "images:delete");

    private Scopes() {}

    private static Map<String, String> published() {
        Map<String, String> scopes = new LinkedHashMap<>();
        scopes.put("admin", "Everything the account may do");
        scopes.put("profile", "See the profile");
        scopes.put("profile:read", "See the profile");
        scopes.put("balance", "See the balance");
        scopes.put("balance:read", "See the balance");
        scopes.put("billing:read", "See payments");
        scopes.put("quota", "See quotas");
        scopes.put("quota:read", "See quotas");
        scopes.put("usage", "See usage");
        scopes.put("usage:read", "See usage");
        scopes.put("account:read", "See the account");
        scopes.put("account:write", "Change the account");
        scopes.put("secrets:read", "See secrets");
        scopes.put("secrets:write", "Change secrets");
        scopes.put("chutes:read", "See chutes");
        scopes.put("chutes:write", "Change chutes");
        scopes.put("chutes:delete", "Delete chutes");
        scopes.put("chutes:invoke", "Invoke/run chutes");
        scopes.put("images:read", "See images");
        scopes.put("images:write", "Change images");
        scopes.put("images:delete", "Delete images");
        scopes.put("invocations:read", "See invocations");
        return scopes;
    }

    /** Name to description, without {@code openid}, which is accepted all the same. */
    static Map<String, String> all() {
        return PUBLISHED;
    }

    static Set<String> privileged(List<String> scopes) {
        Set<String> found = new LinkedHashSet<>(scopes);
        found.retainAll(PRIVILEGED);
        return found;
    }

    /** In the order requested; nothing requested means the profile. */
    static Set<String> requested(String text) {
        Set<String> scopes = new LinkedHashSet<>(Arrays.asList(text.strip().split("\\s+")));
        scopes.remove("");
        return scopes.isEmpty() ? Set.of("profile") : scopes;
    }

    /** Why an app may not have these scopes; empty when it may. */
    static Optional<String> problem(Set<String> requested, App app) {
        for (String scope : requested) {
            if (PRIVILEGED.contains(scope)) {
                if (!app.allowedScopes().contains(scope)) {
                    return Optional.of("Scope '" + scope + "' requires explicit app registration");
                }
            } else if (!scope.equals("openid") && !PUBLISHED.containsKey(scope)) {
                return Optional.of(unknown(scope));
            }
        }
        return Optional.empty();
    }

    static String unknown(String scope) {
        return "Unknown scope: " + scope;
    }
}
