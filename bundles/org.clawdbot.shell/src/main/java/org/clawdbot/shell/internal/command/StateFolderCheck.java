package org.clawdbot.shell.internal.command;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.clawdbot.api.diagnosis.Finding;
import org.clawdbot.api.diagnosis.SelfCheck;

/** Checks that nobody else can read what is private, that there is room, and that no lock is stuck. */
final class StateFolderCheck implements SelfCheck {

    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);
    private static final long MEBIBYTE = 1024 * 1024;
    private static final long LARGE = 512 * MEBIBYTE;
    private static final long LITTLE_ROOM = 50 * MEBIBYTE;
    private static final String LOCK_SUFFIX = ".json.lock";

    private final Path folder;

    StateFolderCheck(Path folder) {
        this.folder = folder;
    }

    @Override
    public String topic() {
        return "files";
    }

    @Override
    public boolean remote() {
        return false;
    }

    @Override
    public List<Finding> run() {
        if (!Files.exists(folder)) {
            return List.of(Finding.ok(folder + " is not there yet; it is made when it is needed"));
        }
        List<Finding> findings = new ArrayList<>();
        modes(findings);
        contents(findings);
        return findings;
    }

    private void modes(List<Finding> findings) {
        int before = findings.size();
        mode(folder, "chmod 700 ", findings);
        for (String file : List.of("agents/main/agent/auth-profiles.json", "clawdbot.json")) {
            Path path = folder.resolve(file);
            if (Files.exists(path)) {
                mode(path, "chmod 600 ", findings);
            }
        }
        if (!Files.isWritable(folder)) {
            findings.add(Finding.fail(folder + " cannot be written", "Choose another folder with --state-dir DIR"));
        }
        if (findings.size() == before) {
            findings.add(Finding.ok(folder + " is private"));
        }
    }

    private static void mode(Path path, String fix, List<Finding> findings) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            if (permissions.stream().anyMatch(OTHERS::contains)) {
                findings.add(Finding.warn(
                        path + " is open to others (" + PosixFilePermissions.toString(permissions) + ")", fix + path));
            }
        } catch (UnsupportedOperationException noPosix) {
            // a file system without such modes has nothing to check
        } catch (IOException unreadable) {
            findings.add(Finding.fail(path + " cannot be looked at", null));
        }
    }

    private void contents(List<Finding> findings) {
        Contents contents = new Contents();
        try {
            Files.walkFileTree(folder, contents);
            FileStore store = Files.getFileStore(folder);
            long room = store.getUsableSpace();
            if (room < LITTLE_ROOM) {
                findings.add(Finding.fail(
                        "Only " + room / MEBIBYTE + " MiB are left where " + folder + " is",
                        "Make room, or choose another folder with --state-dir DIR"));
            }
        } catch (IOException unreadable) {
            findings.add(Finding.warn("The size of " + folder + " cannot be told: " + unreadable.getMessage(), null));
            return;
        }
        String size = "holds " + contents.files + " files of " + contents.bytes / MEBIBYTE + " MiB in all";
        findings.add(
                contents.bytes > LARGE
                        ? Finding.warn("The state folder " + size, "Look for what is large with: du -ah " + folder)
                        : Finding.ok("The state folder " + size));
        for (HeldLock lock : HeldLock.among(contents.locks)) {
            findings.add(Finding.warn(
                    lock.file() + " is locked by the process " + lock.process(),
                    "If that lasts, see what it does: ps -fp " + lock.process()));
        }
    }

    /** Adds up what is there; what goes away meanwhile does not count. */
    private static final class Contents extends SimpleFileVisitor<Path> {

        private final List<Path> locks = new ArrayList<>();
        private long files;
        private long bytes;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files++;
            bytes += attributes.size();
            if (file.toString().endsWith(LOCK_SUFFIX)) {
                locks.add(file);
            }
            return Thread.currentThread().isInterrupted() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}
