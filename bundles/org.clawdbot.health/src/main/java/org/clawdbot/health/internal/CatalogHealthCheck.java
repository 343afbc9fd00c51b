package org.clawdbot.health.internal;

import java.util.List;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.chat.ChatModels;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Whether the models are known: temporarily unavailable where no list has come yet, a warning where it is old. Fetches
 * nothing.
 */
@Component(name = "org.clawdbot.health.catalog")
@Health(name = "Clawdbot catalog")
public final class CatalogHealthCheck implements HealthCheck {

    private final @Nullable ChatModels models;

    /**
     * Looks at the lists that the façade knows.
     *
     * @param models the façade, or null while there is none
     */
    @Activate
    public CatalogHealthCheck(
            @Reference(
                            name = "models",
                            cardinality = ReferenceCardinality.OPTIONAL,
                            policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    ChatModels models) {
        this.models = models;
    }

    @Override
    public Result execute() {
        if (models == null) {
            return Outcome.missing(ChatModels.class);
        }
        Outcome outcome = new Outcome();
        List<CatalogSnapshot> known = models.knownCatalogs();
        if (known.isEmpty()) {
            outcome.unavailable("No list of models is known yet");
        }
        for (CatalogSnapshot catalog : known) {
            String text = catalog.provider() + ": " + catalog.models().size() + " models (" + catalog.source()
                    + "), of " + catalog.fetchedAt();
            String problem = catalog.problem() == null ? "" : ": " + catalog.problem();
            if (catalog.models().isEmpty()) {
                outcome.unavailable(text + problem);
            } else if (catalog.stale()) {
                outcome.warn(text + ", stale" + problem);
            } else {
                outcome.ok(text);
            }
        }
        models.selectionProblems().forEach(problem -> outcome.warn(problem.setting() + ": " + problem.message()));
        return outcome.result();
    }
}
