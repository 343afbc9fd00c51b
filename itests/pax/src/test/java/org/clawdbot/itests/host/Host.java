package org.clawdbot.itests.host;

import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.CoreOptions.systemTimeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.clawdbot.pax.jupiter.ContainerSetup;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.ops4j.pax.exam.Option;

/** What all hosts have in common: our features, the libraries of the tests, a state folder of their own. */
abstract class Host implements ContainerSetup {

    /** What a user installs by name; everything else comes along. */
    static final String[] FEATURES = {"clawdbot-chutes"};

    private static final int START_SECONDS = 60;
    private static final int SLOW_PIECES = 40;
    static final Duration SLOW_PAUSE = Duration.ofMillis(25);
    private static final int STEADY_PIECES = 8;
    private static final int REMEMBERED_REQUESTS = 20;

    final BuildRepository repository = BuildRepository.ofBuild();
    private final Path work;
    /** In bare hosts it shares the heap with what is measured, so it must not grow with every request. */
    private final ChutesSimulator chutes = ChutesSimulator.builder()
            .scenario(Scenario.of(slowly(SLOW_PAUSE), saying("steadily", STEADY_PIECES, SLOW_PAUSE)))
            .rememberedRequests(REMEMBERED_REQUESTS)
            .start();

    Host(String name) {
        work = BuildRepository.target().resolve("exam").resolve(name);
    }

    @Override
    public final Option[] options() throws IOException {
        deleteTree(work);
        List<Option> options = new ArrayList<>();
        options.add(systemProperty("clawdbot.state.dir").value(work("state").toString()));
        options.add(
                systemProperty("clawdbot.it.chutes").value(chutes.accountUrl().toString()));
        for (String load : List.of("clawdbot.swaps", "clawdbot.streams")) {
            options.add(systemProperty(load).value(System.getProperty(load)));
        }
        options.add(systemProperty("clawdbot.it.bundle.harbour")
                .value(HarbourBundle.build(work("harbour")).toUri().toString()));
        options.add(systemProperty("clawdbot.it.bundle.pinned")
                .value(repository
                        .file(repository.url("org.clawdbot", "org.clawdbot.chutes.catalog.file"))
                        .toUri()
                        .toString()));
        options.add(
                systemProperty("org.ops4j.pax.logging.DefaultServiceLog.level").value("WARN"));
        options.add(systemTimeout(START_SECONDS * 1000L));
        addHost(options);
        return options.toArray(Option[]::new);
    }

    abstract void addHost(List<Option> options) throws IOException;

    /** Names a folder below the one that only this host uses; it is not created. */
    final Path work(String name) {
        return work.resolve(name);
    }

    final String featuresUrl() {
        return repository.url("org.clawdbot", "clawdbot-karaf") + "/xml/features";
    }

    /** Lists the bundles that test classes need, the driver first. */
    final List<String> testLibraries() {
        return List.of(
                repository.url("org.clawdbot", "clawdbot-pax-jupiter"),
                repository.url("org.junit.jupiter", "junit-jupiter-api"),
                repository.url("org.junit.platform", "junit-platform-commons"),
                repository.url("org.opentest4j", "opentest4j"),
                repository.url("org.apiguardian", "apiguardian-api"),
                repository.url("org.jspecify", "jspecify"),
                repository.url("org.assertj", "assertj-core"),
                repository.url("net.bytebuddy", "byte-buddy"));
    }

    @Override
    public final void close() {
        chutes.close();
    }

    /** Gives a test the time to do something to the framework while the answer to a question with this word arrives. */
    static Rule slowly(Duration pause) {
        return saying("slowly", SLOW_PIECES, pause);
    }

    private static Rule saying(String word, int pieces, Duration pause) {
        return Rule.always(Behaviour.normal().with(Setting.CHUNK_COUNT, pieces).withDelays(Duration.ZERO, pause))
                .onText(word);
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
