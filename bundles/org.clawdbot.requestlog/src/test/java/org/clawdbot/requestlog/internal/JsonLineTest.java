package org.clawdbot.requestlog.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is written by hand, beside the obvious way. */
class JsonLineTest {

    private static final Pattern CREDENTIAL =
            Pattern.compile("\\b(?:(cpk|cak|crt|csc|sk)[_-][A-Za-z0-9._-]{6,}|(eyJ)[A-Za-z0-9._-]{10,})");
    private static final String[] PIECES = {
        "cpk", "cak", "crt", "csc", "sk", "eyJ", "_", "-", ".", "/", "k", "J", "y", "abcdef", "0123456789", " ", "é"
    };

    @Test
    void credentialsAreFoundWhereverTheyAre() {
        Random random = new Random(8);
        int found = 0;
        for (int round = 0; round < 50_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int piece = random.nextInt(7); piece >= 0; piece--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            String slow = CREDENTIAL
                    .matcher(text)
                    .replaceAll(hit -> (hit.group(1) == null ? hit.group(2) : hit.group(1)) + "_…");

            assertThat(JsonLine.blotted(text.toString())).isEqualTo(slow);
            found += slow.contentEquals(text) ? 0 : 1;
        }
        assertThat(found).isGreaterThan(1000);
    }

    @Test
    void lettersAreWrittenAsTheyAre() {
        assertThat(new JsonLine().put("model", "é😀\"").bytes())
                .isEqualTo("{\"model\":\"é😀\\\"\"}\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void timesAreWrittenAsTheyAreElsewhere() {
        Random random = new Random(8);
        long second = Instant.parse("2026-03-01T10:00:00Z").getEpochSecond();
        int[] parts = {1_000_000_000, 1_000_000, 1_000, 1};
        for (int round = 0; round < 50_000; round++) {
            int unit = parts[random.nextInt(parts.length)];
            Instant time = Instant.ofEpochSecond(
                    second + random.nextInt(3), (long) random.nextInt(1_000_000_000 / unit) * unit);

            assertThat(Timestamps.text(time)).isEqualTo(time.toString());
        }
    }
}
