package org.clawdbot.itests.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The copies of everything this module depends on, laid out as a Maven repository by the build. */
record BuildRepository(Path root) {

    /** Finds the repository of the build that runs the tests. */
    static BuildRepository ofBuild() {
        return new BuildRepository(target().resolve("repository"));
    }

    /** Finds the folder in which the build leaves what it makes. */
    static Path target() {
        String target = System.getProperty("clawdbot.it.target");
        if (target == null) {
            throw new IllegalStateException("Run by Maven: mvn verify -pl itests/pax -am");
        }
        return Path.of(target);
    }

    /** Turns a coordinate without a version into {@code mvn:group/artifact/version}, with the one version there is. */
    String url(String group, String artifact) {
        Path folder = root.resolve(group.replace('.', '/')).resolve(artifact);
        try (Stream<Path> versions = Files.list(folder)) {
            List<Path> found = versions.filter(Files::isDirectory).toList();
            if (found.size() == 1) {
                return "mvn:" + group + "/" + artifact + "/" + found.get(0).getFileName();
            }
            throw new IllegalStateException("Not one version but " + found);
        } catch (IOException e) {
            throw new IllegalStateException(
                    group + ":" + artifact + " was not copied by the build: add it to itests/pax/pom.xml", e);
        }
    }

    /** Finds the file for {@code mvn:group/artifact/version[/type[/classifier]]}. */
    Path file(String url) {
        List<String> parts = List.of(url.substring("mvn:".length()).split("/", -1));
        String type = parts.size() > 3 ? parts.get(3) : "jar";
        String classifier = parts.size() > 4 ? "-" + parts.get(4) : "";
        Path file = root.resolve(parts.get(0).replace('.', '/'))
                .resolve(parts.get(1))
                .resolve(parts.get(2))
                .resolve(parts.get(1) + "-" + parts.get(2) + classifier + "." + type);
        if (!Files.isRegularFile(file)) {
            throw new IllegalStateException(url + " was not copied by the build: add it to itests/pax/pom.xml");
        }
        return file;
    }
}
