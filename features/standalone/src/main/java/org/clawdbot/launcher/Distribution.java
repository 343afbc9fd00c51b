package org.clawdbot.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The folder the host was unpacked to. {@code bundles/<n>/} holds the bundles of start level n: what lies there is
 * installed, so a part is added or taken away with its jar.
 *
 * @param home the folder
 */
record Distribution(Path home) {

    /** Set by the script. */
    static final String HOME_PROPERTY = "clawdbot.home";

    static Distribution ofProcess() throws HostException {
        String home = System.getProperty(HOME_PROPERTY);
        if (home == null || home.isBlank()) {
            throw new HostException("start the host with the script 'clawdbot', or set -D" + HOME_PROPERTY
                    + " to the folder that has bundles" + File.separator + " in it");
        }
        return new Distribution(Path.of(home).toAbsolutePath().normalize());
    }

    Path bundles() {
        return home.resolve("bundles");
    }

    /** Returns the jars by start level, in the order of their names. */
    SortedMap<Integer, List<Path>> bundlesUpTo(int highestLevel) throws HostException {
        SortedMap<Integer, List<Path>> found = new TreeMap<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(bundles(), Distribution::isLevel)) {
            for (Path folder : folders) {
                int level = Integer.parseInt(nameOf(folder));
                if (level <= highestLevel) {
                    found.put(level, jarsIn(folder));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new HostException("the bundles in " + bundles() + " cannot be read: " + e, e);
        }
        return found;
    }

    /** Returns the jars in a folder in the order of their names; hidden files do not count. */
    static List<Path> jarsIn(Path folder) throws IOException {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[!.]*.jar")) {
            files.forEach(jars::add);
        }
        Collections.sort(jars);
        return jars;
    }

    private static boolean isLevel(Path folder) {
        return nameOf(folder).matches("[1-9][0-9]?");
    }

    private static String nameOf(Path path) {
        return String.valueOf(path.getFileName());
    }
}
