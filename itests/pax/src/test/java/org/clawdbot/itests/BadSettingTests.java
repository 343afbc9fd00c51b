package org.clawdbot.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import org.clawdbot.api.account.AccountService;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Settings that cannot be used: each is told by its name, leaves the others alone, and is mended by a better one. */
abstract class BadSettingTests {

    private static final String ACCOUNT = "org.clawdbot.chutes.account";
    private static final String CATALOG = "org.clawdbot.chutes.catalog";
    private static final String COMPLETIONS = "org.clawdbot.chutes.completions";
    private static final String KEYS = "org.clawdbot.chutes.auth.apikey";
    private static final String OAUTH = "org.clawdbot.chutes.auth.oauth";
    private static final String HTTP = "org.clawdbot.http";

    private static final String ASK = "agent:ask --message 'Anybody there?'";
    private static final String DOCTOR = "clawdbot:doctor --offline";
    private static final String NO_URL = "no URL at all";

    private Framework framework;
    private String account;

    @BeforeEach
    void configure() throws IOException {
        framework = Framework.around(this);
        Chutes.configure(framework);
        account = System.getProperty("clawdbot.it.chutes");
        framework.configure(ACCOUNT, Map.of("accountUrl", account, "baseUrl", account + "/v1"));
    }

    @Test
    void aWordInPlaceOfANumberIsNamedByTheDoctor() throws Exception {
        words(COMPLETIONS, "connectSeconds", ASK, "models:list", Chutes.MODEL_ID);
        words(CATALOG, "timeoutSeconds", "models:refresh", "models:auth-status", "chutes:configuration");
        words(OAUTH, "requestSeconds", "models:auth-status", ASK, "Anybody there?");
        words("org.clawdbot.credentials.file", "lockSeconds", ASK, "models:list", Chutes.MODEL_ID);
        words(HTTP, "connectSeconds", ASK, "agent:sessions-list", "");
        words("org.clawdbot.sessions.file", "waitSeconds", "agent:sessions-list", ASK, "Anybody there?");
    }

    /**
     * Puts a word where a number belongs, and uses the part, for one that nobody uses does not start; meanwhile a command that
     * does not need it prints what it should.
     */
    private void words(String pid, String key, String use, String other, String printed) throws Exception {
        whileSet(pid, key, "many", () -> {
            framework.eventually("complaint about " + pid, () -> {
                framework.type(use);
                assertThat(framework.type(DOCTOR))
                        .contains(
                                pid + " " + key + ": \"many\" is not a whole number",
                                "The component " + pid + " could not start: ",
                                "For input string: \"many\"",
                                "Mend its settings (" + pid + ")");
                return true;
            });
            says(other, printed);
        });
    }

    @Test
    void aWordInPlaceOfANumberLeavesTheFacadeAsItWas() throws Exception {
        whileSet("org.clawdbot.models", "billingMaxHours", "many", () -> {
            says("models:status", Chutes.MODEL);
            says(ASK, "Anybody there?");
            says(DOCTOR, "org.clawdbot.models billingMaxHours: \"many\" is not a number");
        });
    }

    @Test
    void aWordInPlaceOfANumberIsNamedBeforeAnybodyNeedsThePart() throws Exception {
        whileSet(
                "org.clawdbot.sessions.file",
                "waitSeconds",
                "long",
                () -> says(DOCTOR, "org.clawdbot.sessions.file waitSeconds: \"long\" is not a whole number"));
    }

    @Test
    void anAddressThatIsNoneIsNamedToWhoeverNeedsIt() throws Exception {
        whileSet(COMPLETIONS, "baseUrl", NO_URL, () -> {
            says(ASK, COMPLETIONS + " baseUrl", NO_URL);
            says("models:list", Chutes.MODEL_ID);
        });
        whileSet(CATALOG, "baseUrl", NO_URL, () -> says("models:refresh", CATALOG + " baseUrl", NO_URL));
        whileSet(ACCOUNT, "accountUrl", NO_URL, () -> {
            says("chutes:account", ACCOUNT + " accountUrl", NO_URL);
            says(ASK, "Anybody there?");
        });
        whileSet(KEYS, "accountUrl", NO_URL, () -> says(ASK, "Anybody there?"));
        whileSet(OAUTH, "accountUrl", NO_URL, () -> says(ASK, "Anybody there?"));
        whileSet(OAUTH, "redirectUri", "http://elsewhere.example/", () -> {
            says("models:auth-login --method oauth --no-browser", OAUTH + " redirectUri");
            says(ASK, "Anybody there?");
        });
    }

    @Test
    void aFileOfCertificatesThatIsNotThereIsNamed() throws Exception {
        whileSet(HTTP, "caFile", "/no/such/file.pem", () -> says(ASK, HTTP + " caFile", "/no/such/file.pem"));
    }

    @Test
    void aPinnedListThatIsNotThereIsNamed() throws Exception {
        try (CatalogSources sources = new CatalogSources(framework)) {
            Bundle pinned = sources.installPinned();
            framework.configure("org.clawdbot.chutes.catalog.file", Map.of("file", "/no/such/models.json"));
            pinned.start();
            whileSet(
                    "org.clawdbot.models",
                    "catalog.target",
                    "(catalog.source=file)",
                    () -> says("models:list", "org.clawdbot.chutes.catalog.file file", "/no/such/models.json"));
        }
    }

    @Test
    void aNumberOutOfRangeStopsNobody() throws Exception {
        whileSet(COMPLETIONS, "connectSeconds", -5, () -> says(ASK, "Anybody there?"));
        whileSet("org.clawdbot.models", "billingMaxHours", -1.0, () -> says(ASK, "Anybody there?"));
    }

    @Test
    void aBudgetThatIsNoAmountSpendsNothing() throws Exception {
        whileSet("org.clawdbot.models", "budgetUsdPerDay", "little", () -> {
            says(ASK, "budget");
            says(DOCTOR, "org.clawdbot.models budgetUsdPerDay: \"little\" is not an amount of US dollars");
        });
    }

    @Test
    void aSettingThatPointsNowhereIsNamedAsItIsWritten() throws Exception {
        whileSet(COMPLETIONS, "baseUrl", "$[env:CLAWDBOT_IT_NOWHERE]", () -> {
            says(ASK, COMPLETIONS + " baseUrl", "$[env:CLAWDBOT_IT_NOWHERE]");
            says("models:list", Chutes.MODEL_ID);
        });
    }

    @Test
    void aSettingThatCameTooSoonIsFilledInOnceThatIsPossible() throws Exception {
        Path secrets = Files.createDirectories(Path.of(System.getProperty("clawdbot.state.dir"), "secrets"));
        Path secret = Files.writeString(secrets.resolve("late"), account);
        Bundle config = framework.bundle("org.clawdbot.config");
        config.stop();
        try {
            whileSet(ACCOUNT, "accountUrl", "$[secret:late]", () -> {
                framework.service(AccountService.class, "(accountUrl=$[secret:late])");
                config.start();
                framework.service(AccountService.class, "(accountUrl=" + account + ")");
            });
        } finally {
            config.start();
            Files.delete(secret);
        }
    }

    /** Changes one key of a PID; afterwards all is as before, and a chat runs. */
    private void whileSet(String pid, String key, Object value, Look look) throws Exception {
        Configuration configuration =
                framework.service(ConfigurationAdmin.class).getConfiguration(pid, "?");
        Dictionary<String, Object> before = configuration.getProperties();
        Map<String, Object> bad = new HashMap<>();
        if (before != null) {
            Collections.list(before.keys()).forEach(each -> bad.put(each, before.get(each)));
        }
        bad.put(key, value);
        configuration.update(FrameworkUtil.asDictionary(bad));
        try {
            look.around();
        } finally {
            // Not deleted: SCR may take one that comes again at once for the one that it knows.
            configuration.update(before == null ? FrameworkUtil.asDictionary(Map.of()) : before);
        }
        framework.eventually(
                "reply with the former " + key + " of " + pid,
                () -> framework.service(ChatModels.class).complete(ChatRequest.of("There you are")));
    }

    private void says(String command, String... words) {
        framework.eventually(command + " that says " + String.join(", ", words), () -> {
            assertThat(framework.type(command)).contains(words);
            return true;
        });
    }

    /** What is looked at while a setting is bad. */
    @FunctionalInterface
    private interface Look {
        void around() throws Exception;
    }
}
