package org.clawdbot.chutes.completions.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.StreamBrokenException;
import org.junit.jupiter.api.Test;

class ReplyAssemblerTest {

    private final ReplyAssembler reply = new ReplyAssembler("chutes/a/b", null, null);

    @Test
    void anEmptyIdSaysNothingAboutWhichReplyThisIs() {
        reply.id("");
        reply.id("c1");
        reply.text("Hi");
        reply.id("");
        reply.finishReason("stop");

        assertThat(reply.finish(ErrorDetails.NONE).text()).isEqualTo("Hi");
    }

    @Test
    void aSecondIdMeansASecondReply() {
        reply.id("c1");
        reply.id("c2");

        assertThatExceptionOfType(StreamBrokenException.class).isThrownBy(() -> reply.check(ErrorDetails.NONE));
    }
}
