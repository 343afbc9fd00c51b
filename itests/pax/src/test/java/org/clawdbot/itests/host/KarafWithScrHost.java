package org.clawdbot.itests.host;

import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.features;

import java.net.URL;
import java.util.List;
import java.util.Objects;
import org.ops4j.pax.exam.Option;

/** Karaf whose operator uses Declarative Services already, in the version that belongs to Karaf. */
public final class KarafWithScrHost extends KarafHost {

    public KarafWithScrHost() {
        super("karaf-scr");
    }

    @Override
    void addOwnFeatures(List<Option> options) {
        URL file = Objects.requireNonNull(KarafWithScrHost.class.getResource("/own-scr-features.xml"));
        options.add(features(file.toString(), "own-scr"));
    }
}
