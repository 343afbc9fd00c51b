package org.clawdbot.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.clawdbot.api.host.StateFolder;
import org.jspecify.annotations.Nullable;

/**
 * A folder of this process alone, gone when the process is. To folder {@code x} belongs {@code x.lock} in the state
 * folder, which the process keeps locked: a lock that is free tells that its owner was killed, and the next process
 * removes both. The folder itself lies beside the lock, or in memory, where its many small files cost much less.
 */
final class CacheFolder implements AutoCloseable {

    private static final String ROOT = "cache";
    private static final String LOCK_SUFFIX = ".lock";
    private static final String MEMORY_PREFIX = "clawdbot-";
    private static final int ATTEMPTS = 10;

    /** Where Linux keeps files in memory. */
    private static final Path MEMORY = Path.of("/dev/shm");

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;
    private final Path lockFile;
    private final FileChannel channel;

    private CacheFolder(Path folder, Path lockFile, FileChannel channel) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.channel = channel;
    }

    /** Makes a new folder for a process that stays, after removing those whose owners were killed. */
    static CacheFolder onDisk(StateFolder state) throws IOException {
        return create(state, MEMORY, CacheFolder::besideTheLock);
    }

    /** Makes a new folder for a process that is over soon, after removing those whose owners were killed. */
    static CacheFolder inMemory(StateFolder state) throws IOException {
        return inMemory(state, MEMORY);
    }

    static CacheFolder inMemory(StateFolder state, Path memory) throws IOException {
        return create(state, memory, lockFile -> {
            Path folder = inMemory(memory, lockFile);
            try {
                return Files.createDirectory(folder, OWNER_ONLY);
            } catch (IOException | UnsupportedOperationException e) {
                return besideTheLock(lockFile);
            }
        });
    }

    private static CacheFolder create(StateFolder state, Path memory, Place place) throws IOException {
        Path root = state.createFolder(ROOT);
        sweep(root, memory);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            // Not a UUID: the random numbers for it cost some milliseconds, and the process number is unique by itself.
            String name = ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
            Path lockFile = root.resolve(name + LOCK_SUFFIX);
            FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (lock(channel) && Files.exists(lockFile)) {
                return new CacheFolder(place.make(lockFile), lockFile, channel);
            }
            // Another process swept the file in the moment before it was locked.
            channel.close();
        }
        throw new IOException("no folder in " + root + " could be locked");
    }

    Path path() {
        return folder;
    }

    /** Removes the folder. What cannot be removed is left to the next process. */
    @Override
    public void close() {
        try (channel) {
            delete(folder);
            Files.deleteIfExists(lockFile);
        } catch (IOException e) {
            Logging.LOG.log(System.Logger.Level.DEBUG, "the cache folder " + folder + " is left behind", e);
        }
    }

    private static Path besideTheLock(Path lockFile) throws IOException {
        Path folder = lockFile.resolveSibling(nameOf(lockFile));
        StateFolder.createFolders(folder);
        return folder;
    }

    private static Path inMemory(Path memory, Path lockFile) {
        return memory.resolve(MEMORY_PREFIX + nameOf(lockFile));
    }

    private static String nameOf(Path lockFile) {
        String name = String.valueOf(lockFile.getFileName());
        return name.substring(0, name.length() - LOCK_SUFFIX.length());
    }

    private static void sweep(Path root, Path memory) {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(root, "*" + LOCK_SUFFIX)) {
            for (Path each : locks) {
                sweepOne(each, memory);
            }
        } catch (IOException | DirectoryIteratorException e) {
            Logging.LOG.log(System.Logger.Level.DEBUG, "the cache folders in " + root + " are not tidied up", e);
        }
    }

    private static void sweepOne(Path lockFile, Path memory) throws IOException {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock lock = tryLock(channel)) {
            if (lock != null) {
                delete(lockFile.resolveSibling(nameOf(lockFile)));
                Path inMemory = inMemory(memory, lockFile);
                // Anybody may make folders there.
                if (Files.isDirectory(inMemory, LinkOption.NOFOLLOW_LINKS)
                        && Files.getOwner(inMemory).equals(Files.getOwner(lockFile))) {
                    delete(inMemory);
                }
                Files.deleteIfExists(lockFile);
            }
        } catch (NoSuchFileException e) {
            // Another process was faster.
        }
    }

    /** On a file system without locks the folder is used all the same; there nobody can sweep it either. */
    private static boolean lock(FileChannel channel) {
        try {
            return tryLock(channel) != null;
        } catch (IOException e) {
            return true;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Makes the folder that belongs to a lock. */
    private interface Place {
        Path make(Path lockFile) throws IOException;
    }
}
