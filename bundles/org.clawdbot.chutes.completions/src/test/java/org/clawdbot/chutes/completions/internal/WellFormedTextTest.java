package org.clawdbot.chutes.completions.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WellFormedTextTest {

    @Test
    void wellFormedTextIsTheSame() {
        String text = "Grüße 🌍";

        assertThat(WellFormedText.of(text)).isSameAs(text);
    }

    @Test
    void agreesWithTheSlowWayOnAnyText() {
        Random random = new Random(1);
        char[] alphabet = {'a', 'ü', '\ud83d', '\udc4b', '\ud800', '\uffff'};
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(8); i > 0; i--) {
                text.append(alphabet[random.nextInt(alphabet.length)]);
            }
            StringBuilder slow = new StringBuilder();
            text.codePoints().map(c -> c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c).forEach(slow::appendCodePoint);

            assertThat(WellFormedText.of(text.toString())).isEqualTo(slow.toString());
        }
    }
}
