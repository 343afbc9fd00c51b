package org.clawdbot.benchmarks.contest;

import static org.assertj.core.api.Assertions.assertThat;

import org.clawdbot.benchmarks.driver.Digest;
import org.junit.jupiter.api.Test;

class DigestTest {

    @Test
    void isTheSameHoweverTheTextIsCut() {
        String text = "Why is the sky blue? 🌅".repeat(40);
        Digest whole = new Digest();
        whole.add(text);
        Digest cut = new Digest();
        for (int from = 0; from < text.length(); from += 7) {
            cut.add(text.substring(from, Math.min(text.length(), from + 7)));
        }

        assertThat(whole.hash()).isEqualTo(text.hashCode());
        assertThat(cut.hash()).isEqualTo(whole.hash());
        assertThat(cut.chars()).isEqualTo(whole.chars());
    }

    @Test
    void noticesPiecesOutOfOrder() {
        Digest one = new Digest();
        one.add("a");
        one.add("b");
        Digest other = new Digest();
        other.add("b");
        other.add("a");

        assertThat(one.hash()).isNotEqualTo(other.hash());
    }
}
