package org.clawdbot.shell.internal.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Checks that nobody else can read what is private. */
final class StateFolderCheck {

    private static final String NAME = "state folder";
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private StateFolderCheck() {}

    static List<Finding> run(Path folder) {
        if (!Files.exists(folder)) {
            return List.of(Finding.ok(NAME, folder + " is not there yet; it is made when it is needed"));
        }
        List<Finding> findings = new ArrayList<>();
        check(folder, "chmod 700 ", findings);
        Path credentials = folder.resolve("agents/main/agent/auth-profiles.json");
        if (Files.exists(credentials)) {
            check(credentials, "chmod 600 ", findings);
        }
        if (!Files.isWritable(folder)) {
            findings.add(Finding.broken(NAME, folder + " cannot be written", "Choose another with --state-dir DIR"));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok(NAME, folder + " is private"));
        }
        return findings;
    }

    private static void check(Path path, String fix, List<Finding> findings) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            if (permissions.stream().anyMatch(OTHERS::contains)) {
                findings.add(Finding.warning(
                        NAME,
                        path + " is open to others (" + PosixFilePermissions.toString(permissions) + ")",
                        fix + path));
            }
        } catch (UnsupportedOperationException noPosix) {
            // a file system without such modes has nothing to check
        } catch (IOException unreadable) {
            findings.add(Finding.broken(NAME, path + " cannot be looked at", null));
        }
    }
}
