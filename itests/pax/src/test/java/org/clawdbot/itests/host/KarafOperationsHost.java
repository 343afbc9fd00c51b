package org.clawdbot.itests.host;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.features;

import java.util.List;
import org.ops4j.pax.exam.Option;

/** Karaf with everything that watches us. */
public final class KarafOperationsHost extends KarafHost {

    public KarafOperationsHost() {
        super("karaf-operations");
    }

    @Override
    void addOwnFeatures(List<Option> options) {
        options.add(features(featuresUrl(), Operations.FEATURES));
        Operations.sdk(repository).forEach(url -> options.add(bundle(url)));
    }
}
