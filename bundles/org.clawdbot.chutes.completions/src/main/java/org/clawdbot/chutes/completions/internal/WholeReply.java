package org.clawdbot.chutes.completions.internal;

import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.error.ErrorDetails;

/** Reads a reply that came in one piece, by the same parser as one that is streamed. */
record WholeReply(ReplyAssembler reply, ErrorDetails known) {

    ChatResult read(byte[] body) {
        try {
            new ChunkParser(reply).parse(body, 0, body.length);
        } catch (ChunkParser.MalformedChunkException e) {
            throw reply.broken("bad-answer", "Chutes answered with something that is not a completion", known, e);
        }
        return reply.finish(known);
    }
}
