package org.clawdbot.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.felix.hc.api.Result.Status;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.clawdbot.api.account.AccountService;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.diagnosis.Finding;
import org.clawdbot.api.diagnosis.SelfCheck;
import org.clawdbot.api.observation.ChatObserver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** What an operator sees of us: health checks, traces, the request log, and what {@code doctor} asks the framework. */
abstract class OperationsTests {

    private Framework framework;
    private ChatModels models;

    @BeforeEach
    void configure() throws IOException {
        framework = Framework.around(this);
        models = Chutes.configure(framework);
        String account = System.getProperty("clawdbot.it.chutes");
        framework.configure("org.clawdbot.chutes.account", Map.of("accountUrl", account, "baseUrl", account + "/v1"));
        framework.service(AccountService.class, "(accountUrl=" + account + ")");
    }

    @Test
    void theExecutorRunsEveryHealthCheckOfOurs() {
        models.complete(ChatRequest.of("Are you well?"));

        assertThat(framework.eventually("five good results", () -> {
                    Map<String, Status> results = health();
                    assertThat(results)
                            .allSatisfy((name, status) ->
                                    assertThat(status).as(name).isEqualTo(Status.OK));
                    return results;
                }))
                .containsOnlyKeys(
                        "Clawdbot credentials",
                        "Clawdbot catalog",
                        "Clawdbot models",
                        "Clawdbot quota",
                        "Clawdbot parts");
    }

    @Test
    void aPartThatIsMissingIsCriticalUntilItIsBack() throws BundleException {
        Bundle http = framework.bundle("org.clawdbot.http");
        http.stop();
        try {
            framework.eventually("critical result", () -> {
                assertThat(health()).containsEntry("Clawdbot parts", Status.CRITICAL);
                return true;
            });
        } finally {
            http.start();
        }
    }

    private Map<String, Status> health() {
        return framework
                .service(HealthCheckExecutor.class)
                .execute(
                        HealthCheckSelector.tags("clawdbot"),
                        new HealthCheckExecutionOptions().setForceInstantExecution(true))
                .stream()
                .collect(Collectors.toMap(
                        result -> result.getHealthCheckMetadata().getName(),
                        result -> result.getHealthCheckResult().getStatus()));
    }

    @Test
    void theFrameworkSaysWhichServiceIsMissingAndWhoWouldOfferIt() throws BundleException {
        Bundle http = framework.bundle("org.clawdbot.http");
        http.stop();
        try {
            assertThat(findings("parts"))
                    .anySatisfy(finding -> {
                        assertThat(finding.level()).isEqualTo(Finding.Level.FAIL);
                        assertThat(finding.message())
                                .contains("org.clawdbot.chutes.catalog waits for okhttp3.OkHttpClient", "\"http\"");
                    })
                    .anySatisfy(finding -> {
                        assertThat(finding.level()).isEqualTo(Finding.Level.WARN);
                        assertThat(finding.message()).isEqualTo("The bundle org.clawdbot.http is not started");
                        assertThat(finding.fix()).contains("start " + http.getBundleId());
                    });
        } finally {
            http.start();
        }
    }

    @Test
    void theFrameworkSaysWhichRequirementABundleLacks() throws Exception {
        Bundle lacking = LackingBundle.install(framework.context());
        try {
            assertThat(findings("parts")).anySatisfy(finding -> {
                assertThat(finding.level()).isEqualTo(Finding.Level.FAIL);
                assertThat(finding.message())
                        .startsWith("The bundle org.clawdbot.lacking is not resolved, for want of")
                        .contains(
                                "the package org.example.nowhere [1.2.0,2.0.0)",
                                "the package org.clawdbot.api.chat [99.0.0,100.0.0) (there is only 1.")
                        .doesNotContain("org.example.optional");
            });
        } finally {
            lacking.uninstall();
        }
    }

    private List<Finding> findings(String topic) {
        return framework.eventually("findings", () -> {
            List<SelfCheck> checks = framework.services(SelfCheck.class);
            assertThat(checks).hasSizeGreaterThanOrEqualTo(3);
            return checks.stream()
                    .filter(check -> check.topic().equals(topic))
                    .flatMap(check -> run(check).stream())
                    .toList();
        });
    }

    private static List<Finding> run(SelfCheck check) {
        try {
            return check.run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aChatIsASpanForWhoBringsOpenTelemetry() {
        Spans spans = new Spans();
        OpenTelemetry telemetry = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .build();
        ServiceRegistration<OpenTelemetry> registration = framework
                .context()
                .registerService(OpenTelemetry.class, telemetry, FrameworkUtil.asDictionary(Map.of()));
        try {
            framework.eventually("span", () -> {
                models.complete(ChatRequest.of("Am I seen?"));
                assertThat(spans.seen).isNotEmpty();
                return true;
            });
        } finally {
            registration.unregister();
        }

        SpanData span = spans.seen.get(0);
        assertThat(span.getName()).isEqualTo("chat " + Chutes.MODEL_ID);
        Map<String, Object> attributes = span.getAttributes().asMap().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().getKey(), Map.Entry::getValue));
        assertThat(attributes)
                .containsEntry("gen_ai.provider.name", "chutes")
                .containsEntry("gen_ai.request.model", Chutes.MODEL_ID)
                .containsEntry("server.address", "127.0.0.1")
                .containsKeys("gen_ai.usage.input_tokens", "gen_ai.response.finish_reasons");
        assertThat(attributes.toString()).doesNotContain("Am I seen?");
    }

    private static final class Spans implements SpanExporter {

        private final List<SpanData> seen = new CopyOnWriteArrayList<>();

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            seen.addAll(spans);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @Test
    void aChatIsALineInTheRequestLog() {
        framework.service(ChatObserver.class, "(component.name=org.clawdbot.requestlog)");
        models.complete(ChatRequest.of("Am I written down?"));

        Path log = Path.of(System.getProperty("clawdbot.state.dir"), "logs", "requests.jsonl");
        String line = framework.eventually("line in the request log", () -> lastLine(log)); // written a moment later
        assertThat(line)
                .contains("\"outcome\":\"completed\"", "\"model\":\"" + Chutes.MODEL + "\"", "\"tokens\":{")
                .doesNotContain("Am I written down?", "cpk_");
    }

    private static String lastLine(Path file) {
        try {
            return Files.readString(file)
                    .lines()
                    .reduce((earlier, later) -> later)
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aSettingMayPointToASecret() throws IOException {
        Path secrets = Path.of(System.getProperty("clawdbot.state.dir"), "secrets");
        Files.createDirectories(secrets);
        Files.writeString(secrets.resolve("address"), "https://from-a-file.example");

        framework.configure("org.clawdbot.chutes.account", Map.of("accountUrl", "$[secret:address]"));

        assertThat(framework.service(AccountService.class, "(accountUrl=https://from-a-file.example)"))
                .isNotNull();
    }
}
