package org.clawdbot.config.internal;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Makes ConfigAdmin hold exactly the given configurations among those that carry our mark. What someone else configured
 * is never touched, and what is already right is not updated, so that no component restarts for nothing.
 */
final class ConfigAdminPublisher {

    /** Marks our configurations; the value is the file they came from. */
    static final String SOURCE = "clawdbot.config.source";

    /** Where FileInstall, and so Karaf, says from which file a configuration is. */
    private static final String OWN_FILE = "felix.fileinstall.filename";

    private static final Logger LOG = System.getLogger("org.clawdbot.config");
    private static final String ANY_LOCATION = "?";
    private static final String SERVICE_PID = "service.pid";

    private final ConfigurationAdmin admin;

    ConfigAdminPublisher(ConfigurationAdmin admin) {
        this.admin = admin;
    }

    void publish(Path source, Map<String, Map<String, Object>> wanted) {
        try {
            Map<String, Configuration> existing = existing();
            for (Configuration configuration : existing.values()) {
                if (isOurs(configuration) && !wanted.containsKey(configuration.getPid())) {
                    configuration.delete();
                }
            }
            for (Map.Entry<String, Map<String, Object>> entry : wanted.entrySet()) {
                update(entry.getKey(), existing.get(entry.getKey()), entry.getValue(), source);
            }
        } catch (IOException e) {
            LOG.log(Level.ERROR, "The settings of {0} could not be stored by ConfigAdmin: {1}", source, e);
        }
    }

    private Map<String, Configuration> existing() throws IOException {
        Map<String, Configuration> byPid = new HashMap<>();
        try {
            Configuration[] all = admin.listConfigurations("(" + SERVICE_PID + "=org.clawdbot.*)");
            for (Configuration configuration : all == null ? new Configuration[0] : all) {
                byPid.put(configuration.getPid(), configuration);
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("the filter is a constant and was refused", e);
        }
        return byPid;
    }

    private void update(String pid, @Nullable Configuration existing, Map<String, Object> settings, Path source)
            throws IOException {
        if (existing != null && !isOurs(existing)) {
            LOG.log(
                    Level.INFO,
                    "{0} is configured by someone else; what {1} says about it is not used",
                    pid,
                    source.getFileName());
            return;
        }
        Map<String, Object> properties = new HashMap<>(settings);
        properties.put(SOURCE, source.toString());
        Configuration configuration = existing == null ? admin.getConfiguration(pid, ANY_LOCATION) : existing;
        if (!same(configuration.getProperties(), properties)) {
            configuration.update(dictionary(properties));
        }
    }

    @SuppressWarnings("JdkObsolete") // ConfigAdmin asks for this type
    private static Dictionary<String, Object> dictionary(Map<String, Object> properties) {
        return new Hashtable<>(properties);
    }

    /** Whoever changes one of ours in Karaf's console copies our mark, too, but into a file of the PID. */
    private static boolean isOurs(Configuration configuration) {
        Dictionary<String, Object> properties = configuration.getProperties();
        return properties != null && properties.get(SOURCE) != null && properties.get(OWN_FILE) == null;
    }

    private static boolean same(@Nullable Dictionary<String, Object> stored, Map<String, Object> wanted) {
        if (stored == null) {
            return false;
        }
        Map<String, Object> known = new HashMap<>();
        for (String key : Collections.list(stored.keys())) {
            known.put(key, stored.get(key));
        }
        known.remove(SERVICE_PID);
        return known.keySet().equals(wanted.keySet())
                && known.entrySet().stream()
                        .allMatch(entry -> Objects.deepEquals(entry.getValue(), wanted.get(entry.getKey())));
    }
}
