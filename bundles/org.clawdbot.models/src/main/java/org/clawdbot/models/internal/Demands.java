package org.clawdbot.models.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelPricing;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ContentPart;
import org.clawdbot.api.chat.ResponseFormat;
import org.clawdbot.api.chat.ToolChoice;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.UnmetDemandException;
import org.jspecify.annotations.Nullable;

/** What a request needs of a model, compared with what the catalog states; what it does not state is left to the server. */
final class Demands {

    private static final String JSON_MODE = "json_mode";

    private final List<Demand> demands = new ArrayList<>();

    private Demands() {}

    /** One need: the word for programs, what is wrong with a model that fails it, and whether a model is known to. */
    private record Demand(String code, Function<ModelInfo, String> complaint, Predicate<ModelInfo> unmet) {}

    static Demands of(ChatRequest request) {
        Demands demands = new Demands();
        if (hasImage(request)) {
            demands.need(
                    "no-image-input",
                    model -> "takes no images",
                    model -> model.input() != null && !model.input().contains("image"));
        }
        if (!request.tools().isEmpty() && !ToolChoice.NONE.equals(request.toolChoice())) {
            demands.need("no-tools", model -> "calls no tools", model -> lacks(model, ModelInfo.TOOLS));
        }
        ResponseFormat format = request.responseFormat();
        if (format != null && format.schema() != null) {
            demands.need(
                    "no-structured-output",
                    model -> "does not answer in a given JSON schema",
                    model -> lacks(model, ModelInfo.STRUCTURED_OUTPUTS));
        } else if (format != null && format.equals(ResponseFormat.JSON_OBJECT)) {
            demands.need(
                    "no-structured-output",
                    model -> "is not known for answers in JSON",
                    model -> lacks(model, JSON_MODE) && lacks(model, ModelInfo.STRUCTURED_OUTPUTS));
        }
        demands.need(
                "context-too-small",
                model -> "reads " + model.contextWindow() + " tokens, and the conversation has at least "
                        + LeastTokens.of(request),
                model -> model.contextWindow() != null && LeastTokens.of(request) > model.contextWindow());
        Integer answer = request.maxTokens();
        if (answer != null) {
            demands.need(
                    "answer-too-long",
                    model -> "has a window of " + model.contextWindow() + " tokens, into which an answer of up to "
                            + answer + " tokens does not fit",
                    model -> model.contextWindow() != null && answer > model.contextWindow());
        }
        ModelPricing ceiling = request.priceCeiling();
        if (ceiling != null) {
            demands.need(
                    "too-expensive",
                    model -> "costs more than the request allows (" + dollars(model.pricing()) + ")",
                    model -> isAbove(model.pricing().input(), ceiling.input())
                            || isAbove(model.pricing().output(), ceiling.output()));
        }
        return demands;
    }

    private void need(String code, Function<ModelInfo, String> complaint, Predicate<ModelInfo> unmet) {
        demands.add(new Demand(code, complaint, unmet));
    }

    static boolean hasImage(ChatRequest request) {
        for (ChatMessage message : request.messages()) {
            if (message instanceof ChatMessage.UserMessage user) {
                for (ContentPart part : user.content()) {
                    if (part instanceof ContentPart.Image) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /**
     * Why a model cannot serve the request, if that is known.
     *
     * @param usable gives the models that may be used instead
     */
    Optional<UnmetDemandException> unmet(ModelInfo model, Supplier<CatalogSnapshot> usable) {
        for (Demand demand : demands) {
            if (demand.unmet().test(model)) {
                return Optional.of(unmet(demand, model, usable.get()));
            }
        }
        return Optional.empty();
    }

    private UnmetDemandException unmet(Demand demand, ModelInfo model, CatalogSnapshot usable) {
        List<String> suitable = NearestText.names(model.reference(), usable.filter(other -> demands.stream()
                .noneMatch(each -> each.unmet().test(other))));
        return new UnmetDemandException(
                demand.code(),
                model.reference() + " " + demand.complaint().apply(model)
                        + (suitable.isEmpty()
                                ? "; no listed model does all that the request needs"
                                : "; these would do: " + String.join(", ", suitable)),
                suitable,
                ErrorDetails.ofProvider(model.reference().provider())
                        .withModel(model.reference().id()));
    }

    private static boolean lacks(ModelInfo model, String feature) {
        return model.has(feature).filter(has -> !has).isPresent();
    }

    private static boolean isAbove(@Nullable BigDecimal price, @Nullable BigDecimal ceiling) {
        return price != null && ceiling != null && price.compareTo(ceiling) > 0;
    }

    private static String dollars(ModelPricing pricing) {
        return "$" + text(pricing.input()) + " for input and $" + text(pricing.output())
                + " for output per million tokens";
    }

    private static String text(@Nullable BigDecimal price) {
        return price == null ? "?" : price.toPlainString();
    }
}
