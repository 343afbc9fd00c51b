package org.clawdbot.shell.internal.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.clawdbot.api.host.ConfigurationProblem;
import org.clawdbot.api.host.HostConfiguration;
import org.clawdbot.shell.internal.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs one command line. Never throws: whatever happens becomes a message and an exit code. */
public final class CommandRunner {

    private static final String JSON = "--json";
    /** A key in the wrong place must not come back in the message. */
    private static final Pattern KEY = Pattern.compile("\\b((?:cpk|csc|sk)[_-])[^\\s'\"]+");

    private final CommandNode root;
    private final CommandContext context;

    /** Creates a runner for a tree of commands. */
    public CommandRunner(CommandNode root, CommandContext context) {
        this.root = root;
        this.context = context;
    }

    /** Runs the command that the words name and gives its exit code. */
    public int run(List<String> words) {
        Terminal terminal = context.terminal();
        boolean json = words.contains(JSON);
        try {
            CommandLine line = root.build(context, words);
            line.setOut(writer(terminal.out()));
            line.setErr(writer(terminal.err()));
            line.setUsageHelpWidth(Math.max(60, Math.min(terminal.width(), 120)));
            line.setColorScheme(CommandLine.Help.defaultColorScheme(ansi(terminal.outColour())));
            line.setParameterExceptionHandler((failure, ignored) -> report(wrongUsage(failure), json));
            line.setExecutionStrategy(parsed -> execute(parsed, json));
            line.setAllowSubcommandsAsOptionParameters(true);
            return line.execute(words.toArray(String[]::new));
        } catch (RuntimeException | LinkageError | AssertionError failure) {
            return report(Failures.report(failure, context.parts()), json);
        } finally {
            terminal.out().flush();
            terminal.err().flush();
        }
    }

    private int execute(ParseResult parsed, boolean json) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        ParseResult leaf = parsed;
        while (leaf.hasSubcommand()) {
            leaf = leaf.subcommand();
        }
        try {
            Object command = leaf.commandSpec().userObject();
            if (!(command instanceof ShellCommand shellCommand)) {
                leaf.commandSpec()
                        .commandLine()
                        .usage(context.terminal().err(), ansi(context.terminal().errColour()));
                return ExitCode.WRONG_USAGE;
            }
            checkConfiguration(shellCommand);
            int exitCode = shellCommand.run();
            if (exitCode == ExitCode.DONE && context.terminal().out().checkError()) {
                throw CommandFailure.outputClosed(context.terminal());
            }
            return exitCode;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return report(Failures.report(interrupted, context.parts()), json);
        } catch (IOException | RuntimeException | LinkageError | AssertionError failure) {
            return report(Failures.report(failure, context.parts()), json);
        }
    }

    private void checkConfiguration(ShellCommand command) {
        Optional<HostConfiguration> configuration = context.parts().configuration();
        if (configuration.isEmpty() || command.toleratesProblems()) {
            return;
        }
        List<ConfigurationProblem> problems = configuration.get().problems();
        List<ConfigurationProblem> errors =
                problems.stream().filter(ConfigurationProblem::isError).toList();
        if (!errors.isEmpty() && command.needsConfiguration()) {
            StringBuilder message = new StringBuilder(
                    "The configuration file " + configuration.get().file() + " cannot be used");
            errors.forEach(problem -> message.append("\n  ").append(problem));
            throw CommandFailure.failed(
                    "configuration", message.toString(), "Mend it, then check with: clawdbot doctor");
        }
        Terminal terminal = context.terminal();
        problems.forEach(problem -> terminal.err().println(terminal.onErr("clawdbot: warning: " + problem)));
    }

    /** Says what went wrong, unless nobody wants to know. A console far away takes nothing from an interrupted thread. */
    private int report(Failures.Report report, boolean json) {
        boolean interrupted = Thread.interrupted();
        try {
            if (report.exitCode() != ExitCode.OUTPUT_CLOSED) {
                print(report, json);
            }
            return report.exitCode();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void print(Failures.Report report, boolean json) {
        Terminal terminal = context.terminal();
        PrintStream err = terminal.err();
        err.println(terminal.onErr("clawdbot: " + report.message()));
        if (report.hint() != null) {
            err.println(terminal.onErr("  " + report.hint()));
        }
        if (json) {
            Json.print(terminal.out(), document -> {
                document.object(
                        "error", error -> error.put("code", report.code()).put("message", report.message()));
                report.members().forEach(document::put);
            });
        }
    }

    private static Failures.Report wrongUsage(ParameterException failure) {
        String message = failure.getMessage() == null
                ? "The command line is wrong"
                : KEY.matcher(failure.getMessage()).replaceAll("$1…");
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        List<String> near =
                failure instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        String hint = (near.isEmpty() ? "" : "Did you mean " + String.join(", ", near) + "? ") + "See: " + command
                + " --help";
        return new Failures.Report(ExitCode.WRONG_USAGE, "usage", message, hint);
    }

    private static Ansi ansi(boolean colour) {
        return colour ? Ansi.ON : Ansi.OFF;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
