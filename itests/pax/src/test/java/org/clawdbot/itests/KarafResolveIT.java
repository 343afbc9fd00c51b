package org.clawdbot.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import org.clawdbot.itests.host.KarafHost;
import org.clawdbot.pax.jupiter.InContainer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;

@InContainer(KarafHost.class)
class KarafResolveIT extends ResolveTests {

    @Test
    void saysWhoMayUseEachOfTheCommands() throws Exception {
        Framework framework = Framework.around(this);
        ConfigurationAdmin settings = framework.service(ConfigurationAdmin.class);
        ServiceReference<?>[] services =
                Objects.requireNonNull(framework.bundle("org.clawdbot.shell").getRegisteredServices());

        assertThat(Arrays.stream(services).filter(each -> each.getProperty("osgi.command.scope") != null))
                .isNotEmpty()
                .allSatisfy(command -> {
                    String rules = "org.apache.karaf.command.acl." + command.getProperty("osgi.command.scope");
                    String name = String.valueOf(command.getProperty("osgi.command.function"));
                    assertThat(framework.eventually(
                                    "rule for " + name + " in " + rules,
                                    () -> Objects.requireNonNull(rule(settings, rules, name))))
                            .isIn("viewer", "manager", "admin");
                });
    }

    private static @Nullable Object rule(ConfigurationAdmin settings, String pid, String command) {
        try {
            var values = settings.getConfiguration(pid, "?").getProperties();
            return values == null ? null : values.get(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
