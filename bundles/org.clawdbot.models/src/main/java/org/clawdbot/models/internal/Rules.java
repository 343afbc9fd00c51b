package org.clawdbot.models.internal;

import java.util.Optional;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.PolicyException;

/** What this host forbids: models outside a trusted execution environment, and models that are not on its list. */
final class Rules {

    static final String NOT_IN_TEE = "not-in-tee";
    static final String NOT_ALLOWED = "not-allowed";

    private final FacadeSettings settings;
    private final AllowList allowed;

    Rules(FacadeSettings settings) {
        this.settings = settings;
        this.allowed = new AllowList(settings.allowedModels(), settings.selection());
    }

    boolean teeOnly(String provider) {
        return settings.teeOnly(provider);
    }

    /** What of a list may be used; where nothing is left of it, the problem says why. */
    CatalogSnapshot visible(CatalogSnapshot listing) {
        return visible(listing, settings.teeOnly(listing.provider()));
    }

    CatalogSnapshot visible(CatalogSnapshot listing, boolean teeOnly) {
        if (!teeOnly && allowed.isOpen()) {
            return listing;
        }
        CatalogSnapshot inTee = teeOnly ? listing.filter(ModelInfo::inTee) : listing;
        CatalogSnapshot visible = inTee.filter(model -> allowed.allows(model.reference()));
        if (!visible.models().isEmpty() || listing.models().isEmpty()) {
            return visible;
        }
        String reason = inTee.models().isEmpty() ? noneInTee(listing) : noneAllowed(inTee);
        String problem = listing.problem() == null ? reason : reason + " (" + listing.problem() + ")";
        return new CatalogSnapshot(
                listing.provider(),
                listing.source(),
                listing.fetchedAt(),
                listing.stale(),
                problem,
                listing.skippedRows(),
                visible.models());
    }

    /** Why a model may not be used, if so. Only what is stated to be in a trusted execution environment counts as such. */
    Optional<PolicyException> refusal(ModelInfo model, boolean teeOnly, CatalogSnapshot listing) {
        ErrorDetails details = ErrorDetails.ofProvider(model.reference().provider())
                .withModel(model.reference().id());
        if (teeOnly && !model.inTee()) {
            CatalogSnapshot others = visible(listing, true);
            String reason =
                    others.models().isEmpty() ? ": " + others.problem() : NearestText.of(model.reference(), others);
            return Optional.of(new PolicyException(
                    NOT_IN_TEE,
                    model.reference() + " does not run in a trusted execution environment, and only such models are"
                            + " allowed" + reason,
                    details,
                    null));
        }
        if (!allowed.allows(model.reference())) {
            return Optional.of(new PolicyException(
                    NOT_ALLOWED,
                    model.reference() + " is not among the models that agents.defaults.models (allowedModels of "
                            + ModelsFacade.PID + ") allows; allow it with `clawdbot models aliases add NAME "
                            + model.reference() + "`",
                    details,
                    null));
        }
        return Optional.empty();
    }

    private static String noneInTee(CatalogSnapshot listing) {
        return "none of the " + listing.models().size() + " models of " + listing.provider()
                + " runs in a trusted execution environment now, and no other may be used"
                + " (models.providers." + listing.provider() + ".teeOnly)";
    }

    private static String noneAllowed(CatalogSnapshot listing) {
        return "none of the models that agents.defaults.models (allowedModels of " + ModelsFacade.PID
                + ") allows is listed by " + listing.provider() + " now";
    }
}
