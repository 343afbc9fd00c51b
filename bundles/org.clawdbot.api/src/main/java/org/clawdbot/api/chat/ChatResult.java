package org.clawdbot.api.chat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A reply as a whole.
 *
 * @param text the text of the answer
 * @param reasoning what the model thought before, or null if it showed nothing
 * @param toolCalls the tools it asks for
 * @param finishReason why it ended; null only in the partial result of a broken stream
 * @param usage the tokens used, or null if the provider did not say
 * @param cost the cost, or null if usage or price is unknown
 * @param requestedModel the full name of the model that was asked for
 * @param answeredModel the model id that really answered, in the provider's word, or null if it did not say
 * @param invocationId the provider's own id of the call, to quote in a report, or null
 * @param limits what the provider said about the account's limits, or null
 * @param attempts every try to have the request answered, the successful one last
 * @param notices what the user may want to know, such as what of the request could not be sent as it was; a stream tells
 *     the same by its events
 */
public record ChatResult(
        String text,
        @Nullable String reasoning,
        List<ToolCall> toolCalls,
        @Nullable FinishReason finishReason,
        @Nullable Usage usage,
        @Nullable Cost cost,
        String requestedModel,
        @Nullable String answeredModel,
        @Nullable String invocationId,
        @Nullable AccountLimits limits,
        List<Attempt> attempts,
        List<ChatEvent.Notice> notices) {

    /** Checks that all required values are there and copies the lists. */
    public ChatResult {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(requestedModel, "requestedModel");
        toolCalls = List.copyOf(toolCalls);
        attempts = List.copyOf(attempts);
        notices = List.copyOf(notices);
    }

    /**
     * Makes a result without notices.
     *
     * @param text the text of the answer
     * @param reasoning what the model thought before, or null if it showed nothing
     * @param toolCalls the tools it asks for
     * @param finishReason why it ended; null only in the partial result of a broken stream
     * @param usage the tokens used, or null if the provider did not say
     * @param cost the cost, or null if usage or price is unknown
     * @param requestedModel the full name of the model that was asked for
     * @param answeredModel the model id that really answered, or null if the provider did not say
     * @param invocationId the provider's own id of the call, or null
     * @param limits what the provider said about the account's limits, or null
     * @param attempts every try to have the request answered, the successful one last
     */
    public ChatResult(
            String text,
            @Nullable String reasoning,
            List<ToolCall> toolCalls,
            @Nullable FinishReason finishReason,
            @Nullable Usage usage,
            @Nullable Cost cost,
            String requestedModel,
            @Nullable String answeredModel,
            @Nullable String invocationId,
            @Nullable AccountLimits limits,
            List<Attempt> attempts) {
        this(
                text,
                reasoning,
                toolCalls,
                finishReason,
                usage,
                cost,
                requestedModel,
                answeredModel,
                invocationId,
                limits,
                attempts,
                List.of());
    }

    /**
     * Gives the reply as a message for the next request of the conversation.
     *
     * @return the message of the assistant
     */
    public ChatMessage.AssistantMessage toMessage() {
        return new ChatMessage.AssistantMessage(text, reasoning, toolCalls);
    }

    /**
     * Starts a result without any content.
     *
     * @param requestedModel the full name of the model that was asked for
     * @return a builder
     */
    public static Builder builder(String requestedModel) {
        return new Builder(requestedModel);
    }

    /**
     * Starts a changed copy.
     *
     * @return a builder that holds everything of this result
     */
    public Builder toBuilder() {
        return new Builder(requestedModel)
                .text(text)
                .reasoning(reasoning)
                .toolCalls(toolCalls)
                .finishReason(finishReason)
                .usage(usage)
                .cost(cost)
                .answeredModel(answeredModel)
                .invocationId(invocationId)
                .limits(limits)
                .attempts(attempts)
                .notices(notices);
    }

    /** Collects a result; not safe for several threads. */
    public static final class Builder {

        private final String requestedModel;
        private String text = "";
        private @Nullable String reasoning;
        private List<ToolCall> toolCalls = List.of();
        private @Nullable FinishReason finishReason;
        private @Nullable Usage usage;
        private @Nullable Cost cost;
        private @Nullable String answeredModel;
        private @Nullable String invocationId;
        private @Nullable AccountLimits limits;
        private List<Attempt> attempts = List.of();
        private List<ChatEvent.Notice> notices = List.of();

        private Builder(String requestedModel) {
            this.requestedModel = requestedModel;
        }

        /**
         * Sets the text of the answer.
         *
         * @param value the text
         * @return this builder
         */
        public Builder text(String value) {
            this.text = value;
            return this;
        }

        /**
         * Sets what the model thought.
         *
         * @param value the reasoning, or null
         * @return this builder
         */
        public Builder reasoning(@Nullable String value) {
            this.reasoning = value;
            return this;
        }

        /**
         * Sets the tools the model asks for.
         *
         * @param value the calls
         * @return this builder
         */
        public Builder toolCalls(List<ToolCall> value) {
            this.toolCalls = value;
            return this;
        }

        /**
         * Sets why the answer ended.
         *
         * @param value the reason, or null
         * @return this builder
         */
        public Builder finishReason(@Nullable FinishReason value) {
            this.finishReason = value;
            return this;
        }

        /**
         * Sets the tokens used.
         *
         * @param value the usage, or null
         * @return this builder
         */
        public Builder usage(@Nullable Usage value) {
            this.usage = value;
            return this;
        }

        /**
         * Sets the cost.
         *
         * @param value the cost, or null
         * @return this builder
         */
        public Builder cost(@Nullable Cost value) {
            this.cost = value;
            return this;
        }

        /**
         * Sets the model that really answered.
         *
         * @param value the model id in the provider's word, or null
         * @return this builder
         */
        public Builder answeredModel(@Nullable String value) {
            this.answeredModel = value;
            return this;
        }

        /**
         * Sets the provider's own id of the call.
         *
         * @param value the id, or null
         * @return this builder
         */
        public Builder invocationId(@Nullable String value) {
            this.invocationId = value;
            return this;
        }

        /**
         * Sets the account's limits.
         *
         * @param value the limits, or null
         * @return this builder
         */
        public Builder limits(@Nullable AccountLimits value) {
            this.limits = value;
            return this;
        }

        /**
         * Sets the tries it took.
         *
         * @param value the tries, the successful one last
         * @return this builder
         */
        public Builder attempts(List<Attempt> value) {
            this.attempts = value;
            return this;
        }

        /**
         * Sets what the user may want to know.
         *
         * @param value the notices in their order
         * @return this builder
         */
        public Builder notices(List<ChatEvent.Notice> value) {
            this.notices = value;
            return this;
        }

        /**
         * Makes the result.
         *
         * @return an immutable result
         */
        public ChatResult build() {
            return new ChatResult(
                    text,
                    reasoning,
                    toolCalls,
                    finishReason,
                    usage,
                    cost,
                    requestedModel,
                    answeredModel,
                    invocationId,
                    limits,
                    attempts,
                    notices);
        }
    }
}
