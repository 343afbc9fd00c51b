package org.clawdbot.shell.internal.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.osgi.service.component.runtime.dto.ComponentConfigurationDTO.ACTIVE;
import static org.osgi.service.component.runtime.dto.ComponentConfigurationDTO.FAILED_ACTIVATION;
import static org.osgi.service.component.runtime.dto.ComponentConfigurationDTO.SATISFIED;
import static org.osgi.service.component.runtime.dto.ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION;

import java.util.List;
import java.util.Map;
import org.clawdbot.api.diagnosis.Finding;
import org.junit.jupiter.api.Test;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

class ComponentsCheckTest {

    private static final String CLIENT = "okhttp3.OkHttpClient";

    private final FakeRuntime runtime = new FakeRuntime();

    @Test
    void countsWhatWorksAndNamesWhatRests() {
        runtime.component("org.clawdbot.http", ACTIVE);
        runtime.component("org.clawdbot.models", SATISFIED);
        runtime.component("org.clawdbot.chutes.catalog.file", UNSATISFIED_CONFIGURATION);
        runtime.component("com.example.other", UNSATISFIED_CONFIGURATION);

        assertThat(run())
                .containsExactly(
                        Finding.ok(
                                "3 components have what they need; at rest without settings: org.clawdbot.chutes.catalog.file"));
    }

    @Test
    void namesTheReferenceThatNobodySatisfies() {
        FakeRuntime.waitsFor(runtime.component("org.clawdbot.chutes.account", ACTIVE), "http", CLIENT, "(vendor=none)");

        assertThat(run())
                .containsExactly(Finding.fail(
                        "The component org.clawdbot.chutes.account waits for okhttp3.OkHttpClient with (vendor=none)"
                                + " (reference \"http\"); no component that is installed offers it",
                        "Install a bundle that offers it"));
    }

    @Test
    void saysWhoWouldOfferTheServiceAndWhyItDoesNot() {
        FakeRuntime.waitsFor(runtime.component("org.clawdbot.chutes.account", ACTIVE), "http", CLIENT, null);
        ComponentConfigurationDTO offering = runtime.component("com.example.http", UNSATISFIED_CONFIGURATION, CLIENT);
        offering.description.configurationPolicy = "require";

        assertThat(run()).singleElement().satisfies(finding -> {
            assertThat(finding.message())
                    .endsWith("com.example.http would offer it, but has no settings (PID com.example.http)");
            assertThat(finding.fix()).isEqualTo("Configure the PID com.example.http");
        });

        runtime.disable(offering);
        assertThat(run().get(0).message()).endsWith("com.example.http would offer it, but is disabled");
    }

    @Test
    void saysThatTheServiceThatIsThereDoesNotFit() {
        FakeRuntime.waitsFor(runtime.component("org.clawdbot.chutes.account", ACTIVE), "http", CLIENT, "(vendor=none)");
        runtime.component("org.clawdbot.http", ACTIVE, CLIENT);

        assertThat(run().get(0).message()).endsWith("org.clawdbot.http offers one that does not fit");
    }

    @Test
    void quotesTheInnermostCauseOfAFailedStart() {
        runtime.component("org.clawdbot.http", FAILED_ACTIVATION).failure =
                """
                java.lang.reflect.InvocationTargetException
                \tat java.base…
                Caused by: org.osgi.service.component.ComponentException: java.lang.NumberFormatException: …
                \t... 51 more
                Caused by: java.lang.NumberFormatException: For input string: "many"
                \tat org.apache.felix.scr…
                """;

        assertThat(run().get(0).message())
                .isEqualTo("The component org.clawdbot.http could not start: java.lang.NumberFormatException: For input"
                        + " string: \"many\"");
    }

    @Test
    void quotesTheFirstLineOfAFailedStart() {
        runtime.component("org.clawdbot.http", FAILED_ACTIVATION).failure =
                "java.lang.IllegalArgumentException: no such proxy\n\tat org.clawdbot…";

        assertThat(run())
                .containsExactly(Finding.fail(
                        "The component org.clawdbot.http could not start:"
                                + " java.lang.IllegalArgumentException: no such proxy",
                        "Mend its settings (org.clawdbot.http); the log says more"));
    }

    @Test
    void namesSettingsThatCannotBeReadWhetherTheirComponentRunsOrNot() {
        set("org.clawdbot.models", ACTIVE, Map.of("billingMaxHours", 24.0), Map.of("billingMaxHours", "many"));
        set("org.clawdbot.requestlog", SATISFIED, Map.of("keep", 2, "maxKilobytes", 1024L), Map.of("keep", "2.5"));
        set("org.clawdbot.telemetry", SATISFIED, Map.of("recordContent", false), Map.of("recordContent", "yes"));

        assertThat(run())
                .containsExactly(
                        Finding.fail(
                                "org.clawdbot.models billingMaxHours: \"many\" is not a number, so that it has no effect",
                                "Set billingMaxHours of org.clawdbot.models to a number; it is 24.0 by default"),
                        Finding.fail(
                                "org.clawdbot.requestlog keep: \"2.5\" is not a whole number, so that it has no effect",
                                "Set keep of org.clawdbot.requestlog to a whole number; it is 2 by default"),
                        Finding.fail(
                                "org.clawdbot.telemetry recordContent: \"yes\" is not true or false, so that it has no"
                                        + " effect",
                                "Set recordContent of org.clawdbot.telemetry to true or false; it is false by default"));
    }

    @Test
    void settingsThatCanBeReadAndThoseOfOthersAreNoneOfItsBusiness() {
        set(
                "org.clawdbot.requestlog",
                ACTIVE,
                Map.of("keep", 2, "maxKilobytes", 1024L, "enabled", true, "hours", 1.5, "file", ""),
                Map.of("keep", "3", "maxKilobytes", 4L, "enabled", "FALSE", "hours", "2", "file", "many"));
        FakeRuntime.waitsFor(
                set("com.example.bot", ACTIVE, Map.of("size", 1), Map.of("size", "many")),
                "models",
                "org.clawdbot.api.chat.ChatModels",
                null);

        assertThat(run()).singleElement().satisfies(finding -> assertThat(finding.message())
                .contains("waits for org.clawdbot.api.chat.ChatModels"));
    }

    @Test
    void aSettingThatTwoComponentsShareIsNamedOnce() {
        Map<String, Object> usual = Map.of("seconds", 1);
        set("org.clawdbot.chutes.account", ACTIVE, usual, Map.of("seconds", "many"));
        set("org.clawdbot.chutes.account.reachability", ACTIVE, usual, Map.of("seconds", "many"))
                        .description
                        .configurationPid =
                new String[] {"org.clawdbot.chutes.account"};

        assertThat(run()).hasSize(1);
    }

    private ComponentConfigurationDTO set(
            String name, int state, Map<String, Object> usual, Map<String, Object> settings) {
        ComponentConfigurationDTO instance = runtime.component(name, state);
        instance.description.properties = usual;
        instance.properties = settings;
        return instance;
    }

    @Test
    void aDisabledComponentIsSaidToBeSo() {
        runtime.disable(runtime.component("org.clawdbot.agent", ACTIVE));

        assertThat(run())
                .containsExactly(
                        Finding.warn("The component org.clawdbot.agent is disabled", "scr:enable org.clawdbot.agent"));
    }

    @Test
    void aComponentOfAnotherThatUsesOurServicesIsOfInterest() {
        FakeRuntime.waitsFor(
                runtime.component("com.example.bot", ACTIVE), "models", "org.clawdbot.api.chat.ChatModels", null);

        assertThat(run()).singleElement().satisfies(finding -> assertThat(finding.message())
                .contains("com.example.bot waits for org.clawdbot.api.chat.ChatModels"));
    }

    private List<Finding> run() {
        return new ComponentsCheck(runtime).run();
    }
}
