package org.clawdbot.chutes.completions.internal;

import java.io.IOException;
import java.io.StreamCorruptedException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.RequestCancelledException;

/** Tells why a reply that had begun could not be read to its end; what had arrived goes with it. */
record BrokenReply(OpenReply open, Timeouts timeouts) {

    /** Gives the error for a failed read; {@code closed} if the caller itself closed the stream. */
    ModelException by(IOException e, boolean closed) {
        ErrorDetails known = open.known();
        ReplyWatch.Verdict verdict = open.watched().verdict();
        if (closed
                || verdict == ReplyWatch.Verdict.INTERRUPTED
                || Thread.currentThread().isInterrupted()) {
            return new RequestCancelledException("The request was cancelled", known, e);
        }
        if (verdict != null) {
            return late(verdict, e);
        }
        if (e instanceof SseReader.StreamLimitException || e instanceof StreamCorruptedException) {
            return open.reply().broken("too-large", "The answer cannot be read: " + e.getMessage(), known, e);
        }
        if (open.call().isCanceled()) {
            return open.reply()
                    .broken(
                            "provider-gone",
                            "The HTTP client was stopped in the middle of the answer; try again",
                            known,
                            e);
        }
        return open.reply()
                .broken("connection-lost", "The connection was lost in the middle of the answer; try again", known, e);
    }

    private ModelException late(ReplyWatch.Verdict verdict, IOException e) {
        return switch (verdict) {
            case TOTAL ->
                open.reply()
                        .broken(
                                "total-timeout",
                                "The answer took longer than a request may take in all; raise totalSeconds",
                                open.known(),
                                e);
            case FIRST_TOKEN ->
                open.reply()
                        .broken(
                                "first-token-timeout",
                                "Chutes began an answer but sent no token within "
                                        + timeouts.firstToken().toSeconds()
                                        + " s; try again, or raise firstTokenSeconds",
                                open.known(),
                                e);
            default ->
                open.reply()
                        .broken(
                                "idle-timeout",
                                "Chutes sent nothing for " + timeouts.idle().toSeconds()
                                        + " s in the middle of the answer; try again, or raise idleSeconds",
                                open.known(),
                                e);
        };
    }
}
