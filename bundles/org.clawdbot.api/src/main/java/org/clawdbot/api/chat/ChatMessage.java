package org.clawdbot.api.chat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A message of a conversation. */
public sealed interface ChatMessage {

    /**
     * Makes an instruction to the model.
     *
     * @param text the instruction
     * @return the message
     */
    static ChatMessage system(String text) {
        return new SystemMessage(text);
    }

    /**
     * Makes a message of the user.
     *
     * @param text what the user says
     * @return the message
     */
    static ChatMessage user(String text) {
        return new UserMessage(List.of(new ContentPart.Text(text)));
    }

    /**
     * An instruction to the model.
     *
     * @param text the instruction
     */
    record SystemMessage(String text) implements ChatMessage {

        /** Checks that there is a text. */
        public SystemMessage {
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * What the user says.
     *
     * @param content text and images in their order
     */
    record UserMessage(List<ContentPart> content) implements ChatMessage {

        /** Copies the content. */
        public UserMessage {
            content = List.copyOf(content);
        }
    }

    /**
     * What the model answered.
     *
     * @param text the text, empty where it only called tools
     * @param reasoning what it thought before, or null
     * @param toolCalls the tools it asked for
     */
    record AssistantMessage(String text, @Nullable String reasoning, List<ToolCall> toolCalls) implements ChatMessage {

        /** Checks that there is a text and copies the calls. */
        public AssistantMessage {
            Objects.requireNonNull(text, "text");
            toolCalls = List.copyOf(toolCalls);
        }
    }

    /**
     * What a tool answered.
     *
     * @param callId the id of the call, exactly as the model wrote it
     * @param text the answer for the model
     */
    record ToolMessage(String callId, String text) implements ChatMessage {

        /** Checks that all values are there. */
        public ToolMessage {
            Objects.requireNonNull(callId, "callId");
            Objects.requireNonNull(text, "text");
        }
    }
}
