package org.clawdbot.models.internal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ContentPart;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.RequestRejectedException;

/** What a request needs of a model, compared with what the catalog states; what it does not state is left to the server. */
final class Demands {

    static final String NO_IMAGES = "no-image-input";
    static final String TOO_MANY_TOKENS = "more-tokens-than-window";

    private static final Set<String> CODES = Set.of(NO_IMAGES, TOO_MANY_TOKENS);

    private final boolean images;
    private final long answer;

    private Demands(boolean images, long answer) {
        this.images = images;
        this.answer = answer;
    }

    static Demands of(ChatRequest request) {
        Integer tokens = request.maxTokens();
        return new Demands(hasImage(request), tokens == null ? 0 : tokens);
    }

    static boolean hasImage(ChatRequest request) {
        return request.messages().stream()
                .filter(ChatMessage.UserMessage.class::isInstance)
                .flatMap(message -> ((ChatMessage.UserMessage) message).content().stream())
                .anyMatch(ContentPart.Image.class::isInstance);
    }

    /** Whether a request was refused here, because the model is not the right one for it. */
    static boolean isUnmet(ModelException failure) {
        return failure instanceof RequestRejectedException
                && failure.details().httpStatus() == null
                && CODES.contains(failure.code());
    }

    /**
     * Why a model cannot serve the request, if that is known.
     *
     * @param usable gives the models that may be used instead
     */
    Optional<RequestRejectedException> unmet(ModelInfo model, Supplier<CatalogSnapshot> usable) {
        ErrorDetails details = ErrorDetails.ofProvider(model.reference().provider())
                .withModel(model.reference().id());
        if (images && !seesImages(model)) {
            return Optional.of(new RequestRejectedException(
                    NO_IMAGES,
                    model.reference() + " takes no images"
                            + NearestText.of(model.reference(), usable.get().filter(Demands::statesImages)),
                    details,
                    null));
        }
        Long window = model.contextWindow();
        if (window != null && answer > window) {
            return Optional.of(new RequestRejectedException(
                    TOO_MANY_TOKENS,
                    "An answer of up to " + answer + " tokens does not fit into the window of " + model.reference()
                            + ", which has " + window,
                    details,
                    null));
        }
        return Optional.empty();
    }

    private static boolean seesImages(ModelInfo model) {
        List<String> input = model.input();
        return input == null || input.contains("image");
    }

    private static boolean statesImages(ModelInfo model) {
        return model.input() != null && seesImages(model);
    }
}
