package org.clawdbot.shell.internal;

import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/** A service as a framework knows it before anybody asked for it. */
final class FakeReference<T> implements ServiceReference<T> {

    private final Supplier<T> maker;
    private final Map<String, Object> properties;
    private final List<T> made = new ArrayList<>();

    FakeReference(Supplier<T> maker, Map<String, Object> properties) {
        this.maker = maker;
        this.properties = properties;
    }

    static <T> FakeReference<T> to(T service) {
        return new FakeReference<>(() -> service, Map.of());
    }

    /** Gives the service as Declarative Services do: made once. */
    static <T> T locate(String name, ServiceReference<T> reference) {
        return ((FakeReference<T>) reference).service();
    }

    boolean isMade() {
        return !made.isEmpty();
    }

    private T service() {
        if (made.isEmpty()) {
            made.add(maker.get());
        }
        return made.get(0);
    }

    @Override
    public Object getProperty(String key) {
        return properties.get(key);
    }

    @Override
    public String[] getPropertyKeys() {
        return properties.keySet().toArray(String[]::new);
    }

    @Override
    public Dictionary<String, Object> getProperties() {
        return FrameworkUtil.asDictionary(properties);
    }

    @Override
    public int compareTo(Object other) {
        return Integer.compare(ranking(), ((FakeReference<?>) other).ranking());
    }

    private int ranking() {
        return (Integer) properties.getOrDefault("service.ranking", 0);
    }

    @Override
    public Bundle getBundle() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Bundle[] getUsingBundles() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isAssignableTo(Bundle bundle, String className) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <A> A adapt(Class<A> type) {
        throw new UnsupportedOperationException();
    }
}
