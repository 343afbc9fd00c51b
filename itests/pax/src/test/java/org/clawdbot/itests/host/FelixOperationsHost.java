package org.clawdbot.itests.host;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Bare Felix with everything that watches us. */
public final class FelixOperationsHost extends BareHost {

    public FelixOperationsHost() {
        super(
                "felix-operations",
                Stream.of(FEATURES, Operations.FEATURES).flatMap(Stream::of).toArray(String[]::new));
    }

    /** Karaf has an event admin already. */
    @Override
    List<String> ownBundles() {
        List<String> bundles = new ArrayList<>(Operations.sdk(repository));
        bundles.add(repository.url("org.apache.felix", "org.apache.felix.eventadmin"));
        return bundles;
    }
}
