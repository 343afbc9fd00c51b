package org.clawdbot.itests;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.clawdbot.api.auth.AuthStrategy;
import org.clawdbot.api.catalog.ModelCatalog;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.completions.CompletionsTransport;

/** Configures our bundles for the scripted server that the host started outside. */
final class Chutes {

    static final String MODEL_ID = "Qwen/Qwen3-32B-TEE";
    static final String MODEL = "chutes/" + MODEL_ID;

    /** Well formed, and opens nothing. */
    private static final String KEY = "cpk_" + "1".repeat(32) + "." + "a".repeat(32) + "." + "FAKE".repeat(8);

    private Chutes() {}

    /**
     * Writes the PIDs as an operator would and waits until a request would reach the server. Whatever limit the server
     * tells, requests do not wait for it: it is a minute's worth, and the tests send more in a second.
     */
    static ChatModels configure(Framework framework) throws IOException {
        return configure(framework, Map.of());
    }

    /** The same, with more settings for the façade. */
    static ChatModels configure(Framework framework, Map<String, ?> more) throws IOException {
        String account = System.getProperty("clawdbot.it.chutes");
        String base = account + "/v1";
        framework.configure("org.clawdbot.chutes.auth.apikey", Map.of(".apiKey", KEY, "accountUrl", account));
        framework.configure("org.clawdbot.chutes.catalog", Map.of("baseUrl", base));
        framework.configure("org.clawdbot.chutes.completions", Map.of("baseUrl", base, "requestsPerMinute", 0));
        Map<String, Object> models = new HashMap<>(more);
        models.put("defaultModel", MODEL);
        framework.configure("org.clawdbot.models", models);
        // Services show the settings they were made with, so none of these is about to be replaced.
        framework.service(AuthStrategy.class, "(&(auth.mode=api-key)(accountUrl=" + account + "))");
        framework.service(ModelCatalog.class, "(&(catalog.source=live)(baseUrl=" + base + "))");
        framework.service(CompletionsTransport.class, "(&(baseUrl=" + base + ")(requestsPerMinute=0))");
        ChatModels facade = framework.service(ChatModels.class);
        framework.eventually("model from the scripted server", () -> {
            if (!MODEL.equals(facade.selection().defaultModel())) {
                throw new AssertionError(
                        "the default model is " + facade.selection().defaultModel());
            }
            return facade.resolve(null);
        });
        return facade;
    }
}
