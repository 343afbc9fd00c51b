package org.clawdbot.shell.internal.gogo;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import org.clawdbot.shell.internal.Shell;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Offers every command to Gogo and Karaf, as one service for each function. The services are registered by the name of
 * their type and made when a console first asks for one, so that without a console nothing of Gogo is ever loaded.
 */
@Component(
        name = "org.clawdbot.shell.gogo",
        service = {},
        immediate = true)
public final class GogoCommands {

    private static final String FUNCTION = "org.apache.felix.service.command.Function";
    private static final String LISTENER = "org.apache.felix.service.command.CommandSessionListener";

    /**
     * A command as a console knows it.
     *
     * @param scope what stands before the colon
     * @param name what stands after it
     * @param words the same command on the process command line
     * @param description what it does
     */
    record Entry(String scope, String name, List<String> words, String description) {}

    static final List<Entry> ENTRIES = List.of(
            new Entry("models", "list", List.of("models", "list"), "List the models"),
            new Entry("models", "status", List.of("models", "status"), "Show models, credentials and catalogs"),
            new Entry("models", "pick", List.of("models", "pick"), "Choose the default model from a list"),
            new Entry("models", "set", List.of("models", "set"), "Set the default model"),
            new Entry("models", "refresh", List.of("models", "refresh"), "Fetch the catalogs now"),
            new Entry("models", "fallbacks", List.of("models", "fallbacks"), "List and change the fallbacks"),
            new Entry("models", "aliases", List.of("models", "aliases"), "List and change the aliases"),
            new Entry("models", "auth-login", List.of("models", "auth", "login"), "Sign in to a provider"),
            new Entry("models", "auth-status", List.of("models", "auth", "status"), "Show the credentials at hand"),
            new Entry(
                    "models",
                    "auth-refresh",
                    List.of("models", "auth", "refresh"),
                    "Renew the tokens of a sign-in now"),
            new Entry("models", "auth-logout", List.of("models", "auth", "logout"), "Forget a stored credential"),
            new Entry("models", "auth-order", List.of("models", "auth", "order"), "Order the credentials"),
            new Entry("agent", "ask", List.of("agent"), "Ask a model"),
            new Entry("agent", "chat", List.of("chat"), "Talk with a model"),
            new Entry("agent", "sessions-list", List.of("sessions", "list"), "List the conversations"),
            new Entry("agent", "sessions-show", List.of("sessions", "show"), "Show a conversation"),
            new Entry("agent", "sessions-export", List.of("sessions", "export"), "Write a conversation to a file"),
            new Entry("agent", "sessions-delete", List.of("sessions", "delete"), "Delete a conversation"),
            new Entry("chutes", "account", List.of("account"), "Show balance, quotas and subscription"),
            new Entry("clawdbot", "onboard", List.of("onboard"), "Sign in and choose the default model"),
            new Entry("clawdbot", "doctor", List.of("doctor"), "Check what can be wrong"));

    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    /**
     * Registers the commands.
     *
     * @param context where to register them
     * @param shell gives what runs them
     */
    @Activate
    @SuppressWarnings("JdkObsolete") // service properties come as a Dictionary, and this is the one there is
    public GogoCommands(
            BundleContext context,
            @Reference(name = "shell", policyOption = ReferencePolicyOption.GREEDY)
                    ComponentServiceObjects<Shell> shell) {
        for (Entry entry : ENTRIES) {
            Hashtable<String, Object> properties = new Hashtable<>();
            properties.put("osgi.command.scope", entry.scope());
            properties.put("osgi.command.function", entry.name());
            properties.put("osgi.command.description", entry.description());
            registrations.add(context.registerService(FUNCTION, new Functions(shell, entry.words()), properties));
        }
        registrations.add(context.registerService(LISTENER, new Listeners(shell), null));
    }

    @Deactivate
    void stop() {
        registrations.forEach(ServiceRegistration::unregister);
    }

    /** Makes a function when a console asks for it. */
    private record Functions(ComponentServiceObjects<Shell> shell, List<String> words)
            implements ServiceFactory<Object> {

        @Override
        public Object getService(Bundle bundle, ServiceRegistration<Object> registration) {
            return new GogoFunction(shell.getService(), words);
        }

        @Override
        public void ungetService(Bundle bundle, ServiceRegistration<Object> registration, Object service) {}
    }

    /** Makes the listener that completes, when a console first asks for one. */
    private record Listeners(ComponentServiceObjects<Shell> shell) implements ServiceFactory<Object> {

        @Override
        public Object getService(Bundle bundle, ServiceRegistration<Object> registration) {
            return new SessionCompletion(shell.getService());
        }

        @Override
        public void ungetService(Bundle bundle, ServiceRegistration<Object> registration, Object service) {
            ((SessionCompletion) service).close();
        }
    }
}
