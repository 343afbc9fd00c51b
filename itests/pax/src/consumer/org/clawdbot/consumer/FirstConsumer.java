package org.clawdbot.consumer;

import java.util.Hashtable;
import java.util.function.UnaryOperator;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.error.ModelException;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * A user's bundle, compiled once against version 1.0 of the API and never again: {@code src/test/resources/consumer-1.0.jar}
 * is what {@code javac} and {@code jar} made of it then.
 */
public final class FirstConsumer implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("consumer", "1.0");
        context.registerService(UnaryOperator.class, question -> ask(context, (String) question), properties);
    }

    private static String ask(BundleContext context, String question) {
        ChatModels models = context.getService(context.getServiceReference(ChatModels.class));
        StringBuilder text = new StringBuilder();
        try (ChatStream stream = models.stream(ChatRequest.of(question))) {
            for (ChatEvent event : stream) {
                if (event instanceof ChatEvent.TextDelta) {
                    text.append(((ChatEvent.TextDelta) event).text());
                }
            }
        } catch (ModelException e) {
            return "failed: " + e.getMessage();
        }
        return text.toString();
    }

    @Override
    public void stop(BundleContext context) {}
}
