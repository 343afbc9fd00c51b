package org.clawdbot.itests.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands that run in a console over SSH, and what they have printed so far. */
record ClientSession(Process process) {

    /** Reads until what came matches, and gives all of it. */
    String until(Pattern wanted) throws IOException {
        InputStream in = process.getInputStream();
        StringBuilder read = new StringBuilder();
        Matcher matcher = wanted.matcher(read);
        while (!matcher.reset().find()) {
            int next = in.read();
            if (next < 0) {
                throw new AssertionError("It ended with " + read);
            }
            read.append((char) next);
        }
        return read.toString();
    }

    /** Reads the rest to its end. */
    String rest() throws IOException, InterruptedException {
        String rest = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return rest;
    }
}
