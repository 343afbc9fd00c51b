package org.clawdbot.api.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.clawdbot.api.catalog.ModelPricing;
import org.jspecify.annotations.Nullable;

/**
 * What an application asks a model; immutable.
 *
 * @param model a reference {@code provider/model-id} or an alias, or null for the configured default
 * @param messages the conversation so far, oldest first, not empty
 * @param tools the tools the model may call
 * @param toolChoice whether it may or must call one, or null for the provider's choice
 * @param parallelToolCalls whether it may call several at once, or null for the provider's choice
 * @param maxTokens the most tokens to generate, less where the model's window leaves less; null for the model's own limit
 * @param sampling how the model picks its words
 * @param responseFormat the form of the answer, or null for free text
 * @param thinking whether the model thinks before it answers, or null for the model's own habit
 * @param requireTee whether only a model in a trusted execution environment may answer, fallbacks included
 * @param conversation an id by which requests of one conversation keep to one credential, or null
 * @param extraBody further members of the request body: JSON text by member name. They replace what this request says
 *     itself, member by member within {@code chat_template_kwargs}; {@code model}, {@code messages} and {@code stream}
 *     cannot be replaced
 * @param headers further headers of the request
 * @param profile the only profile whose credential may be sent, even while it rests, or null for the usual order; without
 *     meaning for a model of another provider than the profile's
 * @param priceCeiling the most that the model may cost, or null; a price that the ceiling or the catalog does not state
 *     forbids nothing
 */
public record ChatRequest(
        @Nullable String model,
        List<ChatMessage> messages,
        List<ToolDefinition> tools,
        @Nullable ToolChoice toolChoice,
        @Nullable Boolean parallelToolCalls,
        @Nullable Integer maxTokens,
        SamplingOptions sampling,
        @Nullable ResponseFormat responseFormat,
        @Nullable Boolean thinking,
        boolean requireTee,
        @Nullable String conversation,
        Map<String, String> extraBody,
        Map<String, String> headers,
        @Nullable String profile,
        @Nullable ModelPricing priceCeiling) {

    /** Checks that there is a message and copies the collections. */
    public ChatRequest {
        messages = List.copyOf(messages);
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("A chat request needs at least one message");
        }
        tools = List.copyOf(tools);
        Objects.requireNonNull(sampling, "sampling");
        if (maxTokens != null && maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens must be at least 1, not " + maxTokens);
        }
        extraBody = Map.copyOf(extraBody);
        headers = Map.copyOf(headers);
    }

    /**
     * Makes a request for any profile and price.
     *
     * @param model a reference {@code provider/model-id} or an alias, or null for the configured default
     * @param messages the conversation so far, oldest first, not empty
     * @param tools the tools the model may call
     * @param toolChoice whether it may or must call one, or null for the provider's choice
     * @param parallelToolCalls whether it may call several at once, or null for the provider's choice
     * @param maxTokens the most tokens to generate; null for the model's own limit
     * @param sampling how the model picks its words
     * @param responseFormat the form of the answer, or null for free text
     * @param thinking whether the model thinks before it answers, or null for the model's own habit
     * @param requireTee whether only a model in a trusted execution environment may answer, fallbacks included
     * @param conversation an id by which requests of one conversation keep to one credential, or null
     * @param extraBody further members of the request body: JSON text by member name
     * @param headers further headers of the request
     */
    public ChatRequest(
            @Nullable String model,
            List<ChatMessage> messages,
            List<ToolDefinition> tools,
            @Nullable ToolChoice toolChoice,
            @Nullable Boolean parallelToolCalls,
            @Nullable Integer maxTokens,
            SamplingOptions sampling,
            @Nullable ResponseFormat responseFormat,
            @Nullable Boolean thinking,
            boolean requireTee,
            @Nullable String conversation,
            Map<String, String> extraBody,
            Map<String, String> headers) {
        this(
                model,
                messages,
                tools,
                toolChoice,
                parallelToolCalls,
                maxTokens,
                sampling,
                responseFormat,
                thinking,
                requireTee,
                conversation,
                extraBody,
                headers,
                null,
                null);
    }

    /**
     * Asks the default model one question.
     *
     * @param text what the user says
     * @return the request
     */
    public static ChatRequest of(String text) {
        return builder().user(text).build();
    }

    /**
     * Starts an empty request.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts a changed copy.
     *
     * @return a builder that holds everything of this request
     */
    public Builder toBuilder() {
        Builder copy = new Builder();
        copy.model = model;
        copy.messages.addAll(messages);
        copy.tools = tools;
        copy.toolChoice = toolChoice;
        copy.parallelToolCalls = parallelToolCalls;
        copy.maxTokens = maxTokens;
        copy.sampling = sampling;
        copy.responseFormat = responseFormat;
        copy.thinking = thinking;
        copy.requireTee = requireTee;
        copy.conversation = conversation;
        copy.extraBody.putAll(extraBody);
        copy.headers.putAll(headers);
        copy.profile = profile;
        copy.priceCeiling = priceCeiling;
        return copy;
    }

    /** Shows the shape of the request, never what was said. */
    @Override
    public String toString() {
        return "ChatRequest[model=" + model + ", messages=" + messages.size() + ", tools=" + tools.size() + "]";
    }

    /** Collects a request; not safe for several threads. */
    public static final class Builder {

        private @Nullable String model;
        private final List<ChatMessage> messages = new ArrayList<>();
        private List<ToolDefinition> tools = List.of();
        private @Nullable ToolChoice toolChoice;
        private @Nullable Boolean parallelToolCalls;
        private @Nullable Integer maxTokens;
        private SamplingOptions sampling = SamplingOptions.DEFAULT;
        private @Nullable ResponseFormat responseFormat;
        private @Nullable Boolean thinking;
        private boolean requireTee;
        private @Nullable String conversation;
        private final Map<String, String> extraBody = new LinkedHashMap<>();
        private final Map<String, String> headers = new LinkedHashMap<>();
        private @Nullable String profile;
        private @Nullable ModelPricing priceCeiling;

        private Builder() {}

        /**
         * Sets the model.
         *
         * @param value a reference or an alias, or null for the configured default
         * @return this builder
         */
        public Builder model(@Nullable String value) {
            this.model = value;
            return this;
        }

        /**
         * Replaces all messages.
         *
         * @param value the conversation, oldest first
         * @return this builder
         */
        public Builder messages(List<ChatMessage> value) {
            List<ChatMessage> copy = List.copyOf(value);
            messages.clear();
            messages.addAll(copy);
            return this;
        }

        /**
         * Adds a message.
         *
         * @param message the next message of the conversation
         * @return this builder
         */
        public Builder message(ChatMessage message) {
            messages.add(message);
            return this;
        }

        /**
         * Adds an instruction to the model.
         *
         * @param text the instruction
         * @return this builder
         */
        public Builder system(String text) {
            return message(ChatMessage.system(text));
        }

        /**
         * Adds a message of the user.
         *
         * @param text what the user says
         * @return this builder
         */
        public Builder user(String text) {
            return message(ChatMessage.user(text));
        }

        /**
         * Sets the tools.
         *
         * @param value the tools the model may call
         * @return this builder
         */
        public Builder tools(List<ToolDefinition> value) {
            this.tools = value;
            return this;
        }

        /**
         * Sets whether the model may or must call a tool.
         *
         * @param value the choice, or null
         * @return this builder
         */
        public Builder toolChoice(@Nullable ToolChoice value) {
            this.toolChoice = value;
            return this;
        }

        /**
         * Sets whether the model may call several tools at once.
         *
         * @param value the permission, or null
         * @return this builder
         */
        public Builder parallelToolCalls(@Nullable Boolean value) {
            this.parallelToolCalls = value;
            return this;
        }

        /**
         * Sets the most tokens to generate.
         *
         * @param value tokens, at least 1, or null
         * @return this builder
         */
        public Builder maxTokens(@Nullable Integer value) {
            this.maxTokens = value;
            return this;
        }

        /**
         * Sets how the model picks its words.
         *
         * @param value the options
         * @return this builder
         */
        public Builder sampling(SamplingOptions value) {
            this.sampling = value;
            return this;
        }

        /**
         * Sets the form of the answer.
         *
         * @param value the form, or null
         * @return this builder
         */
        public Builder responseFormat(@Nullable ResponseFormat value) {
            this.responseFormat = value;
            return this;
        }

        /**
         * Sets whether the model thinks before it answers.
         *
         * @param value the switch, or null
         * @return this builder
         */
        public Builder thinking(@Nullable Boolean value) {
            this.thinking = value;
            return this;
        }

        /**
         * Sets whether only a model in a trusted execution environment may answer.
         *
         * @param value the demand
         * @return this builder
         */
        public Builder requireTee(boolean value) {
            this.requireTee = value;
            return this;
        }

        /**
         * Sets the conversation.
         *
         * @param value an id, or null
         * @return this builder
         */
        public Builder conversation(@Nullable String value) {
            this.conversation = value;
            return this;
        }

        /**
         * Adds a member to the request body.
         *
         * @param name the name of the member
         * @param json its value as JSON text
         * @return this builder
         */
        public Builder extraBody(String name, String json) {
            extraBody.put(name, json);
            return this;
        }

        /**
         * Adds a header to the request.
         *
         * @param name the name of the header
         * @param value its value
         * @return this builder
         */
        public Builder header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        /**
         * Sets the only profile whose credential may be sent.
         *
         * @param value the id of the profile, or null for the usual order
         * @return this builder
         */
        public Builder profile(@Nullable String value) {
            this.profile = value;
            return this;
        }

        /**
         * Sets the most that the model may cost.
         *
         * @param value the highest prices, or null
         * @return this builder
         */
        public Builder priceCeiling(@Nullable ModelPricing value) {
            this.priceCeiling = value;
            return this;
        }

        /**
         * Makes the request.
         *
         * @return an immutable request
         * @throws IllegalArgumentException if there is no message
         */
        public ChatRequest build() {
            return new ChatRequest(
                    model,
                    messages,
                    tools,
                    toolChoice,
                    parallelToolCalls,
                    maxTokens,
                    sampling,
                    responseFormat,
                    thinking,
                    requireTee,
                    conversation,
                    extraBody,
                    headers,
                    profile,
                    priceCeiling);
        }
    }
}
