package org.clawdbot.shell.internal.cli;

import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.clawdbot.shell.internal.Parts;
import org.clawdbot.shell.internal.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * What a command runs with.
 *
 * @param parts what the host has
 * @param terminal where to read and write
 * @param clock the time
 * @param properties looks up a system property
 * @param stopped reaches zero when the host goes down
 */
public record CommandContext(
        Parts parts,
        Terminal terminal,
        Clock clock,
        Function<String, @Nullable String> properties,
        CountDownLatch stopped) {}
