package org.clawdbot.shell.internal.command;

import java.math.BigDecimal;
import java.util.List;
import org.clawdbot.api.catalog.ModelPricing;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.shell.internal.Parts;
import org.clawdbot.shell.internal.cli.CommandFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command that asks a model can be told about how to ask. */
final class RequestOptions {

    @Option(
            names = "--model",
            paramLabel = "REF",
            description = "A reference or an alias; the default model if absent.")
    @Nullable
    String model;

    @Option(names = "--system", paramLabel = "TEXT", description = "An instruction that goes before what is said.")
    @Nullable
    String system;

    @Option(
            names = "--tools",
            paramLabel = "NAMES",
            split = ",",
            description = "Tools the model may call, by name, separated by commas; \"all\" for every tool of the host.")
    List<String> tools = List.of();

    @Option(
            names = "--thinking",
            paramLabel = "on|off",
            converter = OnOff.Word.class,
            description = "Whether the model thinks before it answers.")
    @Nullable
    OnOff thinking;

    @Option(
            names = "--profile",
            paramLabel = "ID",
            description = "Send only this credential; the usual order if absent.")
    private @Nullable String profile;

    @Option(
            names = "--max-input-price",
            paramLabel = "USD",
            description = "Use only models of which a million tokens of input cost at most so many US dollars.")
    private @Nullable BigDecimal maxInputPrice;

    @Option(
            names = "--max-output-price",
            paramLabel = "USD",
            description = "Use only models of which a million tokens of output cost at most so many US dollars.")
    private @Nullable BigDecimal maxOutputPrice;

    /** Says what cannot be, before anything is asked. */
    void check(Parts parts) {
        ToolNames.check(parts, tools);
        checkPrice("--max-input-price", maxInputPrice);
        checkPrice("--max-output-price", maxOutputPrice);
        if (profile != null
                && parts.strategies().stream()
                        .flatMap(strategy -> strategy.service().profiles().stream())
                        .noneMatch(known -> known.profileId().equals(profile))) {
            throw ProfileChoice.unknown(profile);
        }
    }

    private static void checkPrice(String option, @Nullable BigDecimal price) {
        if (price != null && price.signum() < 0) {
            throw CommandFailure.wrongUsage(option + " must not be below 0", null);
        }
    }

    /** Sets who may pay for a request, and how much at most. */
    ChatRequest.Builder limit(ChatRequest.Builder request) {
        return request.profile(profile)
                .priceCeiling(
                        maxInputPrice == null && maxOutputPrice == null
                                ? null
                                : new ModelPricing(maxInputPrice, maxOutputPrice, null));
    }
}
