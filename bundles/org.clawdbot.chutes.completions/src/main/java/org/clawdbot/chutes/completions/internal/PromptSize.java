package org.clawdbot.chutes.completions.internal;

import java.util.List;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ContentPart;
import org.clawdbot.api.chat.ToolCall;
import org.clawdbot.api.chat.ToolDefinition;

/**
 * Estimates how many tokens a prompt has, rather too many than too few: no tokenizer is at hand, and an engine refuses a
 * request whose prompt and answer together exceed its window by a single token.
 */
final class PromptSize {

    /** Text of Latin letters has about four characters a token, code and JSON about three. */
    private static final int CHARS_PER_TOKEN = 3;

    private static final int PER_MESSAGE = 8;

    /** The gateway makes images at most 1024 pixels wide; vision models see those as about this many tokens. */
    private static final int PER_IMAGE = 1600;

    private long latin;
    private long tokens = 16;

    private PromptSize() {}

    static long estimate(List<ChatMessage> messages, List<ToolDefinition> tools) {
        PromptSize size = new PromptSize();
        messages.forEach(size::add);
        for (ToolDefinition tool : tools) {
            size.tokens += PER_MESSAGE;
            size.add(tool.name());
            size.add(tool.description());
            size.add(tool.parameters());
        }
        return size.tokens + (size.latin + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN;
    }

    private void add(ChatMessage message) {
        tokens += PER_MESSAGE;
        if (message instanceof ChatMessage.SystemMessage system) {
            add(system.text());
        } else if (message instanceof ChatMessage.UserMessage user) {
            user.content().forEach(this::add);
        } else if (message instanceof ChatMessage.AssistantMessage assistant) {
            add(assistant.text());
            assistant.toolCalls().forEach(this::add);
        } else if (message instanceof ChatMessage.ToolMessage tool) {
            add(tool.callId());
            add(tool.text());
        }
    }

    private void add(ContentPart part) {
        if (part instanceof ContentPart.Text text) {
            add(text.text());
        } else {
            tokens += PER_IMAGE;
        }
    }

    private void add(ToolCall call) {
        tokens += PER_MESSAGE;
        add(call.id());
        add(call.name());
        add(call.arguments());
    }

    /** Beyond Latin a character can be a token of its own. */
    private void add(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < 0x250) {
                latin++;
            } else {
                tokens++;
            }
        }
    }
}
