package org.clawdbot.credentials.file.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.clawdbot.api.host.FileStamp;

/**
 * Which file it is and who may read it: its owner alone, where the file system knows owners.
 *
 * @param stamp tells one content of the file from another
 * @param isPrivate whether nobody else may read it, as far as is known
 */
record FileAccess(FileStamp stamp, boolean isPrivate) {

    private static final System.Logger LOG = System.getLogger(FileCredentialStore.PID);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /** Looks at a file once, without reading it. */
    static FileAccess of(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return new FileAccess(FileStamp.of(file), true);
        }
        try {
            PosixFileAttributes attributes = view.readAttributes();
            return new FileAccess(FileStamp.of(attributes), OWNER_ONLY.containsAll(attributes.permissions()));
        } catch (NoSuchFileException e) {
            return new FileAccess(FileStamp.NONE, true);
        }
    }

    /** Narrows a file that others may read, and says so: somebody may have read it. */
    static void makePrivate(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        if (!OWNER_ONLY.containsAll(permissions)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} was open to others ({1}); {2}, but consider new keys",
                    file,
                    PosixFilePermissions.toString(permissions),
                    narrowed(view) ? "it is private again" : "it cannot be made private here");
        }
    }

    /** A mount that is read-only, or an owner who is somebody else, must not keep the keys from being read. */
    private static boolean narrowed(PosixFileAttributeView view) {
        try {
            view.setPermissions(OWNER_ONLY);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
