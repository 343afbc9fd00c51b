package org.clawdbot.jpms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for the bundles when they are modules of the Java platform. */
class ModulePathIT {

    private static final Path TARGET = Path.of(System.getProperty("clawdbot.it.target"));
    private static final Path MODULES = TARGET.resolve("modules");
    private static final Path PROGRAMS = TARGET.resolve("programs");
    private static final String PROGRAM = "org.clawdbot.example.chat";

    /** Bridges between OSGi services: they ask for API jars whose packages Felix's own bundles contain. */
    private static final Set<String> BRIDGES = Set.of("org.clawdbot.config", "org.clawdbot.log");

    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    private Path work;

    /** Does what the build of a user's program would do. */
    @BeforeAll
    static void compileTheProgram() {
        int exit = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "--release=17",
                        "--module-path=" + MODULES,
                        "--module-source-path=" + System.getProperty("clawdbot.it.program"),
                        "--module=" + PROGRAM,
                        "-d",
                        PROGRAMS.toString());
        assertThat(exit).as("exit of javac").isZero();
    }

    @Test
    void everyBundleOfOursHasADescriptorThatExportsWhatTheBundleExports() {
        assertThat(ours()).hasSizeGreaterThanOrEqualTo(15).allSatisfy(descriptor -> {
            assertThat(descriptor.isAutomatic()).isFalse();
            assertThat(descriptor.isOpen()).isTrue();
            assertThat(descriptor.exports())
                    .noneMatch(exported -> exported.source().contains(".internal"));
        });
    }

    @Test
    void allOfOursResolve() {
        List<String> names = ours().stream().map(ModuleDescriptor::name).toList();
        Path[] path = Stream.concat(
                        modulesBut(Set.of("org.apache.felix.configadmin")), Stream.of(TARGET.resolve("apis")))
                .toArray(Path[]::new);

        Configuration resolved =
                ModuleLayer.boot().configuration().resolve(ModuleFinder.of(path), ModuleFinder.of(), names);

        assertThat(resolved.modules())
                .extracting(module -> module.reference().descriptor().name())
                .containsAll(names);
    }

    @Test
    void theLibrariesWithoutADescriptorAreThoseThatAreDocumented() {
        assertThat(descriptors().filter(ModuleDescriptor::isAutomatic).map(ModuleDescriptor::name))
                .containsExactlyInAnyOrder(
                        "org.apache.felix.configadmin",
                        "org.apache.felix.scr",
                        "org.osgi.service.component",
                        "org.osgi.util.function",
                        "org.osgi.util.promise",
                        "scribejava.core",
                        "scribejava.java8");
    }

    @Test
    void aProgramOnTheModulePathStreamsAReply() throws Exception {
        try (ChutesSimulator chutes = ChutesSimulator.builder().start()) {
            String output = run(
                    chutes.accountUrl().toString(),
                    FakeKeys.GOOD,
                    "Qwen/Qwen3-32B-TEE",
                    work.resolve("framework").toString(),
                    "Hello from a module");

            assertThat(output.lines().filter(line -> line.startsWith("text: "))).hasSizeGreaterThan(1);
            assertThat(output).contains("facade: module org.clawdbot.models").contains("unresolved: []");
        }
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        Path output = work.resolve("output");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dclawdbot.state.dir=" + work.resolve("state"),
                "--module-path=" + modulePath(),
                "--add-modules=ALL-MODULE-PATH",
                "--module=" + PROGRAM + "/org.clawdbot.example.chat.Chat"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("ended in time; it said: %s", Files.readString(output))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }

    private static String modulePath() {
        return Stream.concat(modulesBut(BRIDGES), Stream.of(PROGRAMS))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<Path> modulesBut(Set<String> names) {
        return ModuleFinder.of(MODULES).findAll().stream()
                .filter(module -> !names.contains(module.descriptor().name()))
                .map(module -> Path.of(module.location().orElseThrow()));
    }

    private static Stream<ModuleDescriptor> descriptors() {
        return ModuleFinder.of(MODULES).findAll().stream().map(ModuleReference::descriptor);
    }

    private static List<ModuleDescriptor> ours() {
        return descriptors()
                .filter(descriptor -> descriptor.name().startsWith("org.clawdbot.")
                        || descriptor.name().equals("okhttp3"))
                .toList();
    }
}
