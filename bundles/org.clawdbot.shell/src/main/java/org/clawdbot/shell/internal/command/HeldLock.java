package org.clawdbot.shell.internal.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A lock file that another process holds. Read from what the kernel of Linux tells, and unknown elsewhere: to try the lock
 * would mean to open the file, and to close it again would give up a lock that this very process may hold.
 *
 * @param file the lock file
 * @param process the number of the process that holds it
 */
record HeldLock(Path file, long process) {

    private static final Path KERNEL = Path.of("/proc/locks");

    /** Such as {@code 1: POSIX  ADVISORY  WRITE 1234 08:02:131103 0 EOF}. */
    private static final Pattern LINE = Pattern.compile("\\d+: POSIX +\\S+ +WRITE +(\\d+) +\\S+:(\\d+) .*");

    static List<HeldLock> among(List<Path> files) {
        try {
            return Files.isReadable(KERNEL) ? among(files, Files.readAllLines(KERNEL)) : List.of();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    static List<HeldLock> among(List<Path> files, List<String> kernelLines) throws IOException {
        List<HeldLock> held = new ArrayList<>();
        for (Path file : files) {
            String inode = String.valueOf(Files.getAttribute(file, "unix:ino"));
            for (String line : kernelLines) {
                Matcher matcher = LINE.matcher(line);
                if (matcher.matches() && matcher.group(2).equals(inode)) {
                    long process = Long.parseLong(matcher.group(1));
                    if (process != ProcessHandle.current().pid()) {
                        held.add(new HeldLock(file, process));
                    }
                }
            }
        }
        return held;
    }
}
