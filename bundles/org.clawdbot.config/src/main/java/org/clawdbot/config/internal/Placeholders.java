package org.clawdbot.config.internal;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.clawdbot.api.host.Environment;
import org.clawdbot.api.host.StateFolder;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationPlugin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Fills in what settings of our PIDs only point to: {@code $[env:NAME]}, {@code $[secret:NAME]} and {@code $[prop:NAME]},
 * each with {@code ;default=TEXT} if wanted, in the notation of Felix's own plugin. So neither a {@code .cfg} file nor the
 * storage of ConfigAdmin has to hold a key. PIDs of others are left alone: for them there is Felix's.
 */
@Component(
        name = "org.clawdbot.config.placeholders",
        immediate = true,
        property = {
            ConfigurationPlugin.CM_RANKING + ":Integer=" + Placeholders.RANKING,
            "config.plugin.id=" + Placeholders.ID
        })
public final class Placeholders implements ConfigurationPlugin {

    /** Properties may be changed by plugins from 0 to 1000; Felix's own comes before. */
    static final int RANKING = 500;

    static final String ID = "org.clawdbot";

    private static final Logger LOG = System.getLogger("org.clawdbot.config");
    private static final String OURS = "org.clawdbot.";
    private static final String SECRETS = "org.apache.felix.configadmin.plugin.interpolation.secretsdir";
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\$\\[(env|secret|prop):([^\\];]+)(?:;default=([^\\]]*))?]");

    private final Environment environment;
    private final BundleProperties properties;
    private final List<Path> secrets;

    /** Looks up a property of the framework, which is one of the system if the framework has none of that name. */
    interface BundleProperties {
        @Nullable
        String get(String name);
    }

    /**
     * Fills in from the environment of the host and from folders of secrets, one file each: {@code secrets} in the state
     * folder, and then the one that Felix's plugin reads, if it is set, as in Karaf.
     *
     * @param context gives the properties of the framework
     * @param environment the variables
     */
    @Activate
    public Placeholders(
            BundleContext context,
            @Reference(
                            name = "environment",
                            cardinality = ReferenceCardinality.OPTIONAL,
                            policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    Environment environment) {
        this(
                environment == null ? Environment.ofProcess() : environment,
                context::getProperty,
                Stream.concat(
                                Stream.of(StateFolder.ofProcess().resolve("secrets")),
                                Stream.ofNullable(context.getProperty(SECRETS)).map(Path::of))
                        .toList());
    }

    Placeholders(Environment environment, BundleProperties properties, List<Path> secrets) {
        this.environment = environment;
        this.properties = properties;
        this.secrets = secrets;
    }

    @Override
    public void modifyConfiguration(ServiceReference<?> reference, Dictionary<String, Object> settings) {
        String pid = String.valueOf(settings.get(Constants.SERVICE_PID));
        if (!pid.startsWith(OURS)) {
            return;
        }
        for (String key : Collections.list(settings.keys())) {
            Object value = settings.get(key);
            String setting = pid + " " + key;
            if (value instanceof String text) {
                settings.put(key, filled(setting, text));
            } else if (value instanceof String[] texts) {
                String[] all = texts.clone();
                for (int i = 0; i < all.length; i++) {
                    all[i] = filled(setting, all[i]);
                }
                settings.put(key, all);
            } else if (value instanceof List<?> list) {
                settings.put(
                        key,
                        list.stream()
                                .map(each -> each instanceof String text ? filled(setting, text) : each)
                                .toList());
            }
        }
    }

    /** Says whether a value points to another one, found or not. */
    static boolean isPointer(String text) {
        return PLACEHOLDER.matcher(text).find();
    }

    /** What nothing is found for stays as it is, so that whoever reads the setting complains about it, too. */
    private String filled(String setting, String text) {
        if (!text.contains("$[")) {
            return text;
        }
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            Optional<String> value =
                    value(found.group(1), found.group(2)).or(() -> Optional.ofNullable(found.group(3)));
            if (value.isEmpty()) {
                LOG.log(Level.WARNING, "{0}: there is nothing for {1}", setting, found.group());
            }
            return Matcher.quoteReplacement(value.orElse(found.group()));
        });
    }

    private Optional<String> value(String kind, String name) {
        return switch (kind) {
            case "env" -> environment.get(name);
            case "secret" -> secret(name);
            default -> Optional.ofNullable(properties.get(name));
        };
    }

    private Optional<String> secret(String name) {
        return secrets.stream().flatMap(folder -> secret(folder, name).stream()).findFirst();
    }

    /** A file of the folder and nothing else; a last line end is not part of a secret. */
    private static Optional<String> secret(Path folder, String name) {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file).replaceFirst("\\R$", ""));
        } catch (IOException unreadable) {
            LOG.log(Level.WARNING, file + " cannot be read", unreadable);
            return Optional.empty();
        }
    }
}
