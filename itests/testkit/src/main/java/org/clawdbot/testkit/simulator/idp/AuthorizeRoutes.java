package org.clawdbot.testkit.simulator.idp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.clawdbot.testkit.simulator.http.Exchange;
import org.clawdbot.testkit.simulator.http.RouteGroup;
import org.clawdbot.testkit.simulator.http.Routes;
import org.jspecify.annotations.Nullable;

/** What the user's browser visits: authorize, sign in, consent, and back to the app. */
final class AuthorizeRoutes implements RouteGroup {

    private static final String[] REQUIRED = {"response_type", "client_id", "redirect_uri"};

    private final AppRegistry apps;
    private final Grants grants;
    private final SignIns signIns;
    private final Supplier<IdpSettings> settings;

    AuthorizeRoutes(AppRegistry apps, Grants grants, SignIns signIns, Supplier<IdpSettings> settings) {
        this.apps = apps;
        this.grants = grants;
        this.signIns = signIns;
        this.settings = settings;
    }

    @Override
    public void addTo(Routes routes) {
        routes.on("GET", "/idp/authorize", this::authorize)
                .on("POST", "/idp/login", this::login)
                .on("GET", "/idp/authorize/consent", this::showConsent)
                .on("POST", "/idp/authorize/consent", this::decide);
    }

    private void authorize(Exchange exchange) {
        Fields query = Fields.ofQuery(exchange.request());
        Optional<ArrayNode> missing = query.missing(REQUIRED);
        if (missing.isPresent()) {
            exchange.detail(422, missing.get());
            return;
        }
        if (!query.text("response_type").equals("code")) {
            error(exchange, "unsupported_response_type", "Only 'code' response type is supported");
            return;
        }
        App app = known(exchange, query);
        if (app == null) {
            return;
        }
        Optional<String> problem = Challenge.of(query).problem(settings.get().allowPlainPkce());
        if (problem.isPresent()) {
            error(exchange, "invalid_request", problem.get());
            return;
        }
        if (settings.get().autoApprove()) {
            finish(exchange, app, IdpUser.SIMULATED, query, false);
            return;
        }
        signIns.user(exchange.request())
                .ifPresentOrElse(
                        user -> redirect(exchange, consentPage(app, user, query)),
                        () -> page(exchange, 200, Pages.login(app, query, "")));
    }

    /** The app of a valid request; otherwise answers with an error page, which never redirects. */
    private @Nullable App known(Exchange exchange, Fields fields) {
        Optional<App> app = apps.ofClient(fields.text("client_id"));
        if (app.isEmpty()) {
            error(exchange, "invalid_client", "Unknown client_id");
            return null;
        }
        if (!app.get().registration().redirectUris().contains(fields.text("redirect_uri"))) {
            error(exchange, "invalid_redirect_uri", "Redirect URI not registered for this application");
            return null;
        }
        return app.get();
    }

    private void login(Exchange exchange) {
        Fields form = Fields.ofForm(exchange.request());
        Optional<ArrayNode> missing = form.missing("client_id", "redirect_uri", "auth_method");
        if (missing.isPresent()) {
            exchange.detail(422, missing.get());
            return;
        }
        App app = known(exchange, form);
        if (app == null) {
            return;
        }
        String method = form.text("auth_method");
        if (method.equals("hotkey")) {
            page(exchange, 200, Pages.login(app, form, "The simulator knows no hotkeys; use the fingerprint"));
        } else if (!method.equals("fingerprint")) {
            error(exchange, "invalid_request", "Invalid authentication method");
        } else if (form.text("fingerprint").equals(FakeSignIn.FINGERPRINT)) {
            exchange.header("Set-Cookie", signIns.signIn(IdpUser.SIMULATED));
            redirect(exchange, consentPage(app, IdpUser.SIMULATED, form));
        } else {
            boolean empty = form.text("fingerprint").isEmpty();
            page(
                    exchange,
                    200,
                    Pages.login(app, form, empty ? "Please enter your fingerprint" : "Invalid fingerprint"));
        }
    }

    private String consentPage(App app, IdpUser user, Fields request) {
        return "/idp/authorize/consent?session_id=" + signIns.ask(app, user, request);
    }

    private void showConsent(Exchange exchange) {
        Fields query = Fields.ofQuery(exchange.request());
        Optional<ArrayNode> missing = query.missing("session_id");
        if (missing.isPresent()) {
            exchange.detail(422, missing.get());
            return;
        }
        String id = query.text("session_id");
        signIns.consent(id)
                .ifPresentOrElse(
                        consent -> page(
                                exchange,
                                200,
                                Pages.consent(
                                        id,
                                        consent.app(),
                                        consent.user(),
                                        Scopes.requested(consent.request().text("scope")))),
                        () -> expired(exchange));
    }

    private void decide(Exchange exchange) {
        Fields query = Fields.ofQuery(exchange.request());
        Fields form = Fields.ofForm(exchange.request());
        Optional<ArrayNode> missing = query.missing("session_id").or(() -> form.missing("action"));
        if (missing.isPresent()) {
            exchange.detail(422, missing.get());
            return;
        }
        boolean denied = form.text("action").equals("deny");
        signIns.takeConsent(query.text("session_id"))
                .ifPresentOrElse(
                        consent -> finish(exchange, consent.app(), consent.user(), consent.request(), denied),
                        () -> expired(exchange));
    }

    private void finish(Exchange exchange, App app, IdpUser user, Fields request, boolean denied) {
        IdpSettings now = settings.get();
        Set<String> scopes = Scopes.requested(request.text("scope"));
        Optional<String> problem = now.invalidScope()
                ? Optional.of(Scopes.unknown(scopes.iterator().next()))
                : Scopes.problem(scopes, app);
        String redirectUri = request.text("redirect_uri");
        Map<String, String> answer = new LinkedHashMap<>();
        if (denied || now.deny()) {
            answer.put("error", "access_denied");
            answer.put("error_description", "User denied the request");
        } else if (problem.isPresent()) {
            answer.put("error", "invalid_scope");
            answer.put("error_description", problem.get());
        } else {
            answer.put("code", grants.code(app, user, scopes, redirectUri, Challenge.of(request)));
        }
        request.find("state").ifPresent(state -> answer.put("state", state));
        // As the server does it: an address that has a query already ends up with two question marks.
        redirect(exchange, redirectUri + "?" + encoded(answer));
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static void expired(Exchange exchange) {
        error(exchange, "invalid_request", "Session expired. Please try again.");
    }

    private static void error(Exchange exchange, String code, String text) {
        page(exchange, 400, Pages.error(code, text));
    }

    private static void page(Exchange exchange, int status, String html) {
        exchange.header("Cache-Control", "no-store");
        exchange.text(status, "text/html; charset=utf-8", html);
    }

    private static void redirect(Exchange exchange, String location) {
        exchange.header("Cache-Control", "no-store");
        exchange.header("Location", location);
        exchange.text(302, "", "");
    }
}
