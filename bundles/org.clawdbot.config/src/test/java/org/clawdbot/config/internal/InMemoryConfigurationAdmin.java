package org.clawdbot.config.internal;

import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Keeps singleton configurations in memory and counts updates, like ConfigAdmin as far as this bundle uses it. */
final class InMemoryConfigurationAdmin implements ConfigurationAdmin {

    final Map<String, Entry> entries = new TreeMap<>();
    int updates;

    Map<String, Object> properties(String pid) {
        Map<String, Object> result = new TreeMap<>();
        Dictionary<String, Object> stored = entries.get(pid).properties;
        for (String key : Collections.list(stored.keys())) {
            Object value = stored.get(key);
            result.put(key, value instanceof String[] texts ? Arrays.asList(texts) : value);
        }
        result.remove("service.pid");
        return result;
    }

    void configure(String pid, Map<String, Object> properties) {
        new Entry(pid).update(new Hashtable<>(properties));
    }

    @Override
    public Configuration getConfiguration(String pid, String location) {
        if (!"?".equals(location)) {
            throw new IllegalArgumentException("a configuration for any bundle has the location ?");
        }
        return entries.getOrDefault(pid, new Entry(pid));
    }

    @Override
    public Configuration[] listConfigurations(String filter) {
        if (!filter.equals("(service.pid=org.clawdbot.*)")) {
            throw new UnsupportedOperationException(filter);
        }
        Configuration[] found = entries.values().stream()
                .filter(entry -> entry.pid.startsWith("org.clawdbot."))
                .toArray(Configuration[]::new);
        return found.length == 0 ? null : found;
    }

    @Override
    public Configuration createFactoryConfiguration(String factoryPid) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Configuration createFactoryConfiguration(String factoryPid, String location) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Configuration getConfiguration(String pid) {
        throw new UnsupportedOperationException("would bind the configuration to this bundle");
    }

    @Override
    public Configuration getFactoryConfiguration(String factoryPid, String name, String location) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Configuration getFactoryConfiguration(String factoryPid, String name) {
        throw new UnsupportedOperationException();
    }

    /** One configuration; it exists once it was updated. */
    final class Entry implements Configuration {
        private final String pid;
        private Dictionary<String, Object> properties;

        Entry(String pid) {
            this.pid = pid;
        }

        @Override
        public String getPid() {
            return pid;
        }

        @Override
        public Dictionary<String, Object> getProperties() {
            return properties;
        }

        @Override
        public void update(Dictionary<String, ?> changed) {
            Dictionary<String, Object> copy = new Hashtable<>();
            for (String key : Collections.list(changed.keys())) {
                copy.put(key, changed.get(key));
            }
            copy.put("service.pid", pid);
            properties = copy;
            entries.put(pid, this);
            updates++;
        }

        @Override
        public void delete() {
            entries.remove(pid);
        }

        @Override
        public boolean updateIfDifferent(Dictionary<String, ?> changed) {
            throw new UnsupportedOperationException("not in ConfigAdmin 1.5");
        }

        @Override
        public Dictionary<String, Object> getProcessedProperties(org.osgi.framework.ServiceReference<?> reference) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getFactoryPid() {
            return null;
        }

        @Override
        public void update() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setBundleLocation(String location) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getBundleLocation() {
            return "?";
        }

        @Override
        public long getChangeCount() {
            return updates;
        }

        @Override
        public void addAttributes(ConfigurationAttribute... attributes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<ConfigurationAttribute> getAttributes() {
            return Set.of();
        }

        @Override
        public void removeAttributes(ConfigurationAttribute... attributes) {
            throw new UnsupportedOperationException();
        }
    }
}
