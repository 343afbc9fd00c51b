package org.clawdbot.api.chat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/** Something that happened in the stream of a reply. The last event of every stream is {@link Completed}. */
public sealed interface ChatEvent {

    /**
     * Calls the method of the visitor for this kind of event.
     *
     * @param visitor what handles every kind
     * @param <R> what the visitor gives
     * @return what the visitor gave
     */
    <R> R accept(Visitor<R> visitor);

    /**
     * The provider began to answer.
     *
     * @param model the full name of the model that was asked in this try
     * @param invocationId the provider's own id of the call, or null
     */
    record Started(String model, @Nullable String invocationId) implements ChatEvent {

        /** Checks that there is a model. */
        public Started {
            Objects.requireNonNull(model, "model");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.started(this);
        }
    }

    /**
     * More text of the answer.
     *
     * @param text the piece, not empty
     */
    record TextDelta(String text) implements ChatEvent {

        /** Checks that there is a text. */
        public TextDelta {
            Objects.requireNonNull(text, "text");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.text(this);
        }
    }

    /**
     * More of what the model thinks.
     *
     * @param text the piece, not empty
     */
    record ReasoningDelta(String text) implements ChatEvent {

        /** Checks that there is a text. */
        public ReasoningDelta {
            Objects.requireNonNull(text, "text");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.reasoning(this);
        }
    }

    /**
     * More of a tool call.
     *
     * @param index which of the calls of this reply, from 0
     * @param id the id of the call, in its first piece; null in the others
     * @param name the name of the tool, in its first piece; null in the others
     * @param arguments the next piece of the arguments' JSON text; may be empty
     */
    record ToolCallDelta(int index, @Nullable String id, @Nullable String name, String arguments) implements ChatEvent {

        /** Checks that there are arguments. */
        public ToolCallDelta {
            Objects.requireNonNull(arguments, "arguments");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.toolCall(this);
        }
    }

    /**
     * Something the user may want to know while the reply goes on, such as another model taking over.
     *
     * @param code a short lower-case word with hyphens for programs
     * @param message one sentence for a person
     */
    record Notice(String code, String message) implements ChatEvent {

        /** Checks that all values are there. */
        public Notice {
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(message, "message");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.notice(this);
        }
    }

    /**
     * The reply is complete; no event follows.
     *
     * @param result the reply as a whole
     */
    record Completed(ChatResult result) implements ChatEvent {

        /** Checks that there is a result. */
        public Completed {
            Objects.requireNonNull(result, "result");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.completed(this);
        }
    }

    /**
     * Handles every kind of event; for code that must not forget one.
     *
     * @param <R> what handling gives
     */
    @ConsumerType
    interface Visitor<R> {

        /**
         * Handles the beginning.
         *
         * @param event the event
         * @return what handling gives
         */
        R started(Started event);

        /**
         * Handles text.
         *
         * @param event the event
         * @return what handling gives
         */
        R text(TextDelta event);

        /**
         * Handles reasoning.
         *
         * @param event the event
         * @return what handling gives
         */
        R reasoning(ReasoningDelta event);

        /**
         * Handles a piece of a tool call.
         *
         * @param event the event
         * @return what handling gives
         */
        R toolCall(ToolCallDelta event);

        /**
         * Handles a notice.
         *
         * @param event the event
         * @return what handling gives
         */
        R notice(Notice event);

        /**
         * Handles the end.
         *
         * @param event the event
         * @return what handling gives
         */
        R completed(Completed event);
    }
}
