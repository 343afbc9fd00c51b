package org.clawdbot.shell.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WatchedStreamTest {

    @Test
    void passesEverythingOn() {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        WatchedStream watched = new WatchedStream(target);

        try (PrintStream out = new PrintStream(watched, true, StandardCharsets.UTF_8)) {
            out.print("Grüße");
            out.write('!');
        }

        assertThat(target.toString(StandardCharsets.UTF_8)).isEqualTo("Grüße!");
        assertThat(watched.failure()).isEmpty();
    }

    @Test
    void remembersWhyNothingCouldBeWritten() {
        WatchedStream watched = new WatchedStream(new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("No space left on device");
            }
        });

        try (PrintStream out = new PrintStream(watched, true, StandardCharsets.UTF_8)) {
            out.println("x");
            assertThat(out.checkError()).isTrue();
        }

        assertThat(watched.failure()).get().extracting(Throwable::getMessage).isEqualTo("No space left on device");
    }
}
