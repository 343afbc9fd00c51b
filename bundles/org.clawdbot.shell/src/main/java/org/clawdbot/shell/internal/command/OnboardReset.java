package org.clawdbot.shell.internal.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.Credentials;
import org.clawdbot.api.auth.SignInDialog;
import org.clawdbot.api.host.HostConfiguration;
import org.clawdbot.api.host.StateFolder;
import org.clawdbot.shell.internal.Parts;
import org.clawdbot.shell.internal.cli.CommandFailure;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Puts away what was set up, each file beside itself under another name. */
final class OnboardReset {

    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern(
                    "'.backup-'yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** What is put away. */
    enum Scope {
        /** The configuration file. */
        CONFIG,
        /** Stored keys and tokens. */
        CREDENTIALS,
        /** Both. */
        ALL;

        /** Reads the word. */
        static final class Word implements ITypeConverter<Scope> {

            @Override
            public Scope convert(String word) {
                for (Scope scope : Scope.values()) {
                    if (scope.name().toLowerCase(Locale.ROOT).equals(word)) {
                        return scope;
                    }
                }
                throw new TypeConversionException("\"" + word + "\" is none of config, credentials, all");
            }
        }
    }

    private final Parts parts;
    private final Scope scope;
    private final String suffix;

    OnboardReset(Parts parts, Scope scope, Clock clock) {
        this.parts = parts;
        this.scope = scope;
        this.suffix = SUFFIX.format(clock.instant());
    }

    /** Asks first, or wants to have been told. */
    void confirm(SignInDialog dialog, boolean told) {
        if (told) {
            return;
        }
        if (!dialog.interactive()) {
            throw CommandFailure.wrongUsage("--reset needs --yes where nobody can be asked", null);
        }
        if (!dialog.confirm(question(), false)) {
            throw CommandFailure.interrupted("Left, and nothing has changed");
        }
    }

    private String question() {
        String what =
                switch (scope) {
                    case CONFIG -> "the configuration file";
                    case CREDENTIALS -> "all stored keys and tokens";
                    case ALL -> "the configuration file and all stored keys and tokens";
                };
        return "Put " + what + " away, as …" + suffix + ", and begin anew? Conversations stay.";
    }

    /** Does it and gives the files that hold what was put away. */
    List<Path> run() throws IOException {
        List<Path> backups = new ArrayList<>();
        if (scope != Scope.CONFIG) {
            credentials(parts.requireCredentials(), backups);
        }
        if (scope != Scope.CREDENTIALS) {
            configuration(parts.requireConfiguration(), backups);
        }
        return List.copyOf(backups);
    }

    /** The copy is there before the store is emptied, and is as private as the store. */
    private void credentials(CredentialStore store, List<Path> backups) throws IOException {
        Path file = Path.of(store.location());
        if (Files.isRegularFile(file)) {
            Path backup = beside(file);
            Files.createFile(backup, StateFolder.ownerOnly(backup));
            Files.write(backup, Files.readAllBytes(file), StandardOpenOption.TRUNCATE_EXISTING);
            backups.add(backup);
        }
        store.update(present -> {
            Credentials rest = present;
            for (String id : present.profiles().keySet()) {
                rest = rest.without(id);
            }
            return rest;
        });
    }

    private void configuration(HostConfiguration configuration, List<Path> backups) throws IOException {
        Path file = configuration.file();
        if (Files.isRegularFile(file)) {
            Path backup = beside(file);
            Files.move(file, backup);
            backups.add(backup);
        }
        configuration.reload();
    }

    private Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
