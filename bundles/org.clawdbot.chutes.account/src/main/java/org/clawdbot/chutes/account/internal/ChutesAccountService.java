package org.clawdbot.chutes.account.internal;

import java.time.Clock;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.clawdbot.api.account.Account;
import org.clawdbot.api.account.AccountService;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.InvalidSettingException;
import org.clawdbot.api.provider.ModelProvider;
import org.clawdbot.chutes.wire.Endpoint;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Balance, quotas and subscription of a Chutes account. */
@Component(name = ChutesAccountService.PID)
@Designate(ocd = ChutesAccountService.Config.class)
@ModelProvider(ChutesAccountService.PROVIDER)
public final class ChutesAccountService implements AccountService {

    /** The configuration PID. */
    public static final String PID = "org.clawdbot.chutes.account";

    static final String PROVIDER = "chutes";

    /** The settings of the service. */
    @ObjectClassDefinition(name = "Chutes account", description = "Balance, quotas and subscription at Chutes.ai.")
    public @interface Config {

        /**
         * Gives the address of the account service.
         *
         * @return a base URL, or empty for that of Chutes, or for none where the inference service is another one
         */
        @AttributeDefinition(
                name = "Account URL",
                description = "Base URL of the account service. Empty for that of Chutes; where baseUrl is another "
                        + "server's, empty for none: its credentials are not shown to Chutes.")
        String accountUrl() default "";

        /**
         * Gives the address of the inference service.
         *
         * @return a base URL
         */
        @AttributeDefinition(
                name = "Base URL",
                description = "Base URL of the inference service, which decides whose account it is.")
        String baseUrl() default Endpoint.INFERENCE;
    }

    private final @Nullable AccountClient client;
    private final Clock clock;

    /**
     * Asks the configured address.
     *
     * @param config the settings
     * @param http gives the shared HTTP client
     */
    @Activate
    public ChutesAccountService(
            Config config,
            @Reference(name = "http", policyOption = ReferencePolicyOption.GREEDY)
                    ComponentServiceObjects<OkHttpClient> http) {
        this(client(http::getService, config), Clock.systemUTC());
    }

    ChutesAccountService(@Nullable AccountClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    @Override
    public Account read(Credential credential) {
        if (client == null) {
            throw new InvalidSettingException(
                    PID + " accountUrl",
                    "baseUrl is another server's, and no accountUrl is set to ask about the account; set"
                            + " models.providers." + PROVIDER + ".accountUrl",
                    ErrorDetails.ofProvider(PROVIDER),
                    null);
        }
        return new AccountReading(client, credential, clock.instant()).read();
    }

    private static @Nullable AccountClient client(Supplier<OkHttpClient> http, Config config) {
        Endpoint inference = Endpoint.of(config.baseUrl(), Endpoint.INFERENCE, PID + " baseUrl");
        return Endpoint.accountOf(config.accountUrl(), inference, PID + " accountUrl")
                .map(endpoint -> new AccountClient(http, endpoint))
                .orElse(null);
    }
}
