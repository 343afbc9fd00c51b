package org.clawdbot.config.internal;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationPlugin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Hands out anew what was handed out before {@link Placeholders} could fill it in. ConfigAdmin asks a plugin that comes only
 * about later settings, and which bundle starts first is the host's choice, most of all after a restart.
 */
@Component(
        name = "org.clawdbot.config.redelivery",
        immediate = true,
        service = {})
public final class Redelivery {

    private static final Logger LOG = System.getLogger("org.clawdbot.config");
    private static final String OURS = "(service.pid=org.clawdbot.*)";

    /**
     * Hands them out.
     *
     * @param admin keeps the settings
     * @param placeholders the plugin, which ConfigAdmin knows as soon as it is a service
     */
    @Activate
    public Redelivery(
            @Reference(name = "admin", policyOption = ReferencePolicyOption.GREEDY) ConfigurationAdmin admin,
            @Reference(
                            name = "placeholders",
                            target = "(config.plugin.id=" + Placeholders.ID + ")",
                            policyOption = ReferencePolicyOption.GREEDY)
                    ServiceReference<ConfigurationPlugin> placeholders) {
        this(admin);
    }

    Redelivery(ConfigurationAdmin admin) {
        try {
            Configuration[] all = admin.listConfigurations(OURS);
            for (Configuration configuration : all == null ? new Configuration[0] : all) {
                Dictionary<String, Object> settings = configuration.getProperties();
                if (settings != null && pointElsewhere(settings)) {
                    configuration.update(settings);
                }
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Settings that point elsewhere could not be handed out anew", e);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("the filter is a constant and was refused", e);
        }
    }

    private static boolean pointElsewhere(Dictionary<String, Object> settings) {
        return Collections.list(settings.elements()).stream().anyMatch(Redelivery::pointsElsewhere);
    }

    private static boolean pointsElsewhere(Object value) {
        if (value instanceof String[] texts) {
            return List.of(texts).stream().anyMatch(Placeholders::isPointer);
        }
        if (value instanceof List<?> list) {
            return list.stream().anyMatch(each -> each instanceof String text && Placeholders.isPointer(text));
        }
        return value instanceof String text && Placeholders.isPointer(text);
    }
}
