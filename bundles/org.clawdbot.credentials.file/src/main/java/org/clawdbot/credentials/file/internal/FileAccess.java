package org.clawdbot.credentials.file.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Keeps a file readable by its owner alone, where the file system knows owners. */
final class FileAccess {

    private static final System.Logger LOG = System.getLogger(FileCredentialStore.PID);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private FileAccess() {}

    /** Narrows a file that others may read, and says so: somebody may have read it. */
    static void makePrivate(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        if (!OWNER_ONLY.containsAll(permissions)) {
            view.setPermissions(OWNER_ONLY);
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} was open to others ({1}); it is private again, but consider new keys",
                    file,
                    PosixFilePermissions.toString(permissions));
        }
    }
}
