package org.clawdbot.testkit.simulator.idp;

/** What to sign in with: one registered app and one user. All look right and open nothing. */
public final class FakeSignIn {

    /** Client id of the app that every simulator knows. */
    public static final String CLIENT_ID = "cid_" + "fake".repeat(6);

    /** Its client secret. */
    public static final String CLIENT_SECRET = "csc_" + "FAKEfake".repeat(6);

    /** Its only redirect address: the default of the original host. */
    public static final String REDIRECT_URI = "http://127.0.0.1:1456/oauth-callback";

    /** What to type on the sign-in page. */
    public static final String FINGERPRINT = "FAKEfake".repeat(4);

    /** Whom that signs in; also who owns every API key. */
    public static final String USERNAME = "simulated-user";

    private FakeSignIn() {}
}
