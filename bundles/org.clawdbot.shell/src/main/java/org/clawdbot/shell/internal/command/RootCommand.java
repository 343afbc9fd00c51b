package org.clawdbot.shell.internal.command;

import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.VersionText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What stands before every command. */
@Command(
        name = "clawdbot",
        versionProvider = VersionText.class,
        description = "An agent host with the models of Chutes.ai.",
        footer = {
            "",
            "First steps:",
            "  clawdbot demo                                 no account needed",
            "  clawdbot onboard                              sign in and choose a model, step by step",
            "  clawdbot onboard --chutes-api-key KEY         the same without questions, with an API key",
            "  clawdbot onboard --auth-choice chutes         the same with the browser (OAuth)",
            "  clawdbot agent --message \"Hello\"              ask",
            "  clawdbot chat                                 talk",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 sign-in needed,",
            "4 model or provider unavailable, 130 interrupted, 141 output not read."
        })
@SuppressWarnings("UnusedVariable") // the launcher and picocli have read these options by now
final class RootCommand extends GroupCommand {

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            order = 101,
            description = "Show the version and exit.")
    private boolean version;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            order = 99,
            description =
                    "Folder for configuration, credentials and cache (else CLAWDBOT_STATE_DIR, else ~/.clawdbot).")
    private @Nullable String stateDir;

    RootCommand(CommandContext context) {
        super(context);
    }
}
