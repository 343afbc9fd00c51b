package org.clawdbot.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.clawdbot.api.host.StateFolder;
import org.jspecify.annotations.Nullable;

/**
 * A folder of this process alone, gone when the process is. Next to folder {@code x} lies {@code x.lock}, which the
 * process keeps locked: a lock that is free tells that its owner was killed, and the next process removes both.
 */
final class CacheFolder implements AutoCloseable {

    private static final String ROOT = "cache";
    private static final String LOCK_SUFFIX = ".lock";
    private static final int ATTEMPTS = 10;

    private final Path folder;
    private final Path lockFile;
    private final FileChannel channel;

    private CacheFolder(Path folder, Path lockFile, FileChannel channel) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.channel = channel;
    }

    /** Makes a new folder, after removing those whose owners were killed. */
    static CacheFolder create(StateFolder state) throws IOException {
        Path root = state.createFolder(ROOT);
        sweep(root);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            // Not a UUID: the random numbers for it cost some milliseconds, and the process number is unique by itself.
            String name = ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
            Path lockFile = root.resolve(name + LOCK_SUFFIX);
            FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (lock(channel) && Files.exists(lockFile)) {
                return new CacheFolder(state.createFolder(ROOT + "/" + name), lockFile, channel);
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

    private static void sweep(Path root) {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(root, "*" + LOCK_SUFFIX)) {
            for (Path each : locks) {
                sweepOne(each);
            }
        } catch (IOException | DirectoryIteratorException e) {
            Logging.LOG.log(System.Logger.Level.DEBUG, "the cache folders in " + root + " are not tidied up", e);
        }
    }

    private static void sweepOne(Path lockFile) throws IOException {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock lock = tryLock(channel)) {
            if (lock != null) {
                String name = String.valueOf(lockFile.getFileName());
                delete(lockFile.resolveSibling(name.substring(0, name.length() - LOCK_SUFFIX.length())));
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
}
