package org.clawdbot.testkit.simulator.idp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.clawdbot.testkit.TurnableClock;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.clawdbot.testkit.simulator.http.Json;
import org.junit.jupiter.api.AfterEach;

/** A running simulator, a clock to turn, and a client that follows no redirect by itself. */
abstract class IdpFixture {

    /** The example of RFC 7636, appendix B. */
    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    final TurnableClock clock = new TurnableClock();
    final ChutesSimulator simulator = ChutesSimulator.builder().clock(clock).start();
    final Idp idp = simulator.idp();

    @AfterEach
    void stop() {
        simulator.close();
    }

    static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(simulator.accountUrl().resolve(path));
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    HttpResponse<String> get(String path, String bearer) {
        return send(request(path).header("Authorization", "Bearer " + bearer));
    }

    HttpRequest.Builder formRequest(String path, Map<String, String> fields) {
        return request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(fields)));
    }

    HttpResponse<String> post(String path, Map<String, String> fields) {
        return send(formRequest(path, fields));
    }

    static Map<String, String> fields(String... namesAndValues) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    /** The same with some fields replaced; an empty value removes. */
    static Map<String, String> with(Map<String, String> fields, String... namesAndValues) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.putAll(fields(namesAndValues));
        changed.values().removeIf(String::isEmpty);
        return changed;
    }

    static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    static Map<String, String> authorizeFields() {
        return fields(
                "response_type", "code",
                "client_id", FakeSignIn.CLIENT_ID,
                "redirect_uri", FakeSignIn.REDIRECT_URI,
                "scope", "openid profile chutes:invoke",
                "state", "st&te/1",
                "code_challenge", CHALLENGE,
                "code_challenge_method", "S256");
    }

    HttpResponse<String> authorize(Map<String, String> fields) {
        return get("/idp/authorize?" + encoded(fields));
    }

    /** A code without a visit to any page. */
    String code(Map<String, String> fields) {
        IdpSettings before = idp.settings();
        idp.settings(before.toBuilder().autoApprove(true).build());
        try {
            return redirectFields(authorize(fields)).get("code");
        } finally {
            idp.settings(before);
        }
    }

    static Map<String, String> codeGrant(String code) {
        return fields(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                FakeSignIn.REDIRECT_URI,
                "client_id",
                FakeSignIn.CLIENT_ID,
                "client_secret",
                FakeSignIn.CLIENT_SECRET,
                "code_verifier",
                VERIFIER);
    }

    static Map<String, String> refreshGrant(String refreshToken) {
        return fields(
                "grant_type",
                "refresh_token",
                "refresh_token",
                refreshToken,
                "client_id",
                FakeSignIn.CLIENT_ID,
                "client_secret",
                FakeSignIn.CLIENT_SECRET);
    }

    HttpResponse<String> token(Map<String, String> fields) {
        return post("/idp/token", fields);
    }

    HttpResponse<String> refresh(String refreshToken) {
        return token(refreshGrant(refreshToken));
    }

    int chatStatus(String bearer) {
        return send(request("/v1/chat/completions")
                        .header("Authorization", "Bearer " + bearer)
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"model\":\"zai-org/GLM-4.7-Flash\",\"messages\":[{\"role\":\"user\","
                                        + "\"content\":\"hi\"}]}")))
                .statusCode();
    }

    static String location(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Location")
                .orElseThrow(() -> new AssertionError("No redirect: " + response.statusCode() + " " + response.body()));
    }

    static Map<String, String> redirectFields(HttpResponse<String> response) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : URI.create(location(response)).getRawQuery().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return Json.MAPPER.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not JSON: " + response.body(), e);
        }
    }

    static String detail(HttpResponse<String> response) {
        return json(response).path("detail").asText();
    }

    HttpRequest.Builder ownerRequest(String path) {
        return request(path).header("Authorization", "Bearer " + FakeKeys.GOOD);
    }
}
