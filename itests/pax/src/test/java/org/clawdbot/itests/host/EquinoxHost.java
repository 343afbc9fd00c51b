package org.clawdbot.itests.host;

/** Bare Equinox, with the very bundles that Felix gets. */
public final class EquinoxHost extends BareHost {

    public EquinoxHost() {
        super("equinox", FEATURES);
    }
}
