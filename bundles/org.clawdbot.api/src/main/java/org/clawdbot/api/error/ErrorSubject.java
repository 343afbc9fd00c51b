package org.clawdbot.api.error;

/** What a failure is about, and so what should rest, be replaced or be repaired after it. */
public enum ErrorSubject {
    /** The request itself: sending it again unchanged fails again. */
    REQUEST,
    /** The credential: another profile may succeed at once. */
    CREDENTIAL,
    /** The model: another model may succeed at once with the same credential. */
    MODEL,
    /** The provider or the way to it: nothing sent there now is likely to succeed. */
    PROVIDER,
    /** The host: a part is missing, a file cannot be written, a setting is wrong. */
    HOST
}
