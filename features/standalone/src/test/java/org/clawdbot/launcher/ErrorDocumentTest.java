package org.clawdbot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorDocumentTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void printsOneLineOfJson() {
        print("--state-dir", "x", "models", "list", "--json");
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"error\":{\"code\":\"state-folder\",\"message\":\"\\\"ü\\\\\\u000a\\u001b\"}}\n");
    }

    @Test
    void printsNothingForAPerson() {
        print("models", "list");
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private void print(String... args) {
        ErrorDocument.print(new PrintStream(bytes), List.of(args), "state-folder", "\"ü\\\n\u001b");
    }
}
