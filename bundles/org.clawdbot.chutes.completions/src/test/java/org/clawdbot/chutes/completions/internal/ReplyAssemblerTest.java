package org.clawdbot.chutes.completions.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Set;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.StreamBrokenException;
import org.junit.jupiter.api.Test;

class ReplyAssemblerTest {

    private final ReplyAssembler reply = new ReplyAssembler(
            new ReplyRules("chutes/a/b", ReplyRules.ThinkingTags.ARE_TEXT, Set.of(), List.of()), null, null);

    @Test
    void anEmptyIdSaysNothingAboutWhichReplyThisIs() {
        id("");
        id("c1");
        reply.text("Hi");
        id("");
        reply.finishReason("stop");

        assertThat(reply.finish(ErrorDetails.NONE).text()).isEqualTo("Hi");
    }

    @Test
    void aSecondIdMeansASecondReply() {
        id("c1");
        id("c2");

        assertThatExceptionOfType(StreamBrokenException.class).isThrownBy(() -> reply.check(ErrorDetails.NONE));
    }

    private void id(String id) {
        reply.id(id.toCharArray(), 0, id.length());
    }
}
