package org.clawdbot.conventions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages that users read, and the sources they speak of. */
final class Documents {

    static final Path ROOT = Path.of(System.getProperty("bundles")).getParent();

    private static final Pattern FENCE = Pattern.compile("```[a-z0-9]*\\R(.*?)```", Pattern.DOTALL);
    private static final Pattern SPAN = Pattern.compile("`([^`\\n]+)`");

    private Documents() {}

    /** Gives the text of each page: README, those in {@code docs}, and the README of each bundle. */
    static Map<Path, String> pages() {
        List<Path> files = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("config/README.md")));
        files.addAll(list(ROOT.resolve("docs"), ".md"));
        Bundles.symbolicNames()
                .forEach(bundle -> files.add(Bundles.folder(bundle).resolve("README.md")));
        Map<Path, String> pages = new TreeMap<>();
        files.forEach(file -> pages.put(file, read(file)));
        return pages;
    }

    /** Gives what a page shows as code: inline, and each line of a block. */
    static List<String> code(String page) {
        List<String> code = new ArrayList<>();
        Matcher fences = FENCE.matcher(page);
        while (fences.find()) {
            code.addAll(fences.group(1).lines().toList());
        }
        Matcher spans = SPAN.matcher(FENCE.matcher(page).replaceAll(""));
        while (spans.find()) {
            code.add(spans.group(1));
        }
        return code;
    }

    /** Gives the main sources of the bundles and of the launcher. */
    static List<String> sources() {
        List<String> sources = new ArrayList<>();
        for (String bundle : Bundles.symbolicNames()) {
            list(Bundles.folder(bundle).resolve("src/main"), ".java").forEach(file -> sources.add(read(file)));
        }
        list(ROOT.resolve("features/standalone/src/main"), ".java").forEach(file -> sources.add(read(file)));
        return sources;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> list(Path folder, String suffix) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(file -> file.toString().endsWith(suffix))
                    .filter(file -> !file.toString().contains("/adr/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
