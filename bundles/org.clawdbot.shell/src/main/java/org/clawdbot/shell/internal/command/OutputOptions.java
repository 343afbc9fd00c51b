package org.clawdbot.shell.internal.command;

import picocli.CommandLine.Option;

/** How a command prints its result. */
final class OutputOptions {

    @Option(names = "--json", order = 90, description = "Print one JSON document.")
    boolean json;

    @Option(names = "--plain", order = 91, description = "Print names only, one in each line.")
    boolean plain;
}
