package org.clawdbot.chutes.completions.internal;

/** Takes text piece by piece. */
interface TextSink {

    /** Takes the next piece, which is not empty. */
    void take(String piece);
}
