package org.clawdbot.itests.host;

/** Bare Felix. */
public final class FelixHost extends BareHost {

    public FelixHost() {
        super("felix", FEATURES);
    }
}
