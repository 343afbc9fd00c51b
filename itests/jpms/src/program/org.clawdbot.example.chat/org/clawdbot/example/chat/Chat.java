package org.clawdbot.example.chat;

import java.util.Arrays;
import java.util.Hashtable;
import java.util.Map;
import org.apache.felix.atomos.Atomos;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatStream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.launch.Framework;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;

/** Streams one reply. Arguments: address of the account server, key, model, folder for the framework, question. */
public final class Chat {

    private static final long PATIENCE_MILLIS = 20_000;

    private Chat() {}

    public static void main(String[] arguments) throws Exception {
        String account = arguments[0];
        String base = account + "/v1";
        Framework framework = Atomos.newAtomos().newFramework(Map.of("org.osgi.framework.storage", arguments[3]));
        framework.start();
        BundleContext context = framework.getBundleContext();
        ConfigurationAdmin settings = service(context, ConfigurationAdmin.class);
        configure(settings, "org.clawdbot.chutes.auth.apikey", Map.of(".apiKey", arguments[1], "accountUrl", account));
        configure(settings, "org.clawdbot.chutes.catalog", Map.of("baseUrl", base));
        configure(settings, "org.clawdbot.chutes.completions", Map.of("baseUrl", base));
        configure(settings, "org.clawdbot.models", Map.of("defaultModel", "chutes/" + arguments[2]));
        ChatModels models = service(context, ChatModels.class);

        System.out.println("facade: " + models.getClass().getModule());
        System.out.println("unresolved: "
                + Arrays.stream(context.getBundles())
                        .filter(bundle -> bundle.getState() < Bundle.RESOLVED)
                        .map(Bundle::getSymbolicName)
                        .toList());
        try (ChatStream stream = models.stream(ChatRequest.of(arguments[4]))) {
            for (ChatEvent event : stream) {
                if (event instanceof ChatEvent.TextDelta) {
                    System.out.println("text: " + ((ChatEvent.TextDelta) event).text());
                }
            }
        }
        framework.stop();
        framework.waitForStop(0);
    }

    private static void configure(ConfigurationAdmin settings, String pid, Map<String, String> values)
            throws Exception {
        settings.getConfiguration(pid, "?").update(new Hashtable<>(values));
    }

    private static <S> S service(BundleContext context, Class<S> type) throws InterruptedException {
        ServiceTracker<S, S> tracker = new ServiceTracker<>(context, type, null);
        tracker.open();
        S service = tracker.waitForService(PATIENCE_MILLIS);
        if (service == null) {
            throw new IllegalStateException("There is no " + type.getName());
        }
        return service;
    }
}
